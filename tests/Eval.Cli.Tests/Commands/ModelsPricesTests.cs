using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class ModelsPricesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelsPricesTests()
    {
        _folder.Write("eval.yaml", """
            candidates:
              - { id: good, hosted: { provider: openai, model: gpt-x }, price: { inputPerMTok: 2, outputPerMTok: 8, asOf: 2026-11-01 } }
              - { id: swapped, hosted: { provider: openai, model: gpt-y }, price: { inputPerMTok: 8, outputPerMTok: 2, asOf: 2026-11-01 } }
              - { id: unknown, hosted: { provider: openai, model: gpt-z } }
            """);
        _folder.Write("prices.json", """
            {
              "gpt-x": { "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06 },
              "gpt-y": { "mode": "chat", "input_cost_per_token": 2e-03, "output_cost_per_token": 8e-03 },
              "gpt-q": { "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 1e-06 }
            }
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_PricesOfTheWorkspace_AreExamined()
    {
        var world = new TestWorld(_folder.Root) { Width = 300 };
        (await world.RunAsync("models", "prices", "check")).ShouldBe(0);
        world.Out.ShouldContain("price: { inputPerMTok: 2, outputPerMTok: 8, asOf: 2026-11-01 }");
        world.Out.ShouldContain("order: output ($2) is cheaper than input ($8): are they swapped?");
        world.Out.ShouldContain("missing: has no price");
        world.Out.ShouldContain("2 of 3 deserve a look");
    }

    [Fact]
    public async Task Import_Table_ShowsWhatToPasteAndChangesNothing()
    {
        var before = await File.ReadAllTextAsync(_folder.PathOf("eval.yaml"));
        var world = new TestWorld(_folder.Root) { Width = 300 };
        (await world.RunAsync("models", "prices", "import", "prices.json", "--as-of", "2026-10-01")).ShouldBe(0);
        world.Out.ShouldContain("price: { inputPerMTok: 2, outputPerMTok: 8, asOf: 2026-10-01 }   # as in eval.yaml");
        world.Out.ShouldContain("price: { inputPerMTok: 2000, outputPerMTok: 8000, asOf: 2026-10-01 }   # differs from eval.yaml");
        world.Out.ShouldContain("slip: input of $2000 for a million is dearer than anything sold: is it the price of a thousand?");
        world.Out.ShouldContain("missing: the table has no such model");
        (await File.ReadAllTextAsync(_folder.PathOf("eval.yaml"))).ShouldBe(before);
    }

    [Fact]
    public async Task Import_AllAsJson_FitsItsSchema()
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("models", "prices", "import", "prices.json", "--as-of", "2026-10-01", "--all", "--json")).ShouldBe(0);
        SchemaFiles.Validate("prices", world.Out).ShouldBeEmpty();
        JsonNode.Parse(world.Out)!["models"]!.AsArray().Select(m => m!["model"]!.GetValue<string>()).ShouldBe(["gpt-y", "gpt-q"]);
    }

    [Theory]
    [InlineData("--as-of", "1.10.2026", "--as-of needs a day such as 2026-11-01")]
    [InlineData("--quiet", "none", "none")]
    public async Task Import_Mistake_IsAClearError(string option, string value, string message)
    {
        var world = new TestWorld(_folder.Root);
        string[] arguments = option == "--quiet" ? ["models", "prices", "import", "none.json"] : ["models", "prices", "import", "prices.json", option, value];
        (await world.RunAsync(arguments)).ShouldBe(2);
        world.Error.ShouldContain(message);
    }
}
