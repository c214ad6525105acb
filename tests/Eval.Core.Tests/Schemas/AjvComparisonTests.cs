using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Schemas;
using Eval.TestSupport;

namespace Eval.Core.Tests.Schemas;

/// <summary>Our verdicts against those of ajv, the most used validator, on random schemas of the subset.</summary>
public class AjvComparisonTests
{
    private const int Schemas = 700;
    private const int InstancesPerSchema = 8;

    private const string Script = """
        const Ajv = require("ajv/dist/2020").default;
        const fs = require("fs");
        const pairs = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
        const verdicts = pairs.map(({ schema, instances }) => {
          const validate = new Ajv({ strict: false, validateSchema: false, logger: false }).compile(schema);
          return instances.map(i => validate(i));
        });
        fs.writeFileSync(process.argv[3], JSON.stringify(verdicts));
        """;

    [Fact]
    public void Validate_RandomSchemasAndValues_AgreesWithAjv()
    {
        var packages = TestPackages.Npm("ajv@8.20.0");
        using var folder = new TemporaryFolder();
        var pairs = Enumerable.Range(0, Schemas).Select(seed =>
        {
            var random = new RandomSchemas(seed);
            var schema = random.Schema();
            return (Schema: schema, Instances: Enumerable.Range(0, InstancesPerSchema).Select(_ => random.Instance(schema)).ToList());
        }).ToList();
        var input = folder.Write("pairs.json", new JsonArray(
            [.. pairs.Select(p => new JsonObject { ["schema"] = p.Schema.DeepClone(), ["instances"] = new JsonArray([.. p.Instances]) })]).ToJsonString());
        File.WriteAllText(Path.Combine(packages, "verdicts.cjs"), Script);
        var output = folder.PathOf("verdicts.json");

        TestPackages.Run(packages, "node", "verdicts.cjs", input, output).ShouldBeNull();

        var theirs = JsonSerializer.Deserialize<bool[][]>(File.ReadAllText(output))!;
        var disagreements = new List<string>();
        for (var i = 0; i < pairs.Count; i++)
        {
            var schema = JsonSchemaSubset.From(pairs[i].Schema);
            for (var j = 0; j < InstancesPerSchema; j++)
            {
                var text = pairs[i].Instances[j]?.ToJsonString() ?? "null";
                if (schema.Validate(text).Count == 0 != theirs[i][j])
                {
                    disagreements.Add($"ajv says {theirs[i][j]} for {text} under {pairs[i].Schema.ToJsonString()}");
                }
            }
        }

        disagreements.ShouldBeEmpty();
        var valid = theirs.Sum(t => t.Count(v => v));
        valid.ShouldBeInRange(Schemas * InstancesPerSchema / 5, Schemas * InstancesPerSchema * 4 / 5);
    }
}
