using Eval.Core.Datasets;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Files;
using Eval.Core.Workspaces;

namespace Eval.Core.Running.Tournaments.Voting;

/// <summary>
/// A sheet that people filled, read back: the table that was exported, or what the voting page saves. Only the id, the verdict and who voted are read; texts and the order of
/// rows and columns do not matter.
/// </summary>
public sealed record VoteFile
{
    private const int MostProblems = 20;

    private VoteFile(IReadOnlyList<Vote> votes, int blank) => (Votes, Blank) = (votes, blank);

    /// <summary>The votes, in the order of the rows.</summary>
    public IReadOnlyList<Vote> Votes { get; }

    /// <summary>Rows without a verdict: passed over.</summary>
    public int Blank { get; }

    /// <summary>Reads a sheet.</summary>
    /// <param name="path">The file: .csv, .tsv, .json or .jsonl, also .gz.</param>
    /// <param name="arena">What the arena is called, in messages.</param>
    /// <param name="blind">Ids of the arena's battles.</param>
    /// <param name="places">What there is to vote on.</param>
    /// <param name="rater">Who voted, where the rows do not say; null where they must.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EvalConfigurationException">Rows that cannot be votes of this arena, each with its line: nothing is half read.</exception>
    public static async Task<VoteFile> ReadAsync(
        string path, string arena, BlindBattles blind, IReadOnlyList<VotingPlace> places, string? rater, CancellationToken cancellationToken)
    {
        var battles = new Dictionary<string, VotingPlace>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            battles.TryAdd(blind.IdOf(place.Ordinal, place.Epoch, place.Low, place.High), place);
        }

        var (problems, votes, seen, blank) = (new List<ConfigProblem>(), new List<Vote>(), new HashSet<(string, string)>(), 0);
        var spec = new DatasetSpec { Files = [Path.GetFileName(path)], DefinedAt = new SourcePosition(path, 0, 0) };
        await foreach (var row in DatasetReader.ReadAsync(spec, Path.GetDirectoryName(path)!, new DataSources(), verify: false, cancellationToken))
        {
            string[] columns = [.. row.Fields.Select(f => f.Key)];
            string Cell(IReadOnlyList<string> names) => BattleColumnNames.Find(columns, names) is { } name ? row.Fields[name]?.ToString().Trim() ?? "" : "";
            var verdict = Cell([VotingSheet.VerdictColumn, "winner", "vote"]);
            if (verdict.Length == 0)
            {
                blank++;
                continue;
            }

            var (id, who) = (Cell(["id"]), Cell(BattleColumnNames.Rater) is { Length: > 0 } own ? own : rater ?? "");
            var (why, hint) = blind.WhyNot(id) is { } wrong ? ($"\"{Cut(id)}\" {wrong}", $"{arena} has the ids of its own sheets")
                : !battles.ContainsKey(id) ? ($"\"{id}\" is of no battle of {arena}", null)
                : Outcome(verdict) is null ? ($"\"{Cut(verdict)}\" is no verdict", "A, B, tie or both bad")
                : string.IsNullOrWhiteSpace(who) ? ("says not who voted", "--rater NAME, or a column rater")
                : !seen.Add((id, who)) ? ($"is a second vote of {Cut(who)} on \"{id}\"", "one row for each battle and rater") : ((string?)null, (string?)null);
            if (why is null)
            {
                votes.Add(VoteOf(battles[id], blind, who, Outcome(verdict)!.Value, Path.GetFileName(path)));
                continue;
            }

            problems.Add(new ConfigProblem(row.Source, why, hint));
            if (problems.Count == MostProblems)
            {
                break;
            }
        }

        return problems.Count == 0 ? new VoteFile(votes, blank) : throw new EvalConfigurationException(problems);
    }

    private static Vote VoteOf(VotingPlace place, BlindBattles blind, string rater, BattleOutcome shown, string source)
    {
        var isLowFirst = blind.IsFirstShownFirst(place.Ordinal, place.Epoch, place.Low, place.High);
        return new Vote(place.Ordinal, place.Epoch, place.SampleId, place.Low, place.High, rater, isLowFirst ? shown : TournamentBattles.Swapped(shown), isLowFirst, source);
    }

    private static BattleOutcome? Outcome(string verdict) => verdict.ToLowerInvariant() switch
    {
        "a" or "answer_a" or "model_a" or "[[a]]" or "first" or "a>b" or "1" => BattleOutcome.AWins,
        "b" or "answer_b" or "model_b" or "[[b]]" or "second" or "b>a" or "2" => BattleOutcome.BWins,
        "tie" or "draw" or "equal" or "c" or "[[c]]" or "a=b" => BattleOutcome.Tie,
        "both bad" or "bothbad" or "both_bad" or "tie (bothbad)" or "neither" => BattleOutcome.BothBad,
        _ => null,
    };

    private static string Cut(string text) => text.Length > 60 ? text[..59] + "…" : text;
}
