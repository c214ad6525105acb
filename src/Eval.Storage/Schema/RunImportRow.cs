using Eval.Core.Imports;

namespace Eval.Storage.Schema;

/// <summary>Where a run was imported from; see <see cref="ImportOrigin"/>.</summary>
internal sealed class RunImportRow
{
    public long RunId { get; set; }

    public required string Tool { get; set; }

    public string? ToolVersion { get; set; }

    public required string File { get; set; }

    public required string Sha256 { get; set; }

    public string? OriginalId { get; set; }

    public DateTimeOffset ImportedAt { get; set; }

    public ImportOrigin ToOrigin() => new(Tool, ToolVersion, File, Sha256, OriginalId, ImportedAt);
}
