using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Core.Datasets;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Files;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Core.Statistics;
using Eval.Core.Suites.Kinds.Arena;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary>A run's battles out as a blind sheet for people, and back with their votes.</summary>
internal static class RateVotes
{
    /// <summary>Writes the sheet and gives the number of its rows.</summary>
    public static async Task<int> ExportAsync(EvalDatabase database, ArenaRun arena, string path, int? most, CancellationToken cancellationToken)
    {
        var isTabs = Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase);
        if (!isTabs && !Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "sheets are written as .csv or .tsv", "name the file so");
        }

        if (File.Exists(path))
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "exists already, and may hold votes", "name another file, or move this one away");
        }

        var blind = new BlindBattles(arena.Run, arena.Suite);
        var places = await PlacesAsync(arena, cancellationToken);
        var answers = new Dictionary<string, IReadOnlyDictionary<(int Epoch, int Ordinal), SampleResult>>(StringComparer.Ordinal);
        foreach (var cell in arena.Cells)
        {
            answers[cell.CandidateId] = await database.Runs.Battles!.AnswersAsync(
                cell.Id, [.. places.Where(p => p.A == cell.CandidateId || p.B == cell.CandidateId).Select(p => (p.Epoch, p.Ordinal)).Distinct()], cancellationToken);
        }

        SampleResult? Answer(string candidate, Place p) => answers[candidate].GetValueOrDefault((p.Epoch, p.Ordinal)) is { } a && a.Outcome.IsScored() ? a : null;
        Place[] chosen = [.. Balanced([.. places.Where(p => Answer(p.A, p) is not null && Answer(p.B, p) is not null)], arena.Run.Seed).Take(most ?? int.MaxValue)];
        if (chosen.Length == 0)
        {
            throw new EvalConfigurationException(null, $"{arena.Name}: no two answers meet", "the answers are not stored yet");
        }

        SeededRandom.For(arena.Run.Seed, "blind battles rows").Shuffle<Place>(chosen);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", Delimiter = isTabs ? "\t" : "," });
        foreach (var head in (string[])["id", "verdict", "question", "answer_a", "answer_b"])
        {
            csv.WriteField(head);
        }

        foreach (var place in chosen)
        {
            var (low, high) = string.CompareOrdinal(place.A, place.B) < 0 ? (place.A, place.B) : (place.B, place.A);
            var isLowFirst = blind.IsFirstShownFirst(place.Ordinal, place.Epoch, low, high);
            var (first, second) = (Answer(isLowFirst ? low : high, place)!, Answer(isLowFirst ? high : low, place)!);

            // Of a conversation each side has its own: what was asked after the first answer stands beside that answer.
            var isShared = first.Prompt == second.Prompt;
            await csv.NextRecordAsync();
            foreach (var cell in (string[])[blind.IdOf(place.Ordinal, place.Epoch, low, high), "", isShared ? first.Prompt ?? "" : "(each side has its conversation)", Text(first), Text(second)])
            {
                csv.WriteField(SpreadsheetText.Inert(cell));
            }

            string Text(SampleResult answer) => isShared ? answer.Answer ?? "" : $"{answer.Prompt}\n\n{answer.Answer}";
        }

        await csv.NextRecordAsync();
        return chosen.Length;
    }

    /// <summary>Reads a sheet and stores its votes, all or none.</summary>
    public static async Task<(int Votes, int Blank, int Replaced)> ImportAsync(EvalDatabase database, ArenaRun arena, string path, string? rater, CancellationToken cancellationToken)
    {
        var blind = new BlindBattles(arena.Run, arena.Suite);
        var (problems, found, blank) = (new List<ConfigProblem>(), new List<(string Id, string Rater, BattleOutcome Outcome, SourcePosition At)>(), 0);
        var spec = new DatasetSpec { Files = [Path.GetFileName(path)], DefinedAt = new SourcePosition(path, 0, 0) };
        await foreach (var row in DatasetReader.ReadAsync(spec, Path.GetDirectoryName(path)!, new DataSources(), verify: false, cancellationToken))
        {
            string? Cell(IReadOnlyList<string> names) => BattleColumnNames.Find([.. row.Fields.Select(f => f.Key)], names) is { } name ? row.Fields[name]?.ToString().Trim() : null;
            if (Cell(["verdict", "winner", "vote"]) is not { Length: > 0 } verdict)
            {
                blank++;
                continue;
            }

            var (id, who) = (Cell(["id"]) ?? "", Cell(BattleColumnNames.Rater) is { Length: > 0 } own ? own : rater);
            var (why, hint) = blind.WhyNot(id) is { } wrong ? ($"\"{Cut(id)}\" {wrong}", $"{arena.Name} has the ids of its own sheets")
                : Outcome(verdict) is null ? ($"\"{Cut(verdict)}\" is no verdict", "A, B, tie or both bad")
                : string.IsNullOrWhiteSpace(who) ? ("says not who voted", "--rater NAME, or a column rater") : (null, null);
            if (why is not null)
            {
                problems.Add(new ConfigProblem(row.Source, why, hint));
            }
            else
            {
                found.Add((id, who!, Outcome(verdict)!.Value, row.Source));
            }

            if (problems.Count == 20)
            {
                break;
            }
        }

        var battles = Battles(arena, blind, found.Select(f => f.Id).ToHashSet(StringComparer.Ordinal));
        problems.AddRange(found.Where(f => !battles.ContainsKey(f.Id)).Take(20).Select(f => new ConfigProblem(f.At, $"\"{f.Id}\" is of no battle of {arena.Name}")));
        problems.AddRange(found.GroupBy(f => (f.Id, f.Rater)).Where(g => g.Skip(1).Any()).Take(20).Select(g => new ConfigProblem(g.Last().At, $"is a second vote of {Cut(g.Key.Rater)} on \"{g.Key.Id}\"", "one row for each battle and rater")));
        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }

        var ids = (await PlacesAsync(arena, cancellationToken)).GroupBy(p => (p.Ordinal, p.Epoch)).ToDictionary(g => g.Key, g => g.First().SampleId);
        var votes = found.Select(f =>
        {
            var (ordinal, epoch, low, high) = battles[f.Id];
            var isLowFirst = blind.IsFirstShownFirst(ordinal, epoch, low, high);
            var outcome = isLowFirst ? f.Outcome : f.Outcome switch { BattleOutcome.AWins => BattleOutcome.BWins, BattleOutcome.BWins => BattleOutcome.AWins, var o => o };
            return new Vote(ordinal, epoch, ids.GetValueOrDefault((ordinal, epoch), ""), low, high, f.Rater, outcome, isLowFirst, Path.GetFileName(path));
        }).ToList();
        var replaced = votes.Count == 0 ? 0 : await database.Votes.AddAsync(arena.Run.Id, arena.Suite, votes, cancellationToken);
        if (arena.Definition.Referee == ArenaReferee.People && votes.Count > 0)
        {
            await SaveAsync(database, arena, cancellationToken);
        }

        return (votes.Count, blank, replaced);
    }

    private static async Task SaveAsync(EvalDatabase database, ArenaRun arena, CancellationToken cancellationToken)
    {
        var voted = await arena.VotedAsync(cancellationToken);
        var rated = arena.Table.Estimates(voted, arena.Definition.Slices, voted.Count);
        foreach (var cell in arena.Cells)
        {
            var own = rated[cell.CandidateId].Where(e => cell.Metrics.Contains(e.MetricId)).ToList();
            var others = cell.Estimates.Where(e => !own.Exists(o => o.MetricId == e.MetricId && o.Slice == e.Slice));
            await database.Runs.SaveEstimatesAsync(cell.Id, [.. own.Concat(others).OrderBy(e => e.Slice is null ? 0 : 1)], CancellationToken.None);
        }
    }

    // Those that were planned; where people decide, all that the pairing has, by its own order.
    private static async Task<IReadOnlyList<Place>> PlacesAsync(ArenaRun arena, CancellationToken cancellationToken)
    {
        if (arena.Definition.Referee != ArenaReferee.People)
        {
            return [.. (await arena.BattlesAsync(cancellationToken)).Select(b => new Place(b.Plan.SampleOrdinal, b.Plan.Epoch, b.Plan.SampleId, b.Plan.CandidateA, b.Plan.CandidateB))];
        }

        var ids = await arena.SampleIdsAsync(cancellationToken);
        var (planned, total, candidates) = (arena.Cells[0].Planned, arena.Total, arena.Candidates);
        var pairings = arena.Definition.Pairing.Next(new Core.Ratings.Pairings.PairingState
        {
            Models = candidates.Count,
            Prompts = planned * arena.Cells[0].Epochs,
            Round = 0,
            RoundSize = (int)Math.Min(total, 1_000_000),
            Seed = arena.Run.Seed,
            Baseline = arena.Definition.Baseline is { } baseline ? candidates.ToList().IndexOf(baseline) : null,
            Played = [],
        });
        return [.. pairings.Select(p => new Place(p.Prompt % planned, p.Prompt / planned, ids.GetValueOrDefault(p.Prompt % planned, ""), candidates[p.A], candidates[p.B]))];
    }

    // One prompt of each pair, then another of each: however few are taken, all pairs meet equally often.
    private static IEnumerable<Place> Balanced(Place[] places, int seed)
    {
        SeededRandom.For(seed, "blind battles").Shuffle<Place>(places);
        return places.GroupBy(p => string.CompareOrdinal(p.A, p.B) < 0 ? (p.A, p.B) : (p.B, p.A)).SelectMany(g => g.Select((p, i) => (p, i))).OrderBy(x => x.i).Select(x => x.p);
    }

    private static Dictionary<string, (int Ordinal, int Epoch, string Low, string High)> Battles(ArenaRun arena, BlindBattles blind, HashSet<string> wanted)
    {
        var battles = new Dictionary<string, (int, int, string, string)>(StringComparer.Ordinal);
        string[] names = [.. arena.Candidates.Order(StringComparer.Ordinal)];
        for (var ordinal = 0; ordinal < arena.Cells[0].Planned && battles.Count < wanted.Count; ordinal++)
        {
            for (var epoch = 0; epoch < arena.Cells[0].Epochs; epoch++)
            {
                for (var a = 0; a < names.Length; a++)
                {
                    for (var b = a + 1; b < names.Length; b++)
                    {
                        var id = blind.IdOf(ordinal, epoch, names[a], names[b]);
                        if (wanted.Contains(id))
                        {
                            battles[id] = (ordinal, epoch, names[a], names[b]);
                        }
                    }
                }
            }
        }

        return battles;
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

    private sealed record Place(int Ordinal, int Epoch, string SampleId, string A, string B);
}
