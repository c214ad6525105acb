using System.Text;
using Eval.Core.Reports.Html;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments.Voting;
using Eval.Core.Suites.Kinds.Arena;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary>A run's battles out as a blind sheet for people, and back with their votes.</summary>
internal static class RateVotes
{
    /// <summary>True where a sheet of this name is a page.</summary>
    public static bool IsPage(string path) => Path.GetExtension(path).ToLowerInvariant() is ".html" or ".htm";

    /// <summary>Writes the sheet and gives the number of its pairs.</summary>
    public static async Task<int> ExportAsync(EvalDatabase database, ArenaRun arena, string path, int? most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (!IsPage(path) && ending is not (".csv" or ".tsv"))
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "sheets are written as .html, .csv or .tsv", "name the file so");
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

        var pairs = VotingSheet.Choose(places, blind, arena.Run.Seed, most, (candidate, p) => answers[candidate].GetValueOrDefault((p.Epoch, p.Ordinal)) is { } a && a.Outcome.IsScored() ? a : null);
        if (pairs.Count == 0)
        {
            throw new EvalConfigurationException(null, $"{arena.Name}: no two answers meet", "the answers are not stored yet");
        }

        await ReportFile.WriteAsync(path, async stream =>
        {
            if (IsPage(path))
            {
                await VotingHtml.WriteAsync(stream, blind.Tag, pairs, now);
                return;
            }

            await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            VotingSheet.WriteTable(writer, pairs, ending == ".tsv" ? "\t" : ",");
        });
        return pairs.Count;
    }

    /// <summary>Reads a sheet and stores its votes, all or none.</summary>
    public static async Task<(int Votes, int Blank, int Replaced)> ImportAsync(EvalDatabase database, ArenaRun arena, string path, string? rater, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new EvalConfigurationException(null, $"there is no file {path}", "--votes reads a filled sheet, or what the voting page saved");
        }

        if (IsPage(path))
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "is the page that people vote on", "the page saves votes as a .csv file: read that one");
        }

        var file = await VoteFile.ReadAsync(path, arena.Name, new BlindBattles(arena.Run, arena.Suite), await PlacesAsync(arena, cancellationToken), rater, cancellationToken);
        var replaced = file.Votes.Count == 0 ? 0 : await database.Votes.AddAsync(arena.Run.Id, arena.Suite, file.Votes, cancellationToken);
        if (arena.Definition.Referee == ArenaReferee.People && file.Votes.Count > 0)
        {
            await SaveAsync(database, arena, cancellationToken);
        }

        return (file.Votes.Count, file.Blank, replaced);
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

    private static async Task<IReadOnlyList<VotingPlace>> PlacesAsync(ArenaRun arena, CancellationToken cancellationToken) =>
        arena.Definition.Referee != ArenaReferee.People ? VotingPlaces.Of(await arena.BattlesAsync(cancellationToken))
        : VotingPlaces.Of(arena.Definition, arena.Candidates, arena.Cells[0].Planned, arena.Cells[0].Epochs, arena.Run.Seed, await arena.SampleIdsAsync(cancellationToken));
}
