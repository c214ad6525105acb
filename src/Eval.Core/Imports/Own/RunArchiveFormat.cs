using Eval.Core.Archives;
using Eval.Core.Models;
using Eval.Core.Running;

namespace Eval.Core.Imports.Own;

/// <summary>The archives that <c>export</c> writes: read back whole, with the estimates as they were computed then.</summary>
internal sealed class RunArchiveFormat : IImportFormat
{
    public string Tool => ImportTools.Own;

    public string Understands => "run archives";

    public string? Recognise(ImportSource source) =>
        source.JsonKeys.TryGetValue("format", out var format) && format == RunArchiveWriter.Format ? "a run archive of this program" : null;

    public async Task<ImportedContent> ReadAsync(ImportSource source, CancellationToken cancellationToken)
    {
        var archive = await RunArchive.OpenAsync(source.Path, cancellationToken);
        return new ImportedContent { Runs = [RunOf(source, archive)] };
    }

    private static ImportedRun RunOf(ImportSource source, RunArchive archive)
    {
        var run = archive.Run;
        return new ImportedRun
        {
            // What another tool measured stays that tool's, also where it comes by way of an archive; and so do the bytes that it is known by, so that a
            // file and the archive of its run are not taken both.
            Origin = new ImportOrigin(
                run.Import?.Tool ?? ImportTools.Own, run.Import is { } import ? import.ToolVersion : run.Program, source.Name,
                run.Import is { Sha256: var first } && IsHash(first) ? first : archive.Sha256,
                run.Import?.OriginalId ?? run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Name = run.Name,
            Note = run.Comment,
            StatusNote = run.Note,
            Tags = run.Tags,
            Status = run.Status == RunStatus.Running ? RunStatus.Interrupted : run.Status,
            CreatedAt = run.CreatedAt,
            FinishedAt = run.FinishedAt,
            Seed = run.Seed,
            Confidence = run.Confidence,
            Machine = run.Machine,
            Program = run.Program,
            PlanHash = run.PlanHash,
            Cells = [.. run.Cells.Select(c => CellOf(archive, c))],
        };
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static ImportedCell CellOf(RunArchive archive, StoredCell cell) => new()
    {
        Candidate = cell.CandidateId,
        Model = cell.Model ?? new ModelIdentity("imported", cell.CandidateIdentity, "", ""),
        Suite = cell.SuiteName,
        SuiteVersion = cell.SuiteVersion,
        SuiteKind = cell.SuiteKind,
        DefinitionText = cell.DefinitionText,
        DefinitionHash = cell.DefinitionHash,
        DataHash = cell.DataHash,
        Planned = cell.Planned,
        Epochs = cell.Epochs,
        Limit = cell.Limit,
        Filter = cell.Filter,
        SkipReason = cell.SkipReason,
        Metrics = cell.Metrics,
        Reported = cell.Estimates,
        KeepsEstimates = true,
        Calls = cell.Calls,
        ReadSamples = token => archive.ReadSamplesAsync(cell.Id, texts: true, token),
    };
}
