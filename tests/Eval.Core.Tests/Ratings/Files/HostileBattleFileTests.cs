using System.Text;
using Eval.Core.Ratings.Files;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings.Files;

/// <summary>Whatever is wrong in a file is told with its place, all of it up to a limit, before anything is made of the file.</summary>
public sealed class HostileBattleFileTests : IDisposable
{
    private const string Header = "model_a,model_b,winner\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x,y,model_c\n", ":2:5: \"model_c\" is no verdict")]
    [InlineData("x,y,\n", ":2:5: names no winner")]
    [InlineData("\"x\ny\",z,tie\nx,x,tie\n", ":2:2: the name of a model holds control characters")]
    [InlineData("x,y,a\n\n  x,x ,tie\n", ":4:5: is a battle of \"x\" against itself")]
    [InlineData("x,,a\n", ":2:3: the name of a model is empty")]
    [InlineData("x, ,a\n", ":2:3: the name of a model is empty")]
    [InlineData("x,y\n", ":2: has 2 cells where the table has 3 columns")]
    [InlineData("x,y,a,a\n", ":2: has 4 cells where the table has 3 columns")]
    [InlineData("x,y,a\nx,\"y,a\nx,y,b\n", ":3: has a quote that is never closed")]
    [InlineData("x,y\",a\n", ":2: has a quote inside a cell")]
    [InlineData("x,\"y\"y,a\n", ":2: has text after a closing quote")]
    [InlineData("x,\"y\"\ra,a\n", ":2: has text after a closing quote")]
    [InlineData("x\0,y,a\n", ":2:1: the name of a model holds control characters")]
    [InlineData("x,\e[31my,a\n", ":2:3: the name of a model holds control characters")]
    [InlineData("a,c,c\n", ":2:5: says \"c\", which is one model's name and a word for something else")]
    [InlineData("b,a,a\n", ":2:5: says \"a\", which is one model's name and a word for something else")]
    [InlineData("x,y,1\nx,y,0\n", ":3: says 0, which may be")]
    [InlineData("x,y,1\nx,y,0\nx,y,2\nx,y,0\n", ":3: says 0, which may be")]
    [InlineData("x,y,2\nx,y,0\nx,y,0.5\n", ":3: says 0, which may be")]
    [InlineData("x,y,tie\nx,y,0\nx,y,1\n", ":3: says 0, which may be")]
    [InlineData("x,y,0\nx,y,1\nx,y,bothbad\n", ":2: says 0, which may be")]
    [InlineData("ä,ä,tie\n", ":2:3: is a battle of \"ä\" against itself")]
    public void Open_WrongRow_IsToldWithItsPlace(string rows, string message) => Problems(Header + rows).ShouldContain(p => p.Contains(message));

    [Fact]
    public void Open_ManyWrongRows_TellsTwentyInOrderAndStops()
    {
        var problems = Problems(Header + string.Concat(Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? "x,y,a\n" : "x,y,what\n")));
        problems.Count.ShouldBe(21);
        problems[0].ShouldContain(":3:5: ");
        problems[19].ShouldContain(":41:5: ");
        problems[20].ShouldContain("first 20 mistakes");
    }

    [Fact]
    public void Open_MistakesBeforeABrokenQuote_AreAllTold()
    {
        var problems = Problems(Header + "x,x,a\nx,y,\"a\n");
        problems.Count.ShouldBe(2);
        problems[0].ShouldContain("against itself");
        problems[1].ShouldContain(":3: has a quote that is never closed");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "is empty")]
    [InlineData("model_a,model_b\nx,y\n", "has no column for the verdict (winner) (--winner names it; there are: model_a, model_b)")]
    [InlineData("left,right,winner\n", "has no column for the first model")]
    [InlineData("model_a,model_a,model_b,winner\n", "names the column \"model_a\" twice")]
    [InlineData("model_a,\"model_b,winner\n", ":1: has a quote that is never closed")]
    public void Open_WrongHeader_IsTold(string text, string message) => Problems(text).ShouldContain(p => p.Contains(message));

    [Fact]
    public void Open_MillionColumns_IsRefusedInTheHeaderAndInARow()
    {
        var many = string.Join(',', Enumerable.Repeat("x", 1_000_000));
        Problems(many + "\n").ShouldHaveSingleItem().ShouldContain(":1: has 1000000 columns; a battle file has at most 10000");
        Problems(Header + many + "\n").ShouldHaveSingleItem().ShouldContain(":2: has 1000000 cells where the table has 3 columns");
    }

    [Fact]
    public void Open_GiantCell_IsRefusedWithoutHoldingIt()
    {
        using (var stream = File.Create(_folder.PathOf("big.csv")))
        {
            stream.Write(Encoding.UTF8.GetBytes(Header + "x,\""));
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (var i = 0; i < 40; i++)
            {
                stream.Write(block);
            }
        }

        var before = GC.GetTotalAllocatedBytes();
        Should.Throw<EvalConfigurationException>(() => BattleFile.Open(_folder.PathOf("big.csv"), new BattleFileOptions())).Message.ShouldContain(":2: begins a row of more than 16 MiB");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(70 << 20);
    }

    [Fact]
    public void Open_LongName_IsRefused() => Problems(Header + new string('n', 201) + ",y,a\n").ShouldHaveSingleItem().ShouldContain("longer than 200 characters");

    [Fact]
    public void Open_TooManyModels_IsRefusedAtTheFirstOneBeyond() =>
        Problems(Header + string.Concat(Enumerable.Range(0, 501).Select(i => $"m{i},n{i},a\n"))).ShouldHaveSingleItem().ShouldContain(":502:1: \"m500\" is beyond 1000 models");

    [Fact]
    public void Open_InvalidUtf8_IsToldWithItsLine()
    {
        File.WriteAllBytes(_folder.PathOf("b.csv"), [.. Encoding.UTF8.GetBytes(Header + "x,y,a\n"), (byte)'x', 0xFF, .. Encoding.UTF8.GetBytes(",y,a\n")]);
        Should.Throw<EvalConfigurationException>(() => BattleFile.Open(_folder.PathOf("b.csv"), new BattleFileOptions())).Message.ShouldContain(":3: is not valid UTF-8");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Open_Utf16_IsToldWhatToDo(string encoding)
    {
        File.WriteAllText(_folder.PathOf("b.csv"), Header + "x,y,a\n", Encoding.GetEncoding(encoding));
        ConfigAssert.Problem(() => BattleFile.Open(_folder.PathOf("b.csv"), new BattleFileOptions())).ShouldEndWith(":1: is not valid UTF-8 (save it as UTF-8, not as UTF-16 or Latin-1)");
    }

    [Fact]
    public void Open_Folder_IsToldAsOne()
    {
        Directory.CreateDirectory(_folder.PathOf("b.csv"));
        ConfigAssert.Problem(() => BattleFile.Open(_folder.PathOf("b.csv"), new BattleFileOptions())).ShouldEndWith("b.csv: is a folder, not a file");
    }

    [Fact]
    public void Open_NoGzip_IsTold()
    {
        _folder.Write("b.csv.gz", Header);
        Should.Throw<EvalConfigurationException>(() => BattleFile.Open(_folder.PathOf("b.csv.gz"), new BattleFileOptions())).Message.ShouldContain("gzip");
    }

    [Theory]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n[1]\n", ":2: is not a JSON object")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n{\"model_a\":\"x\"}\n", ":2: the name of a model is empty")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":{}}\n", ":2: has a field \"winner\" that is neither a text nor a number")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\",\"model_a\":\"z\"}\n", ":1: has the field \"model_a\" twice")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"\n", ":1: begins a JSON object that never ends")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":tie}\n", ":1: is not valid JSON")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"\\ud800\"}\n", ":1: has a field \"winner\" that is no valid text")]
    [InlineData("[{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n", "ends inside a list")]
    [InlineData("{\"\\ud800\":1}\n", ":1: has a field whose name is no valid text")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n{\"model_a\":\"x\",\"\\ud800odel_b\":\"y\",\"winner\":\"a\"}\n", ":2: has a field whose name is no valid text")]
    [InlineData("x", ":1: is not a JSON object")]
    [InlineData("[]", "is empty")]
    public void Open_WrongJson_IsToldWithItsLine(string text, string message) => Problems(text, "b.jsonl").ShouldContain(p => p.Contains(message));

    [Fact]
    public void Open_DeepJson_IsRefused() =>
        Problems("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\",\"d\":" + string.Concat(Enumerable.Repeat("{\"d\":", 100_000)), "b.jsonl").ShouldHaveSingleItem().ShouldContain("nested deeper");

    [Theory]
    [InlineData("x,y,a,hm,2\n", "\"hm\" is no probability")]
    [InlineData("x,y,a,0,2\n", "\"0\" is no probability")]
    [InlineData("x,y,a,1.5,2\n", "\"1.5\" is no probability")]
    [InlineData("x,y,a,NaN,2\n", "\"NaN\" is no probability")]
    [InlineData("x,y,a,1,later\n", "\"later\" is no time")]
    public void Open_WrongNumbers_AreTold(string row, string message) =>
        Problems("model_a,model_b,winner,probability,time\n" + row, options: new BattleFileOptions { InverseProbability = true, Times = true }).ShouldHaveSingleItem().ShouldContain(message);

    [Fact]
    public void Open_PeriodThatComesBack_IsTold() =>
        Problems("model_a,model_b,winner,month\nx,y,a,May\nx,y,a,June\nx,y,a,May\n", options: new BattleFileOptions { Period = "month" })
            .ShouldHaveSingleItem().ShouldContain(":4: is of the period \"May\", which ended before");

    [Fact]
    public void Open_ColumnsThatAreNotThere_AreAllNamed()
    {
        var problems = Problems(Header, options: new BattleFileOptions { Winner = "winer", Category = "topic", Clusterings = [["judge"]], Filters = [new("lang", "en")] });
        problems.Count.ShouldBe(4);
        problems[0].ShouldContain("has no column \"winer\" (did you mean \"winner\"?)");
    }

    [Theory]
    [InlineData(WinnerForm.Names, "b,a,a\n", "")]
    [InlineData(WinnerForm.Names, "x,y,model_a\n", "is no verdict")]
    [InlineData(WinnerForm.Places, "b,a,a\n", "")]
    [InlineData(WinnerForm.Scores, "x,y,1\nx,y,0\n", "")]
    [InlineData(WinnerForm.Scores, "x,y,2\n", "is no verdict")]
    [InlineData(WinnerForm.Places, "x,y,1\nx,y,0\n", "")]
    public void Open_WinnersDeclared_AreReadAsDeclared(WinnerForm form, string rows, string message)
    {
        if (message.Length > 0)
        {
            Problems(Header + rows, options: new BattleFileOptions { WinnerForm = form }).ShouldHaveSingleItem().ShouldContain(message);
            return;
        }

        var last = BattleFile.Open(_folder.Write("b.csv", Header + rows), new BattleFileOptions { WinnerForm = form }).Read().Last().Outcome;
        last.ShouldBe((form, rows.Contains('0')) switch
        {
            (WinnerForm.Names, _) => Core.Ratings.BattleOutcome.BWins,
            (WinnerForm.Places, true) => Core.Ratings.BattleOutcome.Tie,
            (WinnerForm.Scores, true) => Core.Ratings.BattleOutcome.BWins,
            _ => Core.Ratings.BattleOutcome.AWins,
        });
    }

    private List<string> Problems(string text, string name = "b.csv", BattleFileOptions? options = null) =>
        [.. Should.Throw<EvalConfigurationException>(() => BattleFile.Open(_folder.Write(name, text), options ?? new BattleFileOptions())).Problems.Select(p => p.ToString())];
}
