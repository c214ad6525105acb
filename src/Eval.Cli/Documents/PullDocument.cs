namespace Eval.Cli.Documents;

/// <summary>Model files that are here now: written by <c>models pull</c>.</summary>
internal sealed record PullDocument(int Schema, IReadOnlyList<PulledFile> Files);

/// <summary>One file. <c>state</c> is <c>fetched</c> or <c>present</c> (it was there already, with that hash); <c>resumedBytes</c> came with an earlier attempt.</summary>
internal sealed record PulledFile(string? Candidate, string Url, string File, string State, long Bytes, string Sha256, bool Checked, long ResumedBytes);
