using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Eval.Core.Imports.Foreign;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>
/// Results as <c>promptfoo eval -o FILE.json</c> writes them (formats 3 and 4): a column is a provider with a prompt, a row one test. Columns become
/// candidates, tests samples; repetitions of a test become epochs.
/// </summary>
internal sealed class PromptfooResults(ImportSource source)
{
    private static readonly string[] Rows = ["results", "results"];

    public async Task<ImportedContent> ReadAsync(CancellationToken cancellationToken)
    {
        var head = await JsonFile.WithoutAsync(source.Path, Rows, cancellationToken);
        var version = (int?)((head["results"] as JsonObject)?["version"] as JsonValue);
        if (version is not null and (< 3 or > 4))
        {
            throw new EvalConfigurationException(
                new SourcePosition(source.Path, 1, 1), $"the results have promptfoo's format {version}; 3 and 4 are understood",
                "write them anew with a current promptfoo: promptfoo export eval ID -o results.json");
        }

        var metadata = head["metadata"] as JsonObject;
        var origin = new ImportOrigin(
            ImportTools.Promptfoo, (metadata?["promptfooVersion"] as JsonValue)?.ToString(), source.Name,
            await ImportSource.HashAsync(source.Path, cancellationToken), (head["evalId"] as JsonValue)?.ToString());
        var plan = await PromptfooPlan.ReadAsync(source.Path, Rows, cancellationToken);
        if (plan.Columns.Count == 0)
        {
            throw new EvalConfigurationException(new SourcePosition(source.Path, 0, 0), "the results hold no answer");
        }

        var description = ((head["config"] as JsonObject)?["description"] as JsonValue)?.ToString();
        var suite = string.IsNullOrWhiteSpace(description) ? "promptfoo" : ForeignText.Cut(ForeignSecrets.Text(description.Trim()), 80);
        var names = Names(plan, head);
        var stats = (head["results"] as JsonObject)?["stats"] as JsonObject;
        var begun = ForeignText.Time(((head["results"] as JsonObject)?["timestamp"] as JsonValue)?.ToString());
        var run = new ImportedRun
        {
            Origin = origin,
            CreatedAt = begun,
            FinishedAt = begun is { } start && stats?["durationMs"] is JsonValue took && took.TryGetValue(out double ms) ? start.AddMilliseconds(ms) : null,
            Cells = [.. plan.Columns.Select(c => CellOf(plan, c, names[c.Index], suite, origin))],
        };
        return new ImportedContent { Runs = [run], NotTaken = NotTaken(plan) };
    }

    // A provider with one prompt is called by its own name; several prompts are told apart by their labels, or by number where the label is the text itself.
    private static Dictionary<int, string> Names(PromptfooPlan plan, JsonObject head)
    {
        var columns = (head["results"] as JsonObject)?["prompts"] as JsonArray;
        var prompts = plan.Columns.Select(c => c.PromptId).Distinct().ToList();
        var names = new Dictionary<int, string>();
        foreach (var column in plan.Columns)
        {
            var name = column.Provider;
            if (prompts.Count > 1)
            {
                var label = columns is not null && column.Index < columns.Count ? (columns[column.Index] as JsonObject)?["label"]?.ToString() : column.Label;
                var raw = columns is not null && column.Index < columns.Count ? (columns[column.Index] as JsonObject)?["raw"]?.ToString() : null;

                // promptfoo puts the file and the text behind the label that a user gave.
                var given = label is null || label == raw ? "" : label.Split(": ", 2)[0];
                var isLabel = given.Length is > 0 and <= 40 && !given.Contains('\n') && !given.Contains("{{", StringComparison.Ordinal);
                name = $"{name} [{(isLabel ? given : $"prompt {prompts.IndexOf(column.PromptId) + 1}")}]";
            }

            var unique = name;
            for (var i = 2; names.ContainsValue(unique); i++)
            {
                unique = $"{name} #{i}";
            }

            names[column.Index] = unique;
        }

        return names;
    }

    private ImportedCell CellOf(PromptfooPlan plan, PromptfooPlan.Column column, string name, string suite, ImportOrigin origin)
    {
        string[] metrics = ["promptfoo:pass", "promptfoo:score", .. plan.NamedScores.Select(PromptfooSample.NamedMetric)];
        return new ImportedCell
        {
            Candidate = name,
            Model = ImportedCell.ForeignModel(origin, column.ProviderId, [new("label", column.Provider), new("prompt", column.PromptId)]),
            Suite = suite,
            DefinitionText = plan.IsJudged ? """{"judged":true,"tool":"promptfoo"}""" : """{"tool":"promptfoo"}""",
            Planned = plan.Tests.Count,
            Epochs = plan.Epochs,
            Metrics = metrics,
            Slices = plan.Slices,
            Reported = Reported(column),
            ReadSamples = token => SamplesAsync(plan, column.Index, token),
        };
    }

    // promptfoo counts an error as a failed test, and a test without an assertion as passed; both are told beside what is computed here.
    private static IReadOnlyList<Estimate> Reported(PromptfooPlan.Column column) =>
    [
        ReportedEstimate.Of("promptfoo:pass", (double)column.Passed / column.Rows, null, column.Rows) with { Note = null },
        ReportedEstimate.Of("promptfoo:score", column.ScoreSum / column.Rows, null, column.Rows) with { Note = null },
    ];

    private static IReadOnlyList<NotTaken> NotTaken(PromptfooPlan plan)
    {
        var items = new List<NotTaken>();
        if (plan.WithoutAssertions > 0)
        {
            items.Add(new NotTaken(
                null, $"{plan.WithoutAssertions.ToString(CultureInfo.InvariantCulture)} answers without an assertion",
                "promptfoo counts them as passed; here they are stored as skipped, because nothing was tested"));
        }

        return items;
    }

    private async IAsyncEnumerable<SampleResult> SamplesAsync(PromptfooPlan plan, int column, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = 0;
        await foreach (var row in JsonFile.ElementsAsync(source.Path, Rows, cancellationToken))
        {
            var (isOfColumn, test, epoch) = plan.PlaceOf(place++, column);
            if (isOfColumn)
            {
                yield return PromptfooSample.Read(row, plan.Tests[test], test, epoch) with { NotScoredBy = PromptfooSample.NamesWithout(row, plan.NamedScores) };
            }
        }
    }
}
