using System.CommandLine;
using System.Globalization;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Costs;
using Eval.Core.Costs.BreakEven;
using Eval.Core.Costs.Units;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>cost break-even</c>: from which volume own machines are no dearer than a hosted model.</summary>
internal static class CostBreakEvenCommand
{
    // A year of 8,760 hours over twelve.
    private const decimal HoursOfMonth = 730;
    private const decimal Largest = 1_000_000_000;

    private static readonly Argument<string?> Candidate = new("candidate")
    {
        HelpName = "CANDIDATE",
        Description = "The hosted candidate whose price counts, for turns of --input and --output tokens",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<decimal?> Hosted = OptionKinds.Money("--hosted", "USD", "Or its price: dollars for a million tokens of your mix of input and output");
    private static readonly Option<int?> Input = OptionKinds.Whole("--input", [], "N", "Tokens of a request, for the price of a candidate", 0);
    private static readonly Option<int?> Output = OptionKinds.Whole("--output", [], "N", "Tokens of an answer, for the price of a candidate", 0);
    private static readonly Option<decimal?> PerMonth = OptionKinds.Money("--per-month", "USD", "What one machine costs in a month, busy or not");
    private static readonly Option<decimal?> PerHour = OptionKinds.Money("--per-hour", "USD", "Or in an hour, of which a month has 730");
    private static readonly Option<decimal?> Capacity = Number("--capacity", "N", "Million tokens that one machine serves in a month within the latency objective");
    private static readonly Option<decimal?> Speed = Number("--speed", "N", "Or tokens in a second, at the highest load that meets the objective");
    private static readonly Option<decimal?> Busy = Number("--busy", "SHARE", "With --speed: share of the month in which there is such a load, above 0 to 1 [default: 1]");
    private static readonly Option<decimal?> Marginal = OptionKinds.Money("--marginal", "USD", "What a million tokens costs on own machines on top, such as energy [default: 0]");
    private static readonly Option<decimal?> Overhead = OptionKinds.Money("--overhead", "USD", "What own machines cost in a month however many there are, such as staff [default: 0]");

    public static Command Create() => new EvalCommand("break-even", "Find the volumes from which own machines are no dearer than a hosted model")
    {
        Details = "Machines come whole, so there may be several such volumes, or none: a break-even that one machine cannot serve is none, as the next must be bought first. "
            + "How busy the machines are decides; the same is shown for machines that are less busy.",
        Examples =
        [
            new("cost break-even --hosted 2.50 --per-month 1800 --capacity 900 --marginal 0.05", "$2.50 for a million tokens, against machines of $1,800 for 900 million a month"),
            new("cost break-even --hosted 2.50 --per-hour 2.50 --speed 700 --busy 0.4", "a rented GPU at its measured speed, busy for two fifths of the month"),
            new("cost break-even claude --input 800 --output 200 --per-month 1800 --capacity 900 --overhead 4000", "the price of a candidate for your turns; staff included"),
        ],
        Arguments = { Candidate },
        Options = { Hosted, Input, Output },
        Groups = [new("Own machines", [PerMonth, PerHour, Capacity, Speed, Busy, Marginal, Overhead])],
        Work = (context, _) => Task.FromResult(Work(context)),
    };

    private static int Work(CommandContext context)
    {
        var parse = context.Parse;
        var (own, hosted) = (Machines(parse), HostedPrice(context));
        var document = CostCommand.Calculate(() => CostBreakEvenDocument.Of(new HostedComparison(own, new Money(hosted))));
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.CostBreakEvenDocument);
        }
        else
        {
            CostBreakEvenReport.Write(context.Out, document);
        }

        return ExitCodes.Done;
    }

    private static SteppedCost Machines(ParseResult parse)
    {
        var (cost, byHour) = OneOf(parse, PerMonth, PerHour, "what one machine costs");
        var (amount, bySpeed) = OneOf(parse, Capacity, Speed, "what one machine serves");
        var busy = parse.GetValue(Busy);
        if (busy is not null && !bySpeed)
        {
            throw new EvalConfigurationException(null, "--busy goes with --speed", "--capacity is what is served in a whole month");
        }

        if (amount == 0 || busy is <= 0 or > 1)
        {
            throw new EvalConfigurationException(null, amount == 0 ? "a machine that serves nothing never pays" : $"--busy is above 0 and at most 1, not {busy}", amount == 0 ? "--capacity or --speed is above 0" : null);
        }

        return new SteppedCost
        {
            Fixed = new Money(byHour ? cost * HoursOfMonth : cost),
            Capacity = bySpeed ? TokenRate.PerSecond(amount).Hourly * HoursOfMonth * (busy ?? 1) / 1_000_000 : amount,
            Marginal = new Money(Checked(parse, Marginal) ?? 0),
            Overhead = new Money(Checked(parse, Overhead) ?? 0),
        };
    }

    private static decimal HostedPrice(CommandContext context)
    {
        var parse = context.Parse;
        var (name, hosted) = (parse.GetValue(Candidate), Checked(parse, Hosted));
        if ((name is null) == (hosted is null))
        {
            throw new EvalConfigurationException(null, name is null ? "there is no hosted model to compare with" : "a candidate and --hosted are two prices", "name a candidate, or give --hosted USD for a million tokens");
        }

        if (hosted is { } price)
        {
            return parse.GetValue(Input) is null && parse.GetValue(Output) is null ? price
                : throw new EvalConfigurationException(null, "--input and --output are for the price of a candidate", "--hosted is the price of your mix already");
        }

        var candidates = WorkspaceLoader.Load(context.WorkspaceFilePath).Candidates;
        var candidate = candidates.FirstOrDefault(c => c.Id == name)
            ?? throw new EvalConfigurationException(null, $"there is no candidate \"{name}\"", NearestName.Hint(name!, candidates.Select(c => c.Id)));
        var turn = new CallUsage(parse.GetValue(Input) ?? 0, parse.GetValue(Output) ?? 0);
        if (turn.TotalTokens == 0)
        {
            throw new EvalConfigurationException(null, "the price of a candidate depends on the mix of tokens", "for example --input 800 --output 200");
        }

        return candidate.Price?.Today(context.Surroundings.Clock) is { } stated && CallPrice.Of(stated, turn) is { } cost
            ? cost.Usd * 1_000_000 / turn.TotalTokens
            : throw new EvalConfigurationException(candidate.DefinedAt, $"\"{name}\" has no price for tokens that holds today", "write price: { inputPerMTok: …, outputPerMTok: … } beside it, or give --hosted USD");
    }

    private static (decimal Amount, bool Second) OneOf(ParseResult parse, Option<decimal?> first, Option<decimal?> second, string what) => (Checked(parse, first), Checked(parse, second)) switch
    {
        ({ } amount, null) => (amount, false),
        (null, { } amount) => (amount, true),
        (null, null) => throw new EvalConfigurationException(null, $"{what} is missing", $"give {first.Name} or {second.Name}"),
        _ => throw new EvalConfigurationException(null, $"{first.Name} and {second.Name} both say {what}", "give one of them"),
    };

    private static decimal? Checked(ParseResult parse, Option<decimal?> option) => parse.GetValue(option) is not { } number || number <= Largest ? parse.GetValue(option)
        : throw new EvalConfigurationException(null, $"{option.Name} is at most {Largest.ToString("#,0", CultureInfo.InvariantCulture)}");

    private static Option<decimal?> Number(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            if (decimal.TryParse(result.Tokens.Single().Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            result.AddError($"{name} needs a number of 0 or more, not \"{result.Tokens.Single().Value}\"");
            return null;
        },
    };
}
