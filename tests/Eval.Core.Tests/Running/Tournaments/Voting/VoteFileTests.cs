using System.Globalization;
using Eval.Core.Ratings;
using Eval.Core.Running.Tournaments.Voting;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Running.Tournaments.Voting;

public sealed class VoteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlindBattles _blind = VotingArena.Blind();
    private readonly IReadOnlyList<VotingPlace> _places = VotingArena.Places(3);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sheet.csv", ',')]
    [InlineData("sheet.tsv", '\t')]
    public async Task Read_RowsInAnyOrder_GiveEachVoteToTheCandidateThatWasShown(string name, char between)
    {
        var rows = _places.Reverse().Select((p, i) => (Id: IdOf(p), Verdict: ((string[])["A", "b", "Tie", "both bad"])[i % 4], Rater: i % 2 == 0 ? "ann" : "")).ToList();
        var file = await ReadAsync(name, ["note,verdict,rater,id".Replace(',', between), .. rows.Select(r => string.Join(between, "x", r.Verdict, r.Rater, r.Id))], "bob");
        file.Blank.ShouldBe(0);
        file.Votes.Select(v => v.Rater).ShouldBe(rows.Select(r => r.Rater.Length > 0 ? r.Rater : "bob"));
        foreach (var (vote, place, row) in file.Votes.Zip(_places.Reverse(), rows))
        {
            (vote.CandidateA, vote.CandidateB, vote.SampleOrdinal, vote.SampleId).ShouldBe((place.Low, place.High, place.Ordinal, place.SampleId));
            vote.AFirst.ShouldBe(_blind.IsFirstShownFirst(place.Ordinal, place.Epoch, place.A, place.B));
            var winner = vote.Outcome switch { BattleOutcome.AWins => vote.CandidateA, BattleOutcome.BWins => vote.CandidateB, _ => null };
            var (first, second) = vote.AFirst ? (vote.CandidateA, vote.CandidateB) : (vote.CandidateB, vote.CandidateA);
            winner.ShouldBe(row.Verdict switch { "A" => first, "b" => second, _ => null });
            (vote.Outcome == BattleOutcome.BothBad).ShouldBe(row.Verdict == "both bad");
        }

        // Either way round, or the test above would see one way only.
        file.Votes.Select(v => v.AFirst).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Read_WrongRows_NamesEachWithItsLineAndReadsNone()
    {
        var (id, other) = (IdOf(_places[0]), IdOf(_places[1]));
        var foreign = VotingArena.Blind(run: 2).IdOf(0, 0, "alpha", "beta");
        var gone = _blind.IdOf(99, 0, "alpha", "beta");
        var e = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync(
            "sheet.csv",
            [
                "id,verdict,rater",
                $"{id},A,ann",
                $"{id[..^1]}{(id[^1] == '0' ? '1' : '0')},A,ann",
                $"{id.ToUpper(CultureInfo.InvariantCulture)},A,ann",
                $"{foreign},A,ann",
                $"{gone},A,ann",
                $"{other},better,ann",
                $"{other},A,",
                $"{id},B,ann",
                $"{other},,ann",
                ",A,ann",
            ],
            rater: null));
        e.Problems.Select(p => p.At!.Line).ShouldBe([3, 4, 5, 6, 7, 8, 9, 11]);
        e.Problems.Select(p => p.Message).ShouldBe(
        [
            $"\"{id[..^1]}{(id[^1] == '0' ? '1' : '0')}\" is no id of a blind sheet, or was changed",
            $"\"{id.ToUpper(CultureInfo.InvariantCulture)}\" is no id of a blind sheet, or was changed",
            $"\"{foreign}\" is of a sheet of another run, or of another arena",
            $"\"{gone}\" is of no battle of run 1, letters",
            "\"better\" is no verdict",
            "says not who voted",
            $"is a second vote of ann on \"{id}\"",
            "\"\" is no id of a blind sheet, or was changed",
        ]);
    }

    [Fact]
    public async Task Read_MoreMistakesThanAnyoneReads_StopsAtTwenty()
    {
        var e = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync("sheet.csv", ["id,verdict", .. Enumerable.Range(0, 1000).Select(i => $"x{i},A")], "ann"));
        e.Problems.Count.ShouldBe(20);
    }

    private string IdOf(VotingPlace place) => _blind.IdOf(place.Ordinal, place.Epoch, place.A, place.B);

    private Task<VoteFile> ReadAsync(string name, IEnumerable<string> lines, string? rater) =>
        VoteFile.ReadAsync(_folder.Write(name, string.Join('\n', lines) + "\n"), "run 1, letters", _blind, _places, rater, CancellationToken.None);
}
