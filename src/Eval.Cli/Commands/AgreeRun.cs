using System.Globalization;
using System.Text;
using Eval.Cli.CommandLine;
using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Core.Judging.Agreement.Labels;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary>The judged answers of a stored run: out as a sheet for people, and back with their labels.</summary>
internal sealed class AgreeRun
{
    private readonly StoredRun _run;
    private readonly ISampleSource _samples;
    private readonly IReadOnlyList<StoredCell> _cells;

    private AgreeRun(StoredRun run, ISampleSource samples, JudgedBy judge, IReadOnlyList<StoredCell> cells, string metricId) =>
        (_run, _samples, Judge, _cells, MetricId) = (run, samples, judge, cells, metricId);

    /// <summary>Who judged.</summary>
    public JudgedBy Judge { get; }

    /// <summary>The metric that holds the verdicts.</summary>
    public string MetricId { get; }

    /// <summary>The run's number.</summary>
    public long RunId => _run.Id;

    /// <summary>What people's labels must say to be compared with the verdicts.</summary>
    public LabelForm Form => MetricId == "judge_pass" ? LabelForm.PassFail : LabelForm.Score;

    /// <summary>Finds the judged cells of one suite of a run. Throws where there are none, or several suites to choose from.</summary>
    public static async Task<AgreeRun> FindAsync(
        EvalDatabase database, string reference, string? suite, LabelForm? form, CommandContext context, CancellationToken cancellationToken)
    {
        var run = await StoredRuns.FindAsync(database, reference, context, cancellationToken);
        var judged = run.Cells.Where(c => c.SkipReason is null && JudgedBy.Of(c.DefinitionText) is not null).ToList();
        var names = judged.Select(c => c.SuiteName).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            throw new EvalConfigurationException(null, $"run {run.Id} has no judged suite", "its scores were not given by a judge");
        }

        if (suite is not null && !names.Contains(suite))
        {
            throw new EvalConfigurationException(null, $"run {run.Id} has no judged suite \"{suite}\"", NearestName.Hint(suite, names));
        }

        if (suite is null && names.Count > 1)
        {
            throw new EvalConfigurationException(null, $"run {run.Id} has several judged suites: {string.Join(", ", names)}", "--suite chooses one");
        }

        var cells = judged.Where(c => c.SuiteName == (suite ?? names[0])).ToList();
        var metric = form == LabelForm.PassFail
            ? cells[0].Metrics.FirstOrDefault(m => m == "judge_pass") ?? throw new EvalConfigurationException(
                null, $"the rubric of {cells[0].SuiteName} has no mark from which an answer passes", "label scores, or add passFrom to the rubric")
            : cells[0].Metrics.FirstOrDefault(m => JudgeTrust.IsJudged(m) && m is not ("judge_pass" or "judge_spread" or JudgeTrust.CanaryMetric)) ?? "";
        return metric == "judge_win"
            ? throw new EvalConfigurationException(null, $"{cells[0].SuiteName} compares two answers, and only one of them is stored", "label a file that holds both, and name its fields")
            : new AgreeRun(run, database.Runs, JudgedBy.Of(cells[0].DefinitionText)!, cells, metric);
    }

    /// <summary>Writes the sheet and gives the number of its rows.</summary>
    public async Task<int> ExportAsync(string path, CancellationToken cancellationToken)
    {
        var answers = new List<BlindAnswer>();
        await foreach (var (cell, sample) in ReadAsync(cancellationToken))
        {
            answers.Add(new BlindAnswer(BlindSheet.IdOf(_run.Id, cell.Id, sample), sample.Prompt ?? "", sample.Answer ?? "", sample.Target));
        }

        if (answers.Count == 0)
        {
            throw new EvalConfigurationException(null, $"run {_run.Id} holds no judged answer");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        BlindSheet.Write(writer, answers, _run.Seed);
        return answers.Count;
    }

    /// <summary>Joins labels with the judge's verdicts.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="scale">The ends of the scale, where they are known.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<(IReadOnlyList<LabelledItem> Items, int Strange)> JoinAsync(LabelFile labels, CardOptions scale, CancellationToken cancellationToken)
    {
        if (Form == LabelForm.Score
            && labels.Rows.SelectMany(r => r.Item.Labels.OfType<double>().Select(l => (Row: r, Label: l))).FirstOrDefault(l => l.Label < scale.Min || l.Label > scale.Max) is { Row: { } far } outside)
        {
            throw new EvalConfigurationException(far.Source, string.Create(CultureInfo.InvariantCulture, $"the label {outside.Label} lies outside the scale, {scale.Min} to {scale.Max}"));
        }

        var byId = new Dictionary<string, LabelRow>(StringComparer.Ordinal);
        foreach (var row in labels.Rows)
        {
            if (!byId.TryAdd(row.Item.Id, row))
            {
                throw new EvalConfigurationException(row.Source, $"labels \"{row.Item.Id}\" a second time", "one row for each answer; several people have a column each");
            }
        }

        var items = new List<LabelledItem>();
        await foreach (var (cell, sample) in ReadAsync(cancellationToken))
        {
            if (byId.Remove(BlindSheet.IdOf(_run.Id, cell.Id, sample), out var row) && JudgedSample.Read(sample, MetricId) is { } item)
            {
                // Answers of several candidates to one question hang together, and so do their repetitions.
                items.Add(item with { ByJudge = ByJudge(item), Labels = row.Item.Labels, Cluster = item.Cluster ?? sample.SampleId, Model = cell.CandidateId });
            }
        }

        return items.Count > 0 ? (items, byId.Count) : throw new EvalConfigurationException(
            null, $"no id of {labels.Source.File} is of an answer of run {_run.Id}", "labels belong to the sheet that agree RUN --export-blind wrote");
    }

    /// <summary>How the labels' scale is told from the metric, and what passes from the rubric: a card of another mark would speak of no metric.</summary>
    public static CardOptions Options(string metricId, CardOptions options, double? passFrom, string whose)
    {
        if (metricId.Split('_') is not [.., var min, var max]
            || !int.TryParse(min, CultureInfo.InvariantCulture, out var worst) || !int.TryParse(max, CultureInfo.InvariantCulture, out var best))
        {
            return options;
        }

        if (passFrom is { } mark && options.PassFrom is { } given && given != mark)
        {
            throw new EvalConfigurationException(
                null, string.Create(CultureInfo.InvariantCulture, $"--pass-from {given} is not what {whose} passes from, which is {mark}"), "leave --pass-from away");
        }

        return options with { Min = options.Min ?? worst, Max = options.Max ?? best, PassFrom = passFrom ?? options.PassFrom };
    }

    // Each judge of a jury gives scores; against labels of pass and fail they are compared by the mark.
    private IReadOnlyDictionary<string, double?> ByJudge(LabelledItem item) => Form != LabelForm.PassFail ? item.ByJudge
        : Judge.PassFrom is not { } mark ? new Dictionary<string, double?>(StringComparer.Ordinal)
        : item.ByJudge.ToDictionary(j => j.Key, j => j.Value is { } score ? score >= mark - 1e-9 ? 1.0 : 0 : (double?)null, StringComparer.Ordinal);

    private async IAsyncEnumerable<(StoredCell Cell, SampleResult Sample)> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var cell in _cells)
        {
            await foreach (var sample in _samples.ReadSamplesAsync(cell.Id, texts: true, cancellationToken))
            {
                if (sample.Answer is not null && JudgedSample.Read(sample, MetricId) is not null)
                {
                    yield return (cell, sample);
                }
            }
        }
    }
}
