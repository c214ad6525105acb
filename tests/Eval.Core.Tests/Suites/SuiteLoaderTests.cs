using Eval.Core.Prompts;
using Eval.Core.Suites;
using Eval.TestSupport;

namespace Eval.Core.Tests.Suites;

public class SuiteLoaderTests
{
    internal const string Full = """
        name: facts
        version: 1.10
        kind: echo
        description: What is known
        target: "{{answer}}"
        dataset:
          samples:
            - { id: a, question: "1+1?", answer: 2 }
        prompt: |
          {{question}}
        fewShot: { count: 2, choice: balanced, balanceBy: answer, matchBy: meta.topic, separator: "\n---\n", preamble: "Answer.", template: "{{question}} {{answer}}" }
        metrics: [acc_norm_chars, acc]
        limit: 10
        stratify: answer
        epochs: 3
        slices: [answer, "[Best Answer]"]
        cluster: doc
        tags: [demo]
        """;

    [Fact]
    public void Load_EveryCommonKey_IsTaken()
    {
        var suite = Load(Full);
        (suite.Name, suite.Version, suite.Kind, suite.Description).ShouldBe(("facts", "1.10", "echo", "What is known"));
        suite.Settings.ShouldBe("{{answer}}");
        suite.Prompt!.Text.ShouldBe("{{question}}\n");
        suite.Prompt.DefinedAt!.Line.ShouldBe(9);
        suite.Dataset.Samples!.Count.ShouldBe(1);
        suite.Dataset.SamplesAt[0].Line.ShouldBe(8);
        (suite.Limit, suite.Stratify, suite.Epochs, suite.Cluster).ShouldBe((10, "answer", 3, "doc"));
        suite.Metrics.ShouldBe(["acc_norm_chars", "acc"]);
        suite.Slices.ShouldBe(["answer", "[Best Answer]"]);
        suite.Tags.ShouldBe(["demo"]);
        var fewShot = suite.FewShot!;
        (fewShot.Count, fewShot.Choice, fewShot.BalanceBy, fewShot.MatchBy, fewShot.Separator).ShouldBe((2, FewShotChoice.Balanced, "answer", "meta.topic", "\n---\n"));
        (fewShot.Preamble!.Text, fewShot.Template!.Text).ShouldBe(("Answer.", "{{question}} {{answer}}"));
    }

    [Fact]
    public void Load_NoMetrics_TakesTheKindsOwn() => Load("name: a\nversion: 1\nkind: echo\ndataset: { samples: [ { x: 1 } ] }\n").Metrics.ShouldBe(["acc"]);

    [Theory]
    [InlineData("kind: ecko", "\"ecko\" is not a kind of suite (did you mean \"echo\"?)")]
    [InlineData("metrics: [acc_norm_char]", "\"acc_norm_char\" is not a metric of kind echo (did you mean \"acc_norm_chars\"?)")]
    [InlineData("metrics: [acc, acc]", "named twice")]
    [InlineData("metrics: []", "names no metric")]
    [InlineData("promt: x", "unknown key \"promt\" in suite.yaml (did you mean \"prompt\"?)")]
    [InlineData("prompt: \"{{> x}}\"", "uses a partial")]
    [InlineData("prompt: [a]", "\"prompt\" must be a text")]
    [InlineData("limit: 0", "must be a whole number, 1 or more")]
    [InlineData("cluster: [a, b]", "takes one field")]
    [InlineData("slices: [\"a b\"]", "\"a b\" is not a field")]
    [InlineData("name: a/b", "\"a/b\" is not a valid name")]
    [InlineData("fewShot: { }", "\"count\" is missing in fewShot")]
    [InlineData("fewShot: { count: 1, choice: balanced }", "needs \"balanceBy\"")]
    [InlineData("fewShot: { count: 1, balanceBy: x }", "goes with \"choice: balanced\"")]
    [InlineData("fewShot: { count: 1, choise: fixed }", "did you mean \"choice\"?")]
    [InlineData("dataset: { }", "needs \"samples\", \"files\", \"path\" or \"url\"")]
    [InlineData("dataset: { samples: [] }", "at least one sample")]
    [InlineData("dataset: { samples: [ 1 ] }", "must be a map of fields")]
    [InlineData("dataset: { samples: [ { a: 1 } ], files: x.jsonl }", "exclude each other")]
    [InlineData("dataset: { samples: [ { a: 1 } ], select: $ }", "\"select\" is for files")]
    [InlineData("dataset: { files: [] }", "names no file")]
    [InlineData("dataset: { files: x.csv, select: $ }", "\"select\" is for json files, these are csv")]
    [InlineData("dataset: { files: x.csv, linesPerSample: 2 }", "\"linesPerSample\" is for text files")]
    [InlineData("dataset: { files: x.txt, linesPerSample: 2, columns: [a] }", "names 1 lines")]
    [InlineData("dataset: { files: x.csv, columns: [a, a] }", "has a name twice")]
    [InlineData("dataset: { files: x.json, select: $..a }", "is not a supported JSON path")]
    [InlineData("dataset: { files: x.json, select: \"$[?(@.a)]\" }", "is not a supported JSON path")]
    [InlineData("dataset: { files: x.json, select: \"a\" }", "must begin with $")]
    [InlineData("dataset: { files: x.foo, format: yaml }", "\"yaml\" is not a valid format")]
    [InlineData("dataset: { files: x.csv, fieldFromName: \"a.csv\" }", "needs a named group")]
    [InlineData("dataset: { files: x.csv, fieldFromName: \"(\" }", "is not a usable regular expression")]
    [InlineData("dataset: { files: x.csv, map: { a: { b: 1 } } }", "must be { number: … } or { forEach: …, value: … }")]
    [InlineData("dataset: { files: x.csv, map: { a: \"{{#if b}}\" } }", "the template is malformed")]
    [InlineData("dataset: { url: \"https://x.org/a.csv\" }", "\"url\" needs \"sha256\"")]
    [InlineData("dataset: { files: a.csv, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\" }", "\"sha256\" belongs to \"url\"")]
    [InlineData("dataset: { path: a.csv, pathSha256: abc }", "must be a SHA-256")]
    public void Load_Mistake_IsNamedWithItsPlaceAndRemedy(string line, string message)
    {
        var key = line[..line.IndexOf(':')];
        var lines = new[] { "name: a", "version: 1", "kind: echo", "dataset: { samples: [ { x: 1 } ] }" }.Where(l => !l.StartsWith(key + ":"));
        var problem = ConfigAssert.Problem(() => Load(string.Join('\n', lines.Append(line))));
        problem.ShouldContain(message);
        problem.ShouldMatch(@"suite\.yaml:\d+:\d+: ");
    }

    [Fact]
    public void Load_Nothing_NamesEveryRequiredKey()
    {
        var problems = ConfigAssert.Problems(() => Load("description: x"));
        problems.Count.ShouldBe(4);
        string.Concat(problems).ShouldSatisfyAllConditions(p => p.ShouldContain("\"name\""), p => p.ShouldContain("\"version\""), p => p.ShouldContain("\"kind\""), p => p.ShouldContain("\"dataset\""));
    }

    [Fact]
    public void DefinitionHash_LayoutCommentsWordsAndSamples_DoNotCount()
    {
        var hash = Load(Full).DefinitionHash;
        hash.ShouldMatch("^[0-9a-f]{64}$");
        Load("# comment\n" + Full.Replace("limit: 10\n", "") + "\nlimit:   10 # late").DefinitionHash.ShouldBe(hash);
        Load(Full.Replace("What is known", "Else")).DefinitionHash.ShouldBe(hash);
        Load(Full.Replace("1+1?", "2+2?")).DefinitionHash.ShouldBe(hash);
        Load(Full.Replace("limit: 10", "limit: 11")).DefinitionHash.ShouldNotBe(hash);
        Load(Full.Replace("{{answer}}\"", "{{answer}} \"")).DefinitionHash.ShouldNotBe(hash);
    }

    [Fact]
    public void LoadAll_MistakesInSeveralFiles_AreReportedTogether()
    {
        using var folder = new TemporaryFolder();
        var files = new[]
        {
            folder.Write("a/suite.yaml", "name: x\nversion: 1\nkind: echo\ndataset: { samples: [ { a: 1 } ] }"),
            folder.Write("b/suite.yaml", "name: x\nversion: 1\nkind: echo\ndataset: { samples: [ { a: 1 } ] }"),
            folder.Write("c/suite.yaml", "name: y\nversion: 1\nkind: echo\nlimt: 2\ndataset: { samples: [ { a: 1 } ] }"),
            folder.PathOf("d/suite.yaml"),
        };
        var problems = ConfigAssert.Problems(() => SuiteLoader.LoadAll(files, [new EchoKind()]));
        problems.Count.ShouldBe(3);
        problems[0].ShouldContain("the suite \"x\" is already defined in " + files[0]);
        problems[1].ShouldContain("did you mean \"limit\"?");
        problems[2].ShouldContain("there is no such file");
    }

    internal static Suite Load(string yaml)
    {
        using var folder = new TemporaryFolder();
        return SuiteLoader.Load(folder.Write("suite.yaml", yaml), [new EchoKind()]);
    }
}
