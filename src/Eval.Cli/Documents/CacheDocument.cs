namespace Eval.Cli.Documents;

/// <summary>Answers that are kept: written by <c>cache list</c>. <c>downloads</c> are data files in the user's cache folder.</summary>
internal sealed record CacheDocument(int Schema, string Database, IReadOnlyList<CacheEntry> Candidates, DownloadsEntry Downloads);

/// <summary>Those of one candidate. <c>costUsd</c> is what asking again for those that are still served would cost at the prices of then.</summary>
internal sealed record CacheEntry(string Candidate, long Answers, long Expired, long Bytes, decimal? CostUsd, DateTimeOffset OldestAt, DateTimeOffset NewestAt);

/// <summary>Downloaded data files.</summary>
internal sealed record DownloadsEntry(string Folder, int Files, long Bytes);

/// <summary>What was removed: written by <c>cache prune</c> and <c>cache clear</c>.</summary>
internal sealed record CacheRemovalDocument(int Schema, string Database, long Answers, int Files, long FileBytes);
