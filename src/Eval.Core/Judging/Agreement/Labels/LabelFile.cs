using System.Security.Cryptography;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Agreement.Labels;

/// <summary>A file of labels, read: CSV, TSV, JSON or JSONL, packed or not.</summary>
public sealed record LabelFile
{
    /// <summary>Rows that are read at most; more are a mistake, or no labels.</summary>
    public const int MostRows = 200_000;

    /// <summary>What labels and verdicts say.</summary>
    public required LabelForm Form { get; init; }

    /// <summary>The labelled rows.</summary>
    public required IReadOnlyList<LabelRow> Rows { get; init; }

    /// <summary>Names and hash of the files' bytes.</summary>
    public required CardSource Source { get; init; }

    /// <summary>Rows without any label, passed over.</summary>
    public int Unlabelled { get; init; }

    /// <summary>Reads files as one.</summary>
    /// <param name="paths">Their paths; one or more.</param>
    /// <param name="columns">Which fields hold what.</param>
    /// <param name="form">What labels say, or null to tell it from them.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EvalConfigurationException">A file, a field or a label is wrong; with its place.</exception>
    public static async Task<LabelFile> ReadAsync(
        IReadOnlyList<string> paths, LabelColumns columns, LabelForm? form, CancellationToken cancellationToken)
    {
        var raw = new List<(Row Row, ResolvedColumns Columns)>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths)
        {
            var ofFile = new List<Row>();
            var spec = new DatasetSpec { Files = [Path.GetFileName(path)], DefinedAt = new SourcePosition(path, 0, 0) };
            await foreach (var row in DatasetReader.ReadAsync(spec, Path.GetDirectoryName(Path.GetFullPath(path))!, new DataSources(), verify: false, cancellationToken))
            {
                if (raw.Count + ofFile.Count == MostRows)
                {
                    throw new EvalConfigurationException(row.Source, $"is the {MostRows + 1}th row: so many labels are not read");
                }

                ofFile.Add(row);
            }

            if (ofFile.Count > 0)
            {
                var resolved = columns.Resolve(ofFile);
                raw.AddRange(ofFile.Select(row => (row, resolved)));
            }

            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            hash.AppendData(await SHA256.HashDataAsync(stream, cancellationToken));
        }

        var says = form ?? LabelWords.FormOf(
            raw.Exists(r => r.Columns.Other is not null), raw.SelectMany(r => r.Columns.Labels.Select(l => l.FindText(r.Row.Fields))).OfType<string>().Where(t => t.Trim().Length > 0));
        if (says == LabelForm.Pairwise)
        {
            CheckZeros(raw, c => c.Labels);
            CheckZeros(raw, c => [.. new[] { c.Verdict, c.VerdictSwapped }.OfType<FieldPath>()]);
        }

        var rows = raw.Select(r => Read(r.Row, r.Columns, says, columns.VerdictsNamePlaces)).ToList();
        var labelled = rows.Where(r => r.Item.Labels.Any(l => l is not null)).ToList();
        return labelled.Count == 0
            ? throw new EvalConfigurationException(new SourcePosition(paths[0], 0, 0), "has no row with a label")
            : new LabelFile
            {
                Form = says,
                Rows = labelled,
                Unlabelled = rows.Count - labelled.Count,
                Source = new CardSource(string.Join(", ", paths.Select(p => Path.GetFileName(p))), Sha256(hash, paths)),
            };
    }

    private static void CheckZeros(List<(Row Row, ResolvedColumns Columns)> raw, Func<ResolvedColumns, IReadOnlyList<FieldPath>> fields)
    {
        var texts = raw.SelectMany(r => fields(r.Columns).Select(f => (r.Row, Field: f, Text: f.FindText(r.Row.Fields)))).Where(t => !string.IsNullOrWhiteSpace(t.Text)).ToList();
        if (LabelWords.HasDoubtfulZero([.. texts.Select(t => t.Text!).Distinct(StringComparer.Ordinal)]))
        {
            var (row, field, _) = texts.First(t => LabelWords.HasDoubtfulZero([t.Text!]));
            throw new EvalConfigurationException(
                row.Source, $"\"{field}\" is 0, and no row has 2 or 3: 0 may mean the second answer or a tie",
                $"write {LabelWords.Expected(LabelForm.Pairwise)}");
        }
    }

    // One file has the hash that anybody can check; of several it is taken over theirs.
    private static string Sha256(IncrementalHash hash, IReadOnlyList<string> paths)
    {
        if (paths.Count > 1)
        {
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        using var stream = new FileStream(paths[0], FileMode.Open, FileAccess.Read, FileShare.Read);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static LabelRow Read(Row row, ResolvedColumns columns, LabelForm form, bool places)
    {
        var (answer, other) = (Text(columns.Answer), Text(columns.Other));
        List<JudgeReading> readings = [];
        if (columns.Verdict is { } verdict)
        {
            readings.Add(Reading(verdict, ShownOrder.AsGiven));
        }

        if (columns.VerdictSwapped is { } swapped)
        {
            readings.Add(Reading(swapped, ShownOrder.Swapped));
        }

        return new LabelRow(
            new LabelledItem
            {
                Id = row.Id,
                Labels = [.. columns.Labels.Select(Label)],
                Readings = readings,
                Cluster = Text(columns.Cluster),
                Length = answer?.Length,
                OtherLength = other?.Length,
                Model = Text(columns.Model),
                OtherModel = Text(columns.OtherModel),
            },
            Text(columns.Question), answer, other, Text(columns.Reference), Text(columns.Context), row.Source);

        string? Text(FieldPath? path) => path?.FindText(row.Fields);

        double? Label(FieldPath path) => path.FindText(row.Fields) is not { } text || text.Trim().Length == 0 ? null
            : LabelWords.Parse(form, text) ?? throw new EvalConfigurationException(
                row.Source, $"\"{path}\" is \"{(text.Length > 60 ? text[..60] + "…" : text)}\", which is no label of this kind ({CardWords.Form(form)})",
                $"expected: {LabelWords.Expected(form)}");

        JudgeReading Reading(FieldPath path, ShownOrder order)
        {
            var text = path.FindText(row.Fields);
            return text is not null && LabelWords.Parse(form, text) is { } value
                ? JudgeReading.Of(places && order == ShownOrder.Swapped ? 1 - value : value, order)
                : new JudgeReading(LabelWords.StateOf(text), null, order);
        }
    }
}

/// <summary>A labelled row with the texts that a judge is shown.</summary>
/// <param name="Item">Its labels and stored verdicts.</param>
/// <param name="Question">What was asked, or null.</param>
/// <param name="Answer">The (first) answer, or null.</param>
/// <param name="Other">The second answer, or null.</param>
/// <param name="Reference">A right answer, or null.</param>
/// <param name="Context">The text that the answer must be grounded in, or null.</param>
/// <param name="Source">Where it stands.</param>
public sealed record LabelRow(LabelledItem Item, string? Question, string? Answer, string? Other, string? Reference, string? Context, SourcePosition Source);
