using System.Text;
using Eval.Core.Datasets;
using Eval.Core.Ratings.Files;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings.Files;

/// <summary>The fast reader of battles understands a table as the reader of data sets does: the same cells and lines, or a refusal by both.</summary>
public sealed class TableBattleRowsTests : IDisposable
{
    private static readonly string[] Pieces = ["a", "bc", "é", ",", ",", ",", "\n", "\r\n", "\"", "\"", "\"\"", " ", "x,y", "\"q\"", "\"q\",\"r\"\n"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Next_RandomTables_AreReadAsDataSetsAre()
    {
        var random = new SeededRandom(23);
        var (read, refused) = (0, 0);
        for (var round = 0; round < TestRounds.Of(20_000); round++)
        {
            var text = "one,two\n" + string.Concat(Enumerable.Range(0, 1 + random.Next(14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var (fast, slow) = (Fast(text), Slow(text));
            (fast is null).ShouldBe(slow is null, $"one of both refuses {text}");
            fast?.ShouldBe(slow!, $"{text}");
            read += fast is null ? 0 : 1;
            refused += fast is null ? 1 : 0;
        }

        read.ShouldBeGreaterThan(100);
        refused.ShouldBeGreaterThan(100);
    }

    private List<string>? Fast(string text)
    {
        var path = _folder.Write("t.csv", text);
        try
        {
            using var rows = new TableBattleRows(new DataFile(path, path, path), tabs: false);
            rows.Want(["one", "two"]);
            var found = new List<string>();
            while (rows.Next())
            {
                if (rows.Problem is not null)
                {
                    return null;
                }

                found.Add($"{rows.Line}|{Encoding.UTF8.GetString(rows.Cell(0))}|{Encoding.UTF8.GetString(rows.Cell(1))}");
            }

            return found;
        }
        catch (EvalConfigurationException)
        {
            return null;
        }
    }

    private static List<string>? Slow(string text)
    {
        try
        {
            var spec = new DatasetSpec();
            return [.. TableRows.Read(spec, new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", tabs: false).Select(r => $"{r.Line}|{r.Fields["one"]}|{r.Fields["two"]}")];
        }
        catch (EvalConfigurationException)
        {
            return null;
        }
    }
}
