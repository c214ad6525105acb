using Eval.Core.Ratings;
using Eval.Core.Ratings.Files;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Core.Statistics;
using Eval.Core.Suites.Kinds.Arena;
using Eval.TestSupport;

namespace Eval.Core.Tests.Running.Tournaments;

/// <summary>A run's battles as a file say of the candidates what the run's own table says.</summary>
public sealed class VerdictTableTests : IDisposable
{
    private static readonly string[] Candidates = ["alpha", "beta", "gamma", "delta"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RatingMethod.BradleyTerry, false, 1, false)]
    [InlineData(RatingMethod.BradleyTerry, true, 1, false)]
    [InlineData(RatingMethod.Davidson, true, 2, false)]
    [InlineData(RatingMethod.RaoKupper, false, 2, true)]
    [InlineData(RatingMethod.BradleyTerry, true, 1, true)]
    public void Write_ReadAsBattleFile_GivesTheRatingsOfTheTournament(RatingMethod method, bool position, int epochs, bool clusters)
    {
        var battles = Battles(epochs, clusters);
        var own = new TournamentTable(new ArenaRating(method, position, BothBadRule.Tie, Until: null), Candidates, confidence: 0.95, seed: 17);
        var table = new VerdictTable(battles, halves: position);
        table.HasWeights.ShouldBeTrue();
        table.HasClusters.ShouldBe(epochs > 1 || clusters);

        using var file = Written(table, ",");
        file.Battles.ShouldBe(table.Count);
        var board = RatingBoards.Of(file, own.Options).ShouldHaveSingleItem();
        var expected = own.Boards(battles).ShouldHaveSingleItem();
        board.Clusters.ShouldBe(expected.Clusters);
        foreach (var row in expected.Rows)
        {
            var read = board.Rows.Single(r => r.Name == row.Name);
            read.Rating.ShouldBe(row.Rating, 1e-8);
            read.Low!.Value.ShouldBe(row.Low!.Value, 1e-8);
            read.High!.Value.ShouldBe(row.High!.Value, 1e-8);
            (read.Wins, read.Losses, read.Ties, read.BothBad).ShouldBe((row.Wins, row.Losses, row.Ties, row.BothBad), "verdicts by their weight");
        }

        (board.Position?.Value ?? 0).ShouldBe(expected.Position?.Value ?? 0, 1e-8);
        (board.Tie?.Value ?? 0).ShouldBe(expected.Tie?.Value ?? 0, 1e-8);
    }

    [Fact]
    public void Write_OneBattleOnEachPrompt_HasTheIntervalsOfTheTournament()
    {
        BattleResult[] battles = [.. Enumerable.Range(0, 120).Select(i =>
            Battle(i, Candidates[i % 4], Candidates[(i + 1 + (i / 4 % 3)) % 4], $"q{i}", new BattleGame("scorer:acc", (BattleOutcome)(i * 5 / 7 % 3))))];
        var own = new TournamentTable(new ArenaRating(RatingMethod.BradleyTerry, false, BothBadRule.Tie, Until: null), Candidates, confidence: 0.95, seed: 17);
        using var file = Written(new VerdictTable(battles, halves: false), ",");
        var (read, expected) = (RatingBoards.Of(file, own.Options).ShouldHaveSingleItem(), own.Boards(battles).ShouldHaveSingleItem());
        expected.Clusters.ShouldBe(0);
        read.Rows.Select(r => (r.Name, Math.Round(r.Low!.Value, 8), Math.Round(r.High!.Value, 8))).Order()
            .ShouldBe(expected.Rows.Select(r => (r.Name, Math.Round(r.Low!.Value, 8), Math.Round(r.High!.Value, 8))).Order());
    }

    [Fact]
    public void Write_SwappedGame_HasTheAnswerThatWasShownFirstAsModelA()
    {
        var battle = Battle(0, "alpha", "beta", "q", new BattleGame("judge", BattleOutcome.AWins) { AFirst = false }, new BattleGame("scorer:acc", BattleOutcome.BothBad));
        Lines(new VerdictTable([battle], halves: false)).ShouldBe(
        [
            "model_a,model_b,winner,judge,prompt,probability,position,round",
            "beta,alpha,model_b,judge,q,1,model_a first,0",
            "alpha,beta,tie (bothbad),scorer:acc,q,1,,0",
        ]);

        // A verdict without an order stands half in each.
        Lines(new VerdictTable([battle], halves: true)).ShouldBe(
        [
            "model_a,model_b,winner,judge,prompt,weight,probability,position,round",
            "beta,alpha,model_b,judge,q,0.5,1,model_a first,0",
            "alpha,beta,tie (bothbad),scorer:acc,q,0.25,1,,0",
            "beta,alpha,tie (bothbad),scorer:acc,q,0.25,1,,0",
        ]);
    }

    [Fact]
    public void Write_FieldsNamedLikeColumns_ShadowNothing()
    {
        var battle = Battle(0, "alpha", "beta", "q", new BattleGame("j", BattleOutcome.AWins)) with
        {
            Slices = new Dictionary<string, string> { ["winner"] = "model_b", ["Judge"] = "x", ["question_id"] = "y", ["topic"] = "=1+1" },
        };
        var table = new VerdictTable([battle, battle with { Plan = battle.Plan with { Ordinal = 1 }, Games = [], Slices = new Dictionary<string, string>() }], halves: false);
        table.Count.ShouldBe(1);
        table.Slices.ShouldBe(new Dictionary<string, string> { ["winner"] = "slice_winner", ["Judge"] = "slice_Judge", ["question_id"] = "slice_question_id", ["topic"] = "topic" }, ignoreOrder: true);
        using var file = Written(table, "\t");
        file.Read().ShouldHaveSingleItem().Outcome.ShouldBe(BattleOutcome.AWins);
        var writer = new StringWriter();
        table.Write(writer, ",", isInert: true);
        writer.ToString().ShouldContain("'=1+1");
    }

    private static List<string> Lines(VerdictTable table)
    {
        var writer = new StringWriter();
        table.Write(writer, ",", isInert: false);
        return [.. writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private BattleFile Written(VerdictTable table, string delimiter)
    {
        var path = _folder.PathOf(delimiter == "\t" ? "battles.tsv" : "battles.csv");
        using (var writer = new StreamWriter(path))
        {
            table.Write(writer, delimiter, isInert: false);
        }

        return BattleFile.Open(path, new BattleFileOptions { Clusterings = [[table.ClusterColumn]], Weight = table.HasWeights ? VerdictTable.Weight : null });
    }

    // One judge in both orders, on some prompts a second one without an order; beta is shown first more often than chance.
    private static List<BattleResult> Battles(int epochs, bool clusters)
    {
        var random = new SeededRandom(5);
        var battles = new List<BattleResult>();
        foreach (var (a, b) in Candidates.SelectMany((a, i) => Candidates.Skip(i + 1).Select(b => (a, b))))
        {
            for (var i = 0; i < 30 * epochs; i++)
            {
                BattleOutcome Drawn() => (BattleOutcome)random.Next(4);
                BattleGame[] games =
                [
                    new("strict", Drawn()) { AFirst = random.Next(3) > 0 },
                    .. i % 2 == 0 ? [new BattleGame("mild", Drawn()) { AFirst = false }] : Array.Empty<BattleGame>(),
                    .. i % 3 == 0 ? [new BattleGame("scorer:acc", Drawn())] : Array.Empty<BattleGame>(),
                ];
                var prompt = i / epochs;
                battles.Add(Battle(battles.Count, a, b, $"q{prompt}", games) with { Cluster = clusters ? $"group{prompt / 3}" : $"q{prompt}" });
                battles[^1] = battles[^1] with { Plan = battles[^1].Plan with { SampleOrdinal = prompt, Epoch = i % epochs } };
            }
        }

        // Still to be played, and failed.
        battles.Add(Battle(battles.Count, "alpha", "beta", "q0"));
        return battles;
    }

    private static BattleResult Battle(int ordinal, string a, string b, string prompt, params BattleGame[] games) => new()
    {
        Plan = new PlannedBattle(ordinal, 0, a, b, 0, 0, prompt, 1),
        Outcome = SampleOutcome.Completed,
        Games = games,
        Cluster = prompt,
    };
}
