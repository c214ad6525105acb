using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.Core.Suites.Kinds.Generation;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>Renders the prompts of a speed suite at the length that is wanted.</summary>
internal sealed class SpeedPrompt(Suite suite)
{
    private const double CharactersPerToken = 4;

    private readonly SpeedSettings _settings = (SpeedSettings)suite.Settings;

    /// <summary>The text of the prompt. Templates also see <c>repeat</c>, how often a text is to be repeated (0 where it is not).</summary>
    public string Text(Sample sample, int repeat) => suite.Prompt!.Render(WithRepeat(sample, repeat));

    /// <summary>The text that is to be repeated.</summary>
    public string? Target(Sample sample) => _settings.Target?.Render(sample);

    /// <summary>The messages of a request, or the one message that holds a raw prompt.</summary>
    /// <param name="text">The prompt at its length.</param>
    /// <param name="sample">Its row.</param>
    /// <param name="prefix">What makes it unique, or empty.</param>
    /// <param name="raw">True for a raw prompt.</param>
    public List<ChatMessage> Messages(string text, Sample sample, string prefix, bool raw)
    {
        var system = _settings.System?.Render(sample);
        var own = prefix.Length == 0 ? text : $"[{prefix}] {text}";
        return raw ? [new(ChatRole.User, string.IsNullOrEmpty(system) ? own : $"{system}\n\n{own}")]
            : string.IsNullOrEmpty(system) ? [new(ChatRole.User, own)]
            : [new(ChatRole.System, system), new(ChatRole.User, own)];
    }

    /// <summary>Repeats or cuts the words of a text until it has about so many tokens.</summary>
    public async Task<string> SizedAsync(string text, IModelSession model, CancellationToken cancellationToken)
    {
        if (_settings.InputTokens is not { } wanted || string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        if (model.Candidate.Local is null || model.Likelihood is not { } counter)
        {
            return Cut(text, (int)(wanted * CharactersPerToken));
        }

        // Text and tokens grow together but not evenly; a few rounds meet the length.
        var (length, sized) = ((int)(wanted * CharactersPerToken), text);
        for (var round = 0; round < 5; round++)
        {
            sized = Cut(text, Math.Max(1, length));
            var tokens = (await counter.CountTokensAsync([sized], cancellationToken))[0];
            if (tokens <= 0 || Math.Abs(tokens - wanted) <= 0.02 * wanted)
            {
                break;
            }

            length = (int)((long)sized.Length * wanted / tokens);
        }

        return sized;
    }

    // At the end of a word, so that the last token is a usual one.
    private static string Cut(string text, int length)
    {
        var longer = new StringBuilder(text);
        while (longer.Length < length)
        {
            longer.Append(' ').Append(text);
        }

        if (longer.Length <= length)
        {
            return longer.ToString();
        }

        var cut = longer.ToString(0, length);
        return cut.LastIndexOf(' ') is var end and > 0 && end > length / 2 ? cut[..end] : cut;
    }

    private static Sample WithRepeat(Sample sample, int repeat)
    {
        if (sample.Fields.ContainsKey("repeat"))
        {
            return sample;
        }

        var fields = (JsonObject)sample.Fields.DeepClone();
        fields["repeat"] = repeat.ToString(CultureInfo.InvariantCulture);
        return sample with { Fields = fields };
    }

    /// <summary>True where prompts are sent as they stand; decided by the model's description, which is part of the plan.</summary>
    public bool IsRaw(ModelCapabilities model) => _settings.Mode switch
    {
        PromptMode.Raw => true,
        PromptMode.Auto => !model.Chat,
        _ => false,
    };
}
