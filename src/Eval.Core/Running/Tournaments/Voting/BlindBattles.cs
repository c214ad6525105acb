using System.Globalization;
using Eval.Core.Statistics;

namespace Eval.Core.Running.Tournaments.Voting;

/// <summary>
/// Ids of battles on a blind sheet: the arena's tag, a hash of the prompt and the pair, and a checksum. They tell nothing to whoever lacks the run; with the run, the battle
/// and which answer was shown first follow from them.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="suite">Name of the arena.</param>
public sealed class BlindBattles(StoredRun run, string suite)
{
    private const int TagLength = 7;
    private const int IdLength = TagLength + 14 + 4;

    private readonly string _key = ContentHash.Of("blind-battles-1", run.PlanHash, run.Id.ToString(CultureInfo.InvariantCulture), run.CreatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture), run.Seed.ToString(CultureInfo.InvariantCulture), suite);

    /// <summary>What the ids of this arena begin with: a letter, so that no spreadsheet takes one for a number.</summary>
    public string Tag => "b" + ContentHash.Of(_key, "tag")[..(TagLength - 1)];

    /// <summary>Id of a battle; the order of the two candidates does not matter.</summary>
    public string IdOf(int sampleOrdinal, int epoch, string one, string other)
    {
        var text = Tag + ContentHash.Of([_key, "id", .. Parts(sampleOrdinal, epoch, one, other)])[..14];
        return text + Checksum(text);
    }

    /// <summary>True where the candidate whose id comes first in ordinal order is shown first: drawn for each battle.</summary>
    public bool IsFirstShownFirst(int sampleOrdinal, int epoch, string one, string other) =>
        (SeededRandom.StableHash(run.Seed, ContentHash.Of([_key, "order", .. Parts(sampleOrdinal, epoch, one, other)])) & 1) == 0;

    /// <summary>Why an id is none of this arena, or null where it may be one.</summary>
    public string? WhyNot(string id) => id.Length != IdLength || Checksum(id[..^4]) != id[^4..] ? "is no id of a blind sheet, or was changed"
        : !id.StartsWith(Tag, StringComparison.Ordinal) ? "is of a sheet of another run, or of another arena" : null;

    private static string Checksum(string text) => ContentHash.Of("blind-battles-sum", text)[..4];

    private static string[] Parts(int sampleOrdinal, int epoch, string one, string other)
    {
        var (a, b) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        return [sampleOrdinal.ToString(CultureInfo.InvariantCulture), epoch.ToString(CultureInfo.InvariantCulture), a, b];
    }
}
