using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Suites;

namespace Eval.Core.Scoring;

/// <summary>What a scorer sees.</summary>
/// <param name="Text">The answer: thoughts removed by the suite's rule, cut at the stop strings; empty where there is none.</param>
/// <param name="References">Answers that would be right; any of them counts.</param>
/// <param name="Sample">The row.</param>
public sealed record ScoringInput(string Text, IReadOnlyList<Reference> References, Sample Sample)
{
    /// <summary>What was sent, as text.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Tools that the model called, in order.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>What may be used beside the text (external programs), or null.</summary>
    public SampleContext? Context { get; init; }

    /// <summary>The references as texts.</summary>
    public IEnumerable<string> Texts => References.Select(r => r.Text);
}

/// <summary>One right answer as the data gives it.</summary>
/// <param name="Value">A text, a number, or what a scorer of structured answers understands.</param>
public sealed record Reference(JsonNode? Value)
{
    /// <summary>The answer as text; what is no text as JSON.</summary>
    public string Text { get; } = FieldPath.TextOf(Value) ?? "";
}

/// <summary>A tool that a model called.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments by name.</param>
public sealed record ToolCall(string Name, JsonObject Arguments);
