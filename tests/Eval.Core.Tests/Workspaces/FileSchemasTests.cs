using System.Text.Json.Nodes;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Schemas;
using Eval.Core.Scoring;
using Eval.Core.Suites;
using Eval.Core.Tests.Judging.Rubrics;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Workspaces;

public class FileSchemasTests
{
    private const string WholeSuite = """
        name: a
        version: 1
        kind: KIND
        prompt: "{{choiceLines}}"
        choices: { correct: [a], incorrect: [b] }
        dataset: { samples: [ { a: 1 } ], map: { x: { number: "{{a}}" }, y: [ { forEach: "{{a}}", value: 1 }, null ] } }
        fewShot: { count: 1, dataset: { path: [x.csv], format: csv } }
        """;

    [Fact]
    public void Workspace_Keys_AreThoseThatTheReaderAsksFor()
    {
        var document = ConfigDocument.Parse(
            """
            candidates: [ { id: a, local: { file: x }, price: { above: [ { inputTokens: 1 } ] } }, { id: b, hosted: { provider: openai, model: m } } ]
            defaults: { budget: {} }
            schedules: [ { name: n, cron: x } ]
            selection: { default: { factors: [ { id: a, values: { a: { value: 1 } } } ], mustHaves: [ { fact: a } ], stakeholders: {} } }
            gates: { upgrade: { margin: { a: 0.1 }, slices: { a: { f: {} } }, mustHaves: {}, earlyStopping: {} } }
            storage: {}
            """,
            "eval.yaml");
        WorkspaceLoader.Read(document);
        var schema = JsonNode.Parse(FileSchemas.Workspace)!;
        var root = document.Root;
        var candidate = schema["properties"]!["candidates"]!["items"]!;
        Same(schema, root);
        Same(candidate, root.OptionalMaps("candidates")[0]);
        Same(candidate["properties"]!["local"]!, root.OptionalMaps("candidates")[0].OptionalMap("local")!);
        Same(candidate["properties"]!["price"]!, root.OptionalMaps("candidates")[0].OptionalMap("price")!);
        Same(candidate["properties"]!["price"]!["properties"]!["above"]!["items"]!, root.OptionalMaps("candidates")[0].OptionalMap("price")!.OptionalMaps("above")[0]);
        // "apiKey" is asked for only to say that keys do not belong in the file.
        Same(candidate["properties"]!["hosted"]!, root.OptionalMaps("candidates")[1].OptionalMap("hosted")!, "apiKey");
        Same(schema["properties"]!["defaults"]!, root.OptionalMap("defaults")!);
        Same(schema["properties"]!["defaults"]!["properties"]!["budget"]!, root.OptionalMap("defaults")!.OptionalMap("budget")!);
        Same(schema["properties"]!["schedules"]!["items"]!, root.OptionalMaps("schedules")[0]);
        var (profileSchema, profile) = (schema["properties"]!["selection"]!["additionalProperties"]!, root.OptionalMap("selection")!.OptionalMap("default")!);
        Same(profileSchema, profile);
        var (factorSchema, factor) = (profileSchema["properties"]!["factors"]!["items"]!, profile.OptionalMaps("factors")[0]);
        Same(factorSchema, factor);
        Same(factorSchema["properties"]!["values"]!["additionalProperties"]!, factor.OptionalMap("values")!.OptionalMap("a")!);
        Same(profileSchema["properties"]!["mustHaves"]!["items"]!, profile.OptionalMaps("mustHaves")[0]);
        var gate = root.OptionalMap("gates")!.OptionalMap("upgrade")!;
        var gateSchema = schema["properties"]!["gates"]!["additionalProperties"]!;
        Same(gateSchema, gate);
        Same(gateSchema["properties"]!["slices"]!["additionalProperties"]!["additionalProperties"]!, gate.OptionalMap("slices")!.OptionalMap("a")!.OptionalMap("f")!);
        Same(gateSchema["properties"]!["mustHaves"]!, gate.OptionalMap("mustHaves")!);
        Same(gateSchema["properties"]!["earlyStopping"]!, gate.OptionalMap("earlyStopping")!);
        Same(schema["properties"]!["storage"]!, root.OptionalMap("storage")!);
    }

    [Fact]
    public void Suite_Keys_AreThoseThatTheReaderAndTheKindsAskFor()
    {
        var schema = JsonNode.Parse(FileSchemas.Suite)!;
        var asked = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var kind in SuiteKinds.BuiltIn)
        {
            var document = ConfigDocument.Parse(WholeSuite.Replace("KIND", kind.Name), "suite.yaml");
            SuiteLoader.Read(document, SuiteKinds.BuiltIn);
            asked.UnionWith(document.Root.Asked);
            Same(schema["$defs"]!["dataset"]!, document.Root.OptionalMap("dataset")!);
            Same(schema["$defs"]!["dataset"]!, document.Root.OptionalMap("fewShot")!.OptionalMap("dataset")!);
            Same(schema["properties"]!["fewShot"]!, document.Root.OptionalMap("fewShot")!);
        }

        Keys(schema).ShouldBe(asked);
        schema["properties"]!["kind"]!["enum"]!.AsArray().Select(k => k!.GetValue<string>()).ShouldBe(SuiteKinds.BuiltIn.Select(k => k.Name), ignoreOrder: true);
    }

    [Fact]
    public void Suite_OptionsOfScorers_AreThoseThatTheyAskFor()
    {
        var defs = JsonNode.Parse(FileSchemas.Suite)!["$defs"]!;
        defs["scorer"]!["enum"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(Scorers.BuiltIn.Select(s => s.Name), ignoreOrder: true);
        Keys(defs["scorers"]!).ShouldBe(Scorers.BuiltIn.Select(s => s.Name), ignoreOrder: true);
        foreach (var scorer in Scorers.BuiltIn)
        {
            var options = ConfigDocument.Parse("x: 1", "suite.yaml").Root.Empty(scorer.Name, new SourcePosition("suite.yaml", 1, 1));
            scorer.Read(options);
            Same(defs["scorers"]!["properties"]![scorer.Name]!, options);
        }
    }

    [Fact]
    public void ArenaSuite_KeysOfRatingAndUntil_AreThoseThatTheReaderAsksFor()
    {
        var document = ConfigDocument.Parse(WholeSuite.Replace("KIND", "arena") + "\nrating: { method: bt }\nuntil: { decided: leader }\n", "suite.yaml");
        SuiteLoader.Read(document, SuiteKinds.BuiltIn);
        var schema = JsonNode.Parse(FileSchemas.Suite)!;
        Same(schema["properties"]!["rating"]!, document.Root.OptionalMap("rating")!);
        Same(schema["properties"]!["until"]!, document.Root.OptionalMap("until")!);
    }

    [Fact]
    public void SpeedSuite_KeysOfLoadsAndObjective_AreThoseThatTheReaderAsksFor()
    {
        var document = ConfigDocument.Parse(WholeSuite.Replace("KIND", "speed") + "\nload: [ { concurrency: 1 } ]\nslo: { firstToken: 1 }\n", "suite.yaml");
        SuiteLoader.Read(document, SuiteKinds.BuiltIn);
        var schema = JsonNode.Parse(FileSchemas.Suite)!;
        Same(schema["properties"]!["load"]!["items"]!, document.Root.OptionalMaps("load")[0]);
        Same(schema["properties"]!["slo"]!, document.Root.OptionalMap("slo")!);
    }

    [Fact]
    public void RubricSuite_KeysOfJudging_AreThoseThatTheReaderAsksFor()
    {
        var document = ConfigDocument.Parse(WholeSuite.Replace("KIND", "rubric") + "\njudging: { attempts: 2 }\n", "suite.yaml");
        SuiteLoader.Read(document, SuiteKinds.BuiltIn);
        var schema = JsonNode.Parse(FileSchemas.Suite)!;
        Same(schema["properties"]!["judging"]!, document.Root.OptionalMap("judging")!);
        schema["properties"]!["method"]!["enum"]!.AsArray().Select(m => m!.GetValue<string>()).ShouldBe(JudgeMethods.BuiltIn.Select(m => m.Name), ignoreOrder: true);
    }

    [Fact]
    public void GatePolicy_File_HasTheKeysOfAGateInTheWorkspace()
    {
        var gate = JsonNode.Parse(FileSchemas.Workspace)!["properties"]!["gates"]!["additionalProperties"]!;
        var file = JsonNode.Parse(FileSchemas.GatePolicy)!;
        JsonNode.DeepEquals(file["properties"], gate["properties"]).ShouldBeTrue();
        JsonNode.DeepEquals(file["required"], gate["required"]).ShouldBeTrue();
        file["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("margin: { s: 0.1 }\nslices: { s: { f: { minSamples: 3 } } }")]
    [InlineData("margin: { s: 0 }")]
    [InlineData("margin: { s: 0.1 }\nmustHaves: { facts: { license: [] } }")]
    [InlineData("margin: { s: 0.1 }\nearlyStopping: { looks: 1 }")]
    [InlineData("margin: { s: 0.1 }\nearlyStopping: { spending: haybittle }")]
    public void GatePolicy_Mistake_IsInvalid(string yaml) => Violations(FileSchemas.GatePolicy, yaml).ShouldNotBeEmpty();

    [Fact]
    public void GatePolicy_EveryKey_IsValid() => Violations(FileSchemas.GatePolicy, Gates.GatePolicyReaderTests.Everything).ShouldBeEmpty();

    [Fact]
    public void Rubric_Keys_AreThoseThatTheReaderAsksFor()
    {
        var root = Rubric(RubricReaderTests.Everything);
        var schema = JsonNode.Parse(FileSchemas.Rubric)!;
        Same(schema, root);
        Same(schema["properties"]!["criteria"]!["items"]!, root.OptionalMaps("criteria")[0]);
        Same(schema["properties"]!["examples"]!["items"]!, root.OptionalMaps("examples")[0]);
        var scale = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var form in (string[])["{ min: 1, max: 2 }", "{ labels: [a, b] }"])
        {
            scale.UnionWith(Rubric($"name: n\nversion: 1\nscale: {form}\nquestion: q").OptionalMap("scale")!.Asked);
        }

        Keys(schema["properties"]!["scale"]!["oneOf"]![1]!).ShouldBe(scale);
    }

    [Fact]
    public void Rubric_EveryKey_IsValid() => Violations(FileSchemas.Rubric, RubricReaderTests.Everything).ShouldBeEmpty();

    [Fact]
    public void Rubrics_BuiltIn_AreValid()
    {
        foreach (var name in RubricLoader.BuiltInNames)
        {
            Violations(FileSchemas.Rubric, RubricLoader.BuiltInText(name)!).ShouldBeEmpty(name);
        }
    }

    [Theory]
    [InlineData("name: n\nversion: 1\nscale: 0-1\nquestion: q")]
    [InlineData("name: n\nversion: 1\nscale: { labels: [no, yes], passFrom: yes }\nquestion: q\nscores: { no: a, yes: b }")]
    public void Rubric_ShortForms_AreValid(string yaml)
    {
        RubricLoader.Parse(yaml, "r").Criteria.Count.ShouldBe(1);
        Violations(FileSchemas.Rubric, yaml).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name: n\nversion: 1\nscale: 0-1")]
    [InlineData("name: n\nscale: 0-1\nquestion: q")]
    [InlineData("name: n\nversion: 1\nscale: 5\nquestion: q")]
    [InlineData("name: n\nversion: 1\nscale: { min: 1 }\nquestion: q")]
    [InlineData("name: n\nversion: 1\nscale: { labels: [a, b], min: 0 }\nquestion: q")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\nquestion: q\ncriteria: [ { name: a, question: b } ]")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: []")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: [ { name: a, question: b, weight: 0 } ]")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\nquestion: q\nreference: needed")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\nquestion: q\nexamples: [ { question: q, answer: a, score: 1 } ]")]
    public void Rubric_Mistake_IsInvalid(string yaml)
    {
        Should.Throw<EvalConfigurationException>(() => RubricLoader.Parse(yaml, "r"));
        Violations(FileSchemas.Rubric, yaml).ShouldNotBeEmpty();
    }

    [Fact]
    public void Workspace_SampleOfTheDesign_IsValid() => Violations(FileSchemas.Workspace, WorkspaceLoaderTests.Sample).ShouldBeEmpty();

    [Fact]
    public void Suite_EveryCommonKey_IsValid() =>
        Violations(FileSchemas.Suite, WholeSuite.Replace("KIND", "multiple-choice")).ShouldBeEmpty();

    [Fact]
    public void Suites_OfTheRepository_AreValid()
    {
        foreach (var file in PathGlob.Files(SharedFolder.RepositoryRoot, "suites/**/suite.yaml"))
        {
            Violations(FileSchemas.Suite, File.ReadAllText(file)).ShouldBeEmpty(file);
        }

        foreach (var file in PathGlob.Files(SharedFolder.RepositoryRoot, "eval.yaml").Concat(PathGlob.Files(SharedFolder.RepositoryRoot, "suites/*.yaml")))
        {
            Violations(FileSchemas.Workspace, File.ReadAllText(file)).ShouldBeEmpty(file);
        }
    }

    [Theory]
    [InlineData("candidate: []")]
    [InlineData("candidates: [ { id: a } ]")]
    [InlineData("candidates: [ { id: a, local: { file: x }, hosted: { provider: openai, model: m } } ]")]
    [InlineData("candidates: [ { id: a, local: { file: x, kvType: f17 } } ]")]
    [InlineData("gates: { g: { margin: {} } }")]
    [InlineData("gates: { g: { margin: { s: 0.1 }, confidence: 0.5 } }")]
    [InlineData("defaults: { epochs: 0 }")]
    [InlineData("storage: { provider: oracle }")]
    [InlineData("candidates: [ { id: a, local: { file: x }, price: { batchDiscount: 2 } } ]")]
    [InlineData("candidates: [ { id: a, local: { file: x }, price: { above: [ { inputPerMTok: 2 } ] } } ]")]
    [InlineData("candidates: [ { id: a, local: { file: x }, price: { perHour: 1000000001 } } ]")]
    [InlineData("candidates: [ { id: a, local: { file: x }, price: { above: [ { inputTokens: 2, inclusive: perhaps } ] } } ]")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, attempts: 0 } } ]")]
    public void Workspace_Mistake_IsInvalid(string yaml) => Violations(FileSchemas.Workspace, yaml).ShouldNotBeEmpty();

    private static ConfigMap Rubric(string yaml)
    {
        var document = ConfigDocument.Parse(yaml, "rubric.yaml");
        RubricReader.Read(document, file: null, []);
        return document.Root;
    }

    private static IReadOnlyList<SchemaViolation> Violations(string schema, string yaml) =>
        JsonSchemaSubset.Parse(schema).Validate(ConfigDocument.Parse(yaml, "file.yaml").Root.ToJson().ToJsonString());

    private static void Same(JsonNode schema, ConfigMap map, params string[] except) => Keys(schema).ShouldBe(new SortedSet<string>(map.Asked.Except(except), StringComparer.Ordinal));

    private static SortedSet<string> Keys(JsonNode schema) => new(schema["properties"]!.AsObject().Select(p => p.Key), StringComparer.Ordinal);
}
