using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Language;

namespace Eval.FakeEndpoint.Requests;

/// <summary>Which route a request came by.</summary>
internal enum RequestKind
{
    Chat,
    Completion,
    Messages,
    Native,
}

/// <summary>One prompt of a request: its text, or its tokens where the client sent those.</summary>
/// <param name="Text">Everything the model reads; empty where <paramref name="Tokens"/> are given.</param>
/// <param name="Question">The last thing the user said.</param>
/// <param name="Tokens">The tokens the client sent, or null.</param>
internal sealed record Prompt(string Text, string Question, IReadOnlyList<int>? Tokens = null)
{
    /// <summary>The turns of a conversation; none for a text to be continued.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>What the model reads. A conversation without a template is read as a plain text of roles.</summary>
    public IReadOnlyList<int> TokensIn(ILanguage language) =>
        Tokens ?? (Turns.Count > 0 ? language.EncodeChat(Turns) : null) ?? language.Encode(Text);
}

/// <summary>One message.</summary>
/// <param name="Role">Who says it.</param>
/// <param name="Text">What.</param>
internal sealed record Turn(string Role, string Text);

/// <summary>What a client asked for, whatever the wire format.</summary>
internal sealed record ModelRequest
{
    public required RequestKind Kind { get; init; }

    public required string Model { get; init; }

    /// <summary>A fingerprint of the request's bytes: equal for a repetition.</summary>
    public required string Content { get; init; }

    /// <summary>One for chat; a completions request may hold several.</summary>
    public required IReadOnlyList<Prompt> Prompts { get; init; }

    public bool Stream { get; init; }

    public bool StreamsUsage { get; init; }

    public int? MaxTokens { get; init; }

    /// <summary>Answers per prompt.</summary>
    public int Count { get; init; } = 1;

    public double Temperature { get; init; } = 1;

    public long? Seed { get; init; }

    /// <summary>Alternatives per token to report; null without log-probabilities.</summary>
    public int? TopLogprobs { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public bool Echo { get; init; }

    /// <summary>The schema that the answer must obey, or null. An empty object stands for any JSON object.</summary>
    public JsonNode? Schema { get; init; }

    /// <summary>Tools by name with the schemas of their arguments.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Tools { get; init; } = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>The tool that must be called; <c>*</c> for any; null where the model may choose.</summary>
    public string? RequiredTool { get; init; }
}
