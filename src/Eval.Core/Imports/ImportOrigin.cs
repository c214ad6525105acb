namespace Eval.Core.Imports;

/// <summary>Where a run came from that this program did not run itself.</summary>
/// <param name="Tool">The tool that measured it, as in <see cref="ImportTools"/>; <see cref="ImportTools.Own"/> for an archive of this program.</param>
/// <param name="ToolVersion">The tool's version as it told it, or null where it did not.</param>
/// <param name="File">Name of the file or folder, without the folders above.</param>
/// <param name="Sha256">SHA-256 of the file's content, lower-case hex: the same results are not taken twice.</param>
/// <param name="OriginalId">What the tool called the run, or null.</param>
/// <param name="ImportedAt">When it was taken in (UTC); null for a run that is not stored yet.</param>
public sealed record ImportOrigin(
    string Tool, string? ToolVersion, string File, string Sha256, string? OriginalId = null, DateTimeOffset? ImportedAt = null)
{
    /// <summary>True where another tool measured it: its numbers are never compared with those of this program.</summary>
    public bool IsForeign => Tool != ImportTools.Own;

    /// <summary>Tool and version, for people.</summary>
    public string ToolName => ToolVersion is null ? Tool : $"{Tool} {ToolVersion}";
}
