using System.CommandLine;
using System.Globalization;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Costs.Tables;
using Eval.Core.Models;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>models prices</c>: <c>check</c> names what is odd about the candidates' prices; <c>import</c> takes prices from a table.</summary>
internal static class ModelsPricesCommand
{
    private static readonly Argument<string> Table = new("file")
    {
        HelpName = "FILE",
        Description = "A price table in LiteLLM's form (model_prices_and_context_window.json)",
    };

    private static readonly Option<string?> AsOf = OptionKinds.Text("--as-of", "DATE", "The day the table was fetched [default: when the file was written]");

    private static readonly Option<bool> All = OptionKinds.Flag("--all", [], "Examine every model of the table, not only those of the candidates");

    public static Command Create() => new EvalCommand("prices", "Examine the candidates' prices; take prices from a table")
    {
        Check(),
        Import(),
    };

    private static EvalCommand Check() => new("check", "Name what is odd about the prices in eval.yaml")
    {
        Details = "Slips by a thousand, output cheaper than input, discounts that are none, and dates that are old.",
        Examples = [new("models prices check", "what is odd about the prices in eval.yaml")],
        Work = (context, _) => Task.FromResult(Show(context, [.. WorkspaceLoader.Load(context.WorkspaceFilePath).Candidates.Select(c => Stated(c, Today(context)))])),
    };

    private static EvalCommand Import() => new("import", "Find the candidates' prices in a table, examine them, and write them as eval.yaml takes them")
    {
        Details = "Changes no file: a table is community data, and a price decides over money. Paste what you have checked.",
        Examples =
        [
            new("models prices import model_prices_and_context_window.json", "prices of the hosted candidates"),
            new("models prices import prices.json --all", "everything odd in a table"),
        ],
        Arguments = { Table },
        Options = { AsOf, All },
        Work = (context, _) => Task.FromResult(Show(context, FromTable(context))),
    };

    private static List<PricedModelEntry> FromTable(CommandContext context)
    {
        var file = Path.GetFullPath(context.Parse.GetValue(Table)!, context.Surroundings.CurrentDirectory);
        var asOf = context.Parse.GetValue(AsOf) is { } day ? Day(day) : DateOnly.FromDateTime(File.GetLastWriteTimeUtc(file));
        var table = PriceTable.Read(file, asOf);
        var today = Today(context);
        if (context.Parse.GetValue(All))
        {
            return [.. table.Models.Select(m => PricedModelEntry.Of(null, m.Name, m.Price, PriceLint.Examine(m, today))).Where(m => m.Findings.Count > 0)];
        }

        var hosted = WorkspaceLoader.Load(context.WorkspaceFilePath).Candidates.Where(c => c.Hosted is not null).ToList();
        return hosted.Count == 0
            ? throw new EvalConfigurationException(null, "the workspace has no hosted candidates", "--all examines the whole table")
            : hosted.ConvertAll(c => table.Find(c.Hosted!) is { } found
                ? PricedModelEntry.Of(c.Id, found.Name, found.Price, PriceLint.Examine(found, today), c.Price is { } stated ? IsSame(stated, found.Price) : null)
                : PricedModelEntry.Of(c.Id, c.Hosted!.Model, null, [new PriceFinding("missing", "the table has no such model")]));
    }

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new EvalConfigurationException(null, $"--as-of needs a day such as 2026-11-01, not \"{text}\"");

    private static PricedModelEntry Stated(Candidate candidate, DateOnly today) => PricedModelEntry.Of(
        candidate.Id,
        candidate.Hosted?.Model ?? "local",
        candidate.Price,
        candidate.Price is { } price ? PriceLint.Examine(price, candidate.Hosted is not null, today)
            : candidate.Hosted is null ? [] : [new PriceFinding("missing", "has no price: its costs are unknown, and no budget can hold it")]);

    // Days of reading differ without the price being another.
    private static bool IsSame(PriceSpec stated, PriceSpec listed) =>
        PriceText.Yaml(stated with { AsOf = null, BatchDiscount = listed.BatchDiscount }) == PriceText.Yaml(listed with { AsOf = null });

    private static DateOnly Today(CommandContext context) => DateOnly.FromDateTime(context.Surroundings.Clock.GetUtcNow().UtcDateTime);

    private static int Show(CommandContext context, IReadOnlyList<PricedModelEntry> models)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new PricesDocument(1, models), DocumentContext.Default.PricesDocument);
        }
        else
        {
            PricesReport.Write(context.Out, models);
        }

        return ExitCodes.Done;
    }
}
