using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Prompts;
using Eval.Core.Scoring;
using Eval.Core.Workspaces;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.Generation;

/// <summary>Renders what is sent for a sample and reads its right answers. Templates of examples also see <c>target</c>.</summary>
internal sealed class GenerationPrompt(Suite suite, SampleContext context)
{
    private const string TargetField = "target";

    private readonly GenerationSettings _settings = (GenerationSettings)suite.Settings;

    /// <summary>The messages of a chat, or the one message that holds a raw prompt.</summary>
    public List<ChatMessage> Messages(Sample sample, bool raw)
    {
        var question = Question(sample);
        var system = _settings.System?.Render(sample);
        if (raw)
        {
            return [new ChatMessage(ChatRole.User, Joined(system, Joined(_settings.Instruction, Block(sample) + question)))];
        }

        var messages = new List<ChatMessage>();
        if (!string.IsNullOrEmpty(system))
        {
            messages.Add(new ChatMessage(ChatRole.System, system));
        }

        if (_settings.ExamplesAsTurns && context.FewShot is { } selector)
        {
            foreach (var example in selector.Choose(sample))
            {
                messages.Add(new ChatMessage(ChatRole.User, Opening(suite.Prompt!.Render(example))));
                messages.Add(new ChatMessage(ChatRole.Assistant, FirstTarget(example)));
            }

            messages.Add(new ChatMessage(ChatRole.User, Opening(question)));
        }
        else
        {
            messages.Add(new ChatMessage(ChatRole.User, Joined(_settings.Instruction, Block(sample) + question)));
        }

        return messages;

        // The instruction and the preamble of the examples are said once, in the first turn of the user.
        string Opening(string text) => messages.Exists(m => m.Role == ChatRole.User)
            ? text
            : Joined(_settings.Instruction, (suite.FewShot?.Preamble is { } preamble ? preamble.Render(sample) : "") + text);
    }

    /// <summary>The message that asks several questions at once, each under its number; a system message sees the first row.</summary>
    public List<ChatMessage> Batch(IReadOnlyList<Sample> samples)
    {
        var text = new StringBuilder(_settings.Instruction.Length == 0 ? "" : _settings.Instruction + "\n\n");
        text.Append($"Answer all {samples.Count} questions below. Begin each answer on a line of its own with A[number]: and the number of its question.\n\n");
        for (var i = 0; i < samples.Count; i++)
        {
            text.Append($"Q[{i + 1}]: ").Append(Question(samples[i])).Append("\n\n");
        }

        List<ChatMessage> messages = [new(ChatRole.User, text.ToString().TrimEnd('\n'))];
        return _settings.System?.Render(samples[0]) is { Length: > 0 } system ? [new ChatMessage(ChatRole.System, system), .. messages] : messages;
    }

    /// <summary>The messages as one text, for tables and logs; a lone user message as it is.</summary>
    public static string Text(IReadOnlyList<ChatMessage> messages) => messages is [{ } only]
        ? only.Text
        : string.Join("\n\n", messages.Select(m => $"[{m.Role.Value}]\n{m.Text}"));

    /// <summary>The right answers of a row. Throws <see cref="EvalConfigurationException"/> where a field is missing.</summary>
    public List<Reference> References(Sample sample)
    {
        var references = new List<Reference>();
        foreach (var target in _settings.Targets)
        {
            if (target.Template is { } template)
            {
                references.Add(new Reference(template.Render(sample)));
            }
            else if (!target.Field!.TryFind(sample.Fields, out var value))
            {
                throw new EvalConfigurationException(
                    sample.Source, $"there is no field \"{target.Field}\", which \"target\" names (sample {sample.Id})",
                    NearestName.Hint(target.Field.Segments[0], sample.Fields.Select(f => f.Key)));
            }
            else if (value is JsonArray list)
            {
                references.AddRange(list.Select(item => new Reference(item)));
            }
            else if (value is not null)
            {
                references.Add(new Reference(value));
            }
        }

        return references;
    }

    private string Question(Sample sample) => suite.Prompt!.Render(sample) + (_settings.Thoughts is { } thoughts ? "\n\n" + thoughts.Instruction : "");

    private string Block(Sample sample) => _settings.ExamplesAsTurns ? "" : FewShotBlock.Render(
        suite, context.FewShot, sample,
        example => Remember(example, () => suite.Prompt!.Render(example) + _settings.TargetDelimiter + FirstTarget(example)),
        (row, template) => template == suite.FewShot?.Template ? Remember(row, () => template.Render(WithTarget(row, template))) : template.Render(row));

    private string Remember(Sample example, Func<string> render) => context.RenderedExamples.GetOrAdd((example, "generation"), _ => render());

    private string FirstTarget(Sample example) => References(example) is [{ } first, ..]
        ? first.Text
        : throw new EvalConfigurationException(example.Source, $"the example {example.Id} has no target to show", "name its field under \"target\", or write fewShot: { template: … }");

    private Sample WithTarget(Sample row, PromptTemplate template)
    {
        if (row.Fields.ContainsKey(TargetField) || _settings.Targets.Count == 0 || !template.Text.Contains(TargetField, StringComparison.Ordinal))
        {
            return row;
        }

        var fields = (JsonObject)row.Fields.DeepClone();
        fields[TargetField] = FirstTarget(row);
        return row with { Fields = fields };
    }

    private static string Joined(string? before, string text) => string.IsNullOrEmpty(before) ? text : before + "\n\n" + text;
}
