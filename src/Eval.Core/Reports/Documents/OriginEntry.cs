using Eval.Core.Imports;

namespace Eval.Core.Reports.Documents;

/// <summary>Where a run was imported from; see <see cref="ImportOrigin"/>.</summary>
public sealed record OriginEntry(string Tool, string? ToolVersion, string File, string Sha256, string? OriginalId, DateTimeOffset? ImportedAt)
{
    /// <summary>The entry of an origin; null for a run of this program.</summary>
    public static OriginEntry? Of(ImportOrigin? origin) => origin is null ? null : new(
        origin.Tool, origin.ToolVersion, origin.File, origin.Sha256, origin.OriginalId, origin.ImportedAt);
}
