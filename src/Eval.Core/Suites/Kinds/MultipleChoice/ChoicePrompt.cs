using System.Text.Json.Nodes;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>
/// Renders what is sent for a sample. Beside the row's own fields, templates see <c>choiceLines</c> (the choices as lines <c>A. text</c>),
/// <c>target</c> (what a right answer looks like) and, per choice, <c>choice</c>.
/// </summary>
internal sealed class ChoicePrompt(Suite suite, SampleContext context)
{
    public const string LinesField = "choiceLines";

    private readonly MultipleChoiceSettings _settings = (MultipleChoiceSettings)suite.Settings;

    /// <summary>Everything before the question: few-shot examples with their preamble and separators.</summary>
    public string Block(Sample sample, bool generated) => FewShotBlock.Render(
        suite, context.FewShot, sample,
        example => Remember(example, generated, () =>
        {
            var item = ChoiceItemReader.Read(_settings, example);
            return generated
                ? GeneratedQuestion(example, item) + _settings.TargetDelimiter + ChoiceItem.Letter(item.Gold)
                : Question(example, item, item.Gold) + Continuation(example, item, item.Gold);
        }),
        (row, template) => template == suite.FewShot?.Template
            ? Remember(row, generated, () => Render(template, row, ChoiceItemReader.Read(_settings, row), choice: null))
            : Render(template, row, ChoiceItemReader.Read(_settings, row), choice: null));

    /// <summary>The question before a choice. Equal for all choices but with <c>contextPerChoice</c>.</summary>
    public string Question(Sample sample, ChoiceItem item, int choice) => _settings.ContextPerChoice is { } perChoice
        ? Render(perChoice, sample, item, item.Choices[choice])
        : Render(suite.Prompt!, sample, item, choice: null);

    /// <summary>The question for a generated answer.</summary>
    public string GeneratedQuestion(Sample sample, ChoiceItem item) => Render(_settings.GeneratedPrompt ?? suite.Prompt!, sample, item, choice: null);

    /// <summary>What is scored for a choice, delimiter included.</summary>
    public string Continuation(Sample sample, ChoiceItem item, int choice) => _settings.TargetDelimiter + Scored(sample, item, choice);

    /// <summary>What is scored for a choice, without the delimiter: its length normalises.</summary>
    public string Scored(Sample sample, ChoiceItem item, int choice) =>
        _settings.Suffix is { } suffix ? Render(suffix, sample, item, item.Choices[choice])
        : _settings.Style == ChoiceStyle.Letter ? ChoiceItem.Letter(choice)
        : item.Choices[choice];

    private string Remember(Sample example, bool generated, Func<string> render) =>
        context.RenderedExamples.GetOrAdd((example, generated ? "generated" : "scored"), _ => render());

    private string Render(PromptTemplate template, Sample sample, ChoiceItem item, string? choice)
    {
        // Copying the row costs more than rendering; most templates need only the row's own fields.
        JsonObject? fields = null;
        Add(LinesField, () => item.Lines);
        Add("target", () => _settings.Style == ChoiceStyle.Letter ? ChoiceItem.Letter(item.Gold) : item.Choices[item.Gold]);
        if (choice is not null)
        {
            Add("choice", () => choice);
        }

        return template.Render(fields is null ? sample : sample with { Fields = fields });

        void Add(string name, Func<string> value)
        {
            if (!template.Text.Contains(name, StringComparison.Ordinal))
            {
                return;
            }

            if (!sample.Fields.ContainsKey(name))
            {
                fields ??= (JsonObject)sample.Fields.DeepClone();
                fields[name] = value();
            }
            else if (name != "target")
            {
                throw new EvalConfigurationException(sample.Source, $"the row has a field \"{name}\", a name that multiple-choice templates use", "rename it with dataset: map");
            }
        }
    }
}
