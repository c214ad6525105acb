using System.Text.Json;
using Eval.Core.Schemas;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Schemas;

/// <summary>The JSON-Schema-Test-Suite, as far as its schemas keep to our keywords.</summary>
public class OfficialSuiteTests
{
    [Fact]
    public void Validate_OfficialSuite202012_AgreesOnEveryCaseOfTheSubset()
    {
        var root = TestPackages.Debian("libtest-json-schema-acceptance-perl");
        var folder = Directory.GetDirectories(root, "draft2020-12", SearchOption.AllDirectories).Single(d => Path.GetFileName(Path.GetDirectoryName(d)) == "tests");
        string[] optional = ["bignum.json", "ecmascript-regex.json", "float-overflow.json", "non-bmp-regex.json"];
        var (cases, files, disagreements) = Run(
            Directory.GetFiles(folder, "*.json").Concat(optional.Select(o => Path.Combine(folder, "optional", o))).Where(File.Exists), []);
        disagreements.ShouldBeEmpty();
        cases.ShouldBeGreaterThan(450);
        files.ShouldBeGreaterThan(25);
    }

    [Fact]
    public void Validate_OfficialSuiteDraft4_AgreesWhereTheDialectsDo()
    {
        var root = TestPackages.Npm("json-schema-test-suite@0.0.10");

        // Draft 4 ignores what stands beside $ref; ours, and draft 2020-12, do not.
        var (cases, _, disagreements) = Run(
            Directory.GetFiles(Path.Combine(root, "node_modules", "json-schema-test-suite", "tests", "draft4"), "*.json"), ["ref overrides any sibling keywords"]);
        disagreements.ShouldBeEmpty();
        cases.ShouldBeGreaterThan(130);
    }

    private static (int Cases, int Files, List<string> Disagreements) Run(IEnumerable<string> files, string[] otherDialect)
    {
        var (cases, used) = (0, 0);
        var disagreements = new List<string>();
        foreach (var file in files)
        {
            using var groups = JsonDocument.Parse(File.ReadAllText(file));
            var before = cases;
            foreach (var group in groups.RootElement.EnumerateArray())
            {
                var name = $"{Path.GetFileName(file)}: {group.GetProperty("description").GetString()}";
                JsonSchemaSubset schema;
                try
                {
                    schema = JsonSchemaSubset.Parse(group.GetProperty("schema").GetRawText());
                }
                catch (EvalConfigurationException)
                {
                    continue;
                }

                foreach (var test in group.GetProperty("tests").EnumerateArray().Where(_ => !otherDialect.Any(name.Contains)))
                {
                    cases++;
                    var violations = schema.Validate(test.GetProperty("data").GetRawText());
                    if (violations.Count == 0 != test.GetProperty("valid").GetBoolean())
                    {
                        disagreements.Add($"{name}: {test.GetProperty("description").GetString()}: {string.Join("; ", violations)}");
                    }
                }
            }

            used += cases > before ? 1 : 0;
        }

        return (cases, used, disagreements);
    }
}
