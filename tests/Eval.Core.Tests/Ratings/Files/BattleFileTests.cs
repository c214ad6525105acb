using System.IO.Compression;
using System.Text;
using Eval.Core.Datasets;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Files;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings.Files;

public sealed class BattleFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("b.csv", "model_a,model_b,winner\nx,y,model_a\ny,z,tie\nz,x,model_b\nx,y,tie (bothbad)\n")]
    [InlineData("b.csv", "\uFEFFmodel_a,model_b,winner\r\nx,y,model_a\r\n\r\ny,z,tie\r\nz,x,model_b\r\nx,y,both_bad")]
    [InlineData("b.csv", "id,\"Model A\",\"Model-B\",note,\"winner\"\n1,x,y,\"said \"\"hm\"\", then\nleft\",\"A\"\n2,y,z,,Tie\n3,z,x,,\"model_b\"\r\n4,x,y,\"\",bothbad\n")]
    [InlineData("b.tsv", "model_a\tmodel_b\twinner\nx\ty\ta>>b\ny\tz\tdraw\nz\tx\t[[B]]\nx\ty\tneither\n")]
    [InlineData("b.csv", "model_a,model_b,winner\nx , y, x\ny,z,tie\nz,x,x\nx,y,bothbad\n")]
    [InlineData("b.csv", "model_a,model_b,winner\nx,y,1\ny,z,0.5\nz,x,0\nx,y,bothbad\n")]
    [InlineData("b.csv", "model_a,model_b,winner\nx,y,1\ny,z,3\nz,x,2\nx,y,bothbad\n")]
    [InlineData("b.jsonl", "{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"model_a\"}\n\n{\"winner\":\"tie\",\"model_b\":\"z\",\"more\":{\"model_a\":[1,\"}\"]},\"model_a\":\"y\"}\r\n{\"model_a\":\"\\u007a\",\"model_b\":\"x\",\"winner\":\"model_b\"}\n{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"tie (bothbad)\"}")]
    [InlineData("b.json", "\uFEFF[ {\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":1},\n{\"model_a\":\"y\",\n\"model_b\":\"z\",\"winner\":0.5},{\"model_a\":\"z\",\"model_b\":\"x\",\"winner\":0},\n{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"both_bad\"}]\n")]
    public void Read_OneMeaningInManyForms_GivesTheSameBattles(string name, string text)
    {
        var file = BattleFile.Open(_folder.Write(name, text), new BattleFileOptions());
        file.Models.ShouldBe(["x", "y", "z"]);
        file.Clusters.ShouldBe(0);
        Battle[] expected = [new(0, 1, BattleOutcome.AWins), new(1, 2, BattleOutcome.Tie), new(2, 0, BattleOutcome.BWins), new(0, 1, BattleOutcome.BothBad)];
        file.Read().ShouldBe(expected);
        file.Read().ShouldBe(expected);
        file.Battles.ShouldBe(4);
    }

    [Fact]
    public void Open_JsonWithNullVerdicts_LeavesThemOutAndCountsThem()
    {
        var file = BattleFile.Open(_folder.Write("b.jsonl", """
            {"modelA":"x","modelB":"y","winner":null,"promptId":"p"}
            {"modelA":"x","modelB":"z","winner":"model_a","promptId":"p"}
            {"modelA":"x","modelB":"z","winner":"model_b","promptId":"p"}
            """), new BattleFileOptions());

        (file.Battles, file.Undecided, file.LeftOut, file.Clusters).ShouldBe((2, 1, 0, 1));
        file.Models.ShouldBe(["x", "z"]);
    }

    [Theory]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"\"}\n")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n{\"model_a\":\"x\",\"model_b\":\"y\"}\n")]
    public void Open_JsonWithoutAVerdict_IsAMistakeUnlessItSaysNull(string text) =>
        Should.Throw<EvalConfigurationException>(() => BattleFile.Open(_folder.Write("b.jsonl", text), new BattleFileOptions())).Message.ShouldContain("names no winner");

    [Fact]
    public void Open_FieldsOfANestedObject_AreColumnsByTheirPath()
    {
        var path = _folder.Write("b.jsonl", """
            {"model_a":"x","model_b":"y","winner":"model_a","slices":{"topic":"t1","deep":{"topic":"no"}},"other":{"topic":"t2"}}
            {"model_a":"x","model_b":"y","winner":"model_b","other":{"topic":"t1"},"slices":{"topic":"t2"}}
            {"model_a":"x","model_b":"y","winner":"tie","slices":"t1"}
            """);

        var file = BattleFile.Open(path, new BattleFileOptions { Category = "slices.topic" });
        file.Categories.ShouldBe(["t1", "t2", "(none)"]);
        file.View(0, 0).Read().ShouldHaveSingleItem().Outcome.ShouldBe(BattleOutcome.AWins);
        BattleFile.Open(path, new BattleFileOptions { Filters = [new BattleFilter("other.topic", "t1")] }).Read().ShouldHaveSingleItem().Outcome.ShouldBe(BattleOutcome.BWins);
    }

    [Fact]
    public void Read_RowsAcrossTheWindowsEdge_AreWhole()
    {
        // Rows of changing length over several windows of 256 KiB, with quotes and a cell that is longer than a window.
        var text = new StringBuilder("model_a,model_b,winner,note\n");
        var expected = new List<Battle>();
        for (var i = 0; i < 30_000; i++)
        {
            var (a, b) = (i % 7, (i + 1 + (i % 5)) % 7);
            expected.Add(new Battle(a, b, (BattleOutcome)(i % 3)));
            text.Append($"m{a},\"m{b}\",{(string[])["model_a", "model_b", "tie"] switch { var w => w[i % 3] }},\"{new string('n', i == 15_000 ? 700_000 : i % 61)}{(i % 4 == 0 ? "\"\"\n" : "")}\"\r\n");
        }

        var path = _folder.PathOf("b.csv.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            packed.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }

        var file = BattleFile.Open(path, new BattleFileOptions());
        int[] place = [.. Enumerable.Range(0, 7).Select(m => file.Models.ToList().IndexOf($"m{m}"))];
        file.Read().ShouldBe(expected.Select(b => b with { A = place[b.A], B = place[b.B] }));
    }

    [Fact]
    public void Clusters_PromptColumn_IsTakenUnlessOtherwiseSaid()
    {
        var path = _folder.Write("b.csv", "model_a,model_b,winner,judge,question_id\nx,y,a,j,7\nx,y,b,k,7\nx,y,a,j,8\ny,x,a,k,\n");
        var file = BattleFile.Open(path, new BattleFileOptions());
        file.ClusterColumns.Single().ShouldBe(["question_id"]);
        file.Clusters.ShouldBe(2);
        file.Read().Select(b => b.Cluster).ShouldBe([0, 0, 1, -1]);
        Clusters(path, []).ShouldBe([-1, -1, -1, -1]);
        Clusters(path, [["judge"]]).ShouldBe([0, 1, 0, 1]);
        Clusters(path, [["judge", "question_id"]]).ShouldBe([-1, -1, -1, -1], "all keys differ, so all stand alone");
        Clusters(path, [["judge"], ["question_id"]], clustering: 1).ShouldBe([0, 0, 1, -1]);
    }

    [Fact]
    public void Read_KeysWithBlanksAround_AreOneKey()
    {
        var path = _folder.Write("b.csv", "model_a,model_b,winner,judge,prompt\nx,y,a,j,7\nx,y,b, j,7 \nx,y,a,j ,\" 7\"\nx,y,b,k,  \n");
        Clusters(path, [["judge"]]).ShouldBe([0, 0, 0, 1]);
        Clusters(path, [["prompt"]]).ShouldBe([0, 0, 0, -1]);
        Clusters(path, [["judge", "prompt"]]).ShouldBe([0, 0, 0, 1]);
        BattleFile.Open(path, new BattleFileOptions { Raters = true, Rater = "judge" }).ReadVotes().Select(v => v.Prompt).ShouldBe([0, 0, 0, -1]);
    }

    [Fact]
    public void Clusters_EveryBattleItsOwnPrompt_StandAlone()
    {
        var file = BattleFile.Open(_folder.Write("b.csv", "model_a,model_b,winner,question_id\nx,y,a,1\nx,y,b,2\n"), new BattleFileOptions());
        file.Clusters.ShouldBe(0);
        file.Read().Select(b => b.Cluster).ShouldBe([-1, -1]);
    }

    [Fact]
    public void Read_WeightsAndProbabilities_AreWhatTheBattleCounts()
    {
        var path = _folder.Write("b.csv", "model_a,model_b,winner,weight,probability\nx,y,a,2.5,0.5\nx,y,b,1e-3,0.125\n");
        Weights(new BattleFileOptions()).ShouldBe([1, 1]);
        Weights(new BattleFileOptions { Weight = "weight" }).ShouldBe([2.5, 0.001]);
        Weights(new BattleFileOptions { InverseProbability = true }).ShouldBe([2, 8]);

        double[] Weights(BattleFileOptions options) => [.. BattleFile.Open(path, options).Read().Select(b => b.Weight)];
    }

    [Fact]
    public void Read_Filters_LeaveOutRowsAndWhateverIsWrongInThem()
    {
        var path = _folder.Write("b.csv", "model_a,model_b,winner,lang,anony\nx,y,a,en,True\n,,,fr,True\nx,z,b,de,True\nx,y,tie,en,False\n");
        var file = BattleFile.Open(path, new BattleFileOptions { Filters = [new("lang", "en"), new("lang", "de"), new("anony", "False", Excludes: true)] });
        file.Read().ShouldBe([new Battle(0, 1, BattleOutcome.AWins), new Battle(0, 2, BattleOutcome.BWins)]);
        (file.Battles, file.LeftOut).ShouldBe((2, 2));
    }

    [Fact]
    public void View_ByCategory_HasItsOwnModelsAndClusters()
    {
        var path = _folder.Write("b.csv", "model_a,model_b,winner,category,prompt\nx,y,a,code,1\ny,z,b,math,2\nz,y,a,math,2\nz,y,a,math,3\ny,x,tie,code,1\n");
        var file = BattleFile.Open(path, new BattleFileOptions { Category = "category" });
        file.Categories.ShouldBe(["code", "math"]);
        var math = file.View(0, category: 1);
        math.Models.ShouldBe(["y", "z"]);
        math.Clusters.ShouldBe(2);
        math.Read().ShouldBe([new Battle(0, 1, BattleOutcome.BWins) { Cluster = 0 }, new Battle(1, 0, BattleOutcome.AWins) { Cluster = 0 }, new Battle(1, 0, BattleOutcome.AWins) { Cluster = 1 }]);
    }

    [Theory]
    [InlineData("tstamp", "30", "10.5", "20", false)]
    [InlineData("time", "2026-11-22T10:00:00Z", "2026-11-20", "2026-11-22T09:00:00+01:00", false)]
    [InlineData("tstamp", "1", "2", "2", true)]
    public void InTimeOrder_TimeColumn_SortsAndKeepsTheFilesOrderAmongEquals(string column, string first, string second, string third, bool isOrdered)
    {
        var file = BattleFile.Open(
            _folder.Write("b.csv", $"model_a,model_b,winner,{column}\nx,y,a,{first}\nx,y,b,{second}\nx,y,tie,{third}\n"), new BattleFileOptions { Times = true });
        file.TimeColumn.ShouldBe(column);
        file.IsInTimeOrder.ShouldBe(isOrdered);
        file.InTimeOrder().Read().Select(b => b.Outcome).ShouldBe(isOrdered
            ? [BattleOutcome.AWins, BattleOutcome.BWins, BattleOutcome.Tie] : [BattleOutcome.BWins, BattleOutcome.Tie, BattleOutcome.AWins]);
    }

    [Fact]
    public void Read_FileThatGoesMeanwhile_IsStillThere()
    {
        var path = _folder.Write("b.csv", "model_a,model_b,winner\nx,y,a\ny,x,tie\n");
        using var file = BattleFile.Open(path, new BattleFileOptions());
        File.Delete(path);
        file.Read().ShouldBe([new Battle(0, 1, BattleOutcome.AWins), new Battle(1, 0, BattleOutcome.Tie)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void Store_BattlesBeyondItsMemory_ComeBackFromTheTemporaryFile(long mostInMemory)
    {
        var options = new BattleFileOptions { Category = "topic", Weight = "w", Times = true, Period = "month", Raters = true, Clusterings = [["judge"], ["prompt"]] };
        string[] columns = ["model_a", "model_b", "winner", "topic", "w", "time", "month", "judge", "prompt"];
        var layout = new BattleLayout(new BattleColumns(columns, options, new DataFile("b.csv", "b.csv", "b.csv")));
        layout.Size.ShouldBe(4 + 8 + 8 + 8 + 16);
        using var store = new BattleStore(layout, mostInMemory);
        const int Count = 100_000;
        for (var i = 0; i < Count; i++)
        {
            store.Add(
                new FiledBattle { A = i % 2000, B = (i + 1) % 2000, Verdict = i % 5, Weight = i * 0.5, Time = -i, Category = i % 7, Period = i / 1000, Rater = i % 11, Prompt = i % 13 - 1 },
                [i % 3 - 1, i]);
        }

        BattleOutcome[] outcomes = [BattleOutcome.AWins, BattleOutcome.BWins, BattleOutcome.Tie, BattleOutcome.BothBad, BattleOutcome.BWins];
        for (var round = 0; round < 2; round++)
        {
            var n = 0;
            foreach (var piece in store.Read())
            {
                for (var place = 0; place < piece.Length; place += layout.Size, n++)
                {
                    var bytes = piece.Span[place..];
                    var expected = new Battle(n % 2000, (n + 1) % 2000, outcomes[n % 5]) { Cluster = n, Weight = n * 0.5 };
                    if (layout.Read(bytes, outcomes, 1) != expected || layout.Read(bytes, outcomes, 0).Cluster != (n % 3) - 1 || layout.Read(bytes, outcomes, -1).Cluster != -1
                        || layout.Time(bytes) != -n || layout.Category(bytes) != n % 7 || layout.Period(bytes) != n / 1000 || layout.Rater(bytes) != n % 11 || layout.Prompt(bytes) != (n % 13) - 1)
                    {
                        Assert.Fail($"battle {n} came back as {layout.Read(bytes, outcomes, 1)}");
                    }
                }
            }

            n.ShouldBe(Count);
        }
    }

    [SharedFact]
    public void Read_OracleFile_HasItsCounts()
    {
        var file = BattleFile.Open(SharedFolder.PathOf("oracles", "arena", "battles_4x200.csv"), new BattleFileOptions());
        file.Models.Order().ShouldBe(["east", "north", "south", "west"]);
        file.Battles.ShouldBe(200);
        file.Read().GroupBy(b => b.Outcome).ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(new Dictionary<BattleOutcome, int> { [BattleOutcome.AWins] = 69, [BattleOutcome.BWins] = 81, [BattleOutcome.Tie] = 50 }, ignoreOrder: true);
    }

    private static int[] Clusters(string path, IReadOnlyList<IReadOnlyList<string>> clusterings, int clustering = 0) =>
        [.. BattleFile.Open(path, new BattleFileOptions { Clusterings = clusterings }).View(clustering).Read().Select(b => b.Cluster)];
}
