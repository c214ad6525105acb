using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Suites;
using Eval.TestSupport;

namespace Eval.Core.Tests.Prompts;

public class Bm25IndexTests
{
    [Fact]
    public void Rank_RareWords_WeighMost()
    {
        var index = new Bm25Index(["the cat sat on the mat", "the dog sat on the log", "a lighthouse by the sea", "the the the the"]);
        index.Rank("a cat at sea").Take(2).ShouldBe([2, 0]);
        index.Rank("The DOG, the log!")[0].ShouldBe(1);
        index.Rank("nothing shared").ShouldBe([0, 1, 2, 3]);
        new Bm25Index([]).Rank("x").ShouldBeEmpty();
    }

    [Fact]
    public void Rank_Score_IsTheFormulas()
    {
        // Two texts of 2 and 4 words; "x" stands in both: ln(1 + 0.5/2.5) · f·2.2/(f + 1.2·(0.25 + 0.75·length/3)).
        var weight = Math.Log(1.2);
        var first = weight * 2.2 / (1 + (1.2 * (0.25 + (0.75 * 2 / 3))));
        var second = weight * 3 * 2.2 / (3 + (1.2 * (0.25 + (0.75 * 4 / 3))));
        second.ShouldBeGreaterThan(first);
        new Bm25Index(["x y", "x x x y"]).Rank("x").ShouldBe([1, 0]);
        new Bm25Index(["x y", "x a b c"]).Rank("x").ShouldBe([0, 1]); // as often, but in a shorter text
    }

    [Fact]
    public async Task Choose_Similar_NeverTakesTheSampleNorItsWords()
    {
        using var folder = new TemporaryFolder();
        var suite = SuiteLoader.Load(folder.Write("suite.yaml", """
            name: test
            version: 1
            kind: generation
            prompt: "{{q}}"
            target: a
            scoring: exact_match
            dataset:
              samples:
                - { id: a, q: "How many legs has a spider?", a: "8", note: 1 }
                - { id: b, q: "how many legs has a spider", a: "eight", note: 2 }
                - { id: c, q: "How many legs has a beetle?", a: "6", note: 3 }
                - { id: d, q: "How many wings has a beetle?", a: "4", note: 4 }
                - { id: e, q: "What is the capital of Peru?", a: "Lima", note: 5 }
            fewShot: { count: 2, choice: similar, similarBy: q }
            """));
        var data = new SuiteData(new DataSources());
        var selector = (await data.FewShotAsync(suite, 1, CancellationToken.None))!;
        var rows = await data.ReadAsync(suite, null, 1, CancellationToken.None).ToListAsync();

        // The most alike stands last; b is a in other dress.
        selector.Choose(rows[0]).Select(e => e.Id).ShouldBe(["d", "c"]);
        selector.Choose(rows[1]).Select(e => e.Id).ShouldBe(["d", "c"]);
        selector.Choose(rows[3]).Select(e => e.Id).Last().ShouldBe("c");
        foreach (var row in rows)
        {
            selector.Choose(row).ShouldAllBe(e => e.Id != row.Id);
        }
    }
}
