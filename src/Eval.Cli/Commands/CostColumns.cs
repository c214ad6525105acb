using System.CommandLine;
using System.Globalization;
using Eval.Cli.CommandLine;
using Eval.Core.Costs;
using Eval.Core.Costs.Capacity;
using Eval.Core.Costs.Units;
using Eval.Core.Models;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>One thing to calculate for: a hosted model or machines of one's own; exactly one is set.</summary>
internal sealed record CostColumn(string Name, PriceSpec? Price, RateCapacity Limits, InstanceFleet? Fleet);

/// <summary>The columns of <c>cost workload</c>: candidates of the workspace, or prices from the command line.</summary>
internal static class CostColumns
{
    // Above any price or rate, and far below where sums would leave the range of decimals.
    private const decimal Largest = 1_000_000_000;

    private static readonly Argument<string[]> Candidates = new("candidate")
    {
        HelpName = "CANDIDATE...",
        Description = "Candidates of the workspace [default: all with a price, where no --price or --instance is given]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string[]> Prices = Repeated("--price", "[NAME=]IN,OUT", "A hosted model: dollars for a million input and a million output tokens (repeatable)");

    private static readonly Option<string[]> Limits = Repeated("--limits", "RPM,TPM", "Requests and tokens per minute that a --price allows: one for all, or one for each in their order");

    private static readonly Option<string[]> Instances = Repeated(
        "--instance", "[NAME=]USD,RPM[,COUNT]", "Own machines: dollars an hour, requests a minute that one serves within the objective, and how many (repeatable)");

    private static readonly Option<string[]> Capacities = Repeated("--capacity", "CANDIDATE=RPM", "Requests a minute that the machine of a candidate priced by the hour serves (repeatable)");

    public static Argument<string[]> Argument => Candidates;

    public static OptionGroup Group { get; } = new("Columns", [Prices, Limits, Instances, Capacities]);

    /// <summary>The columns, and the candidates that have none because nothing says what they cost.</summary>
    public static (IReadOnlyList<CostColumn> Columns, IReadOnlyList<string> WithoutPrice) Read(CommandContext context)
    {
        var parse = context.Parse;
        var (names, prices, instances) = (parse.GetValue(Candidates) ?? [], parse.GetValue(Prices) ?? [], parse.GetValue(Instances) ?? []);
        var limits = (parse.GetValue(Limits) ?? []).Select(l => Numbers("--limits", "RPM,TPM", l, 2, 2)).ToList();
        if (limits.Count > 1 && limits.Count != prices.Length)
        {
            throw new EvalConfigurationException(null, $"there are {limits.Count} --limits for {prices.Length} --price", "give one for all, or one for each");
        }

        if (limits.Count > 0 && prices.Length == 0)
        {
            throw new EvalConfigurationException(null, "--limits goes with --price", "the limits of a candidate are its requestsPerMinute and tokensPerMinute in eval.yaml");
        }

        var capacities = (parse.GetValue(Capacities) ?? []).Select(c => OptionKinds.Pair("--capacity", c))
            .Select(c => (c.Key, Rpm: Numbers("--capacity", "CANDIDATE=RPM", c.Value, 1, 1)[0])).ToList();
        var columns = new List<CostColumn>();
        var without = new List<string>();
        if (names.Length > 0 || (prices.Length == 0 && instances.Length == 0))
        {
            FromWorkspace(context, names, capacities, columns, without);
        }
        else if (capacities.Count > 0)
        {
            throw new EvalConfigurationException(null, "--capacity is for candidates of the workspace", "an --instance has its own: USD,RPM");
        }

        columns.AddRange(prices.Select((p, i) => Hosted(p, i, limits.Count == 1 ? limits[0] : limits.ElementAtOrDefault(i))));
        columns.AddRange(instances.Select(Owned));
        return (columns, without);
    }

    private static void FromWorkspace(CommandContext context, string[] names, List<(string Key, decimal Rpm)> capacities, List<CostColumn> columns, List<string> without)
    {
        var known = WorkspaceLoader.Load(context.WorkspaceFilePath).Candidates;
        var ids = known.Select(c => c.Id).ToList();
        var unknown = names.Concat(capacities.Select(c => c.Key)).Distinct(StringComparer.Ordinal).Except(ids)
            .Select(n => new ConfigProblem(null, $"there is no candidate \"{n}\"", NearestName.Hint(n, ids))).ToList();
        if (unknown.Count > 0)
        {
            throw new EvalConfigurationException(unknown);
        }

        foreach (var candidate in known.Where(c => names.Length == 0 || names.Contains(c.Id)))
        {
            switch (candidate.Price?.Today(context.Surroundings.Clock))
            {
                case { IsPerCall: true } price:
                    columns.Add(new CostColumn(candidate.Id, price, new RateCapacity(candidate.Hosted?.RequestsPerMinute, candidate.Hosted?.TokensPerMinute), null));
                    break;
                case { PerHour: { } hour }:
                    var serves = capacities.LastOrDefault(c => c.Key == candidate.Id).Rpm;
                    columns.Add(new CostColumn(candidate.Id, null, default, new InstanceFleet(new Money(hour), RequestRate.PerMinute(serves))));
                    break;
                default:
                    without.Add(candidate.Id);
                    break;
            }
        }

        if (columns.Count == 0)
        {
            throw new EvalConfigurationException(
                null, names.Length == 0 ? "no candidate has a price that holds today" : $"{string.Join(", ", names)}: no price that holds today",
                "write price: { inputPerMTok: …, outputPerMTok: … } beside it in eval.yaml, or give --price NAME=IN,OUT");
        }
    }

    private static CostColumn Hosted(string text, int index, decimal[]? limits)
    {
        var (name, value) = Named(text, $"price {index + 1}");
        var numbers = Numbers("--price", "IN,OUT", value, 2, 2);
        return new CostColumn(
            name, new PriceSpec { InputPerMTok = numbers[0], OutputPerMTok = numbers[1] }, limits is null ? default : new RateCapacity((double)limits[0], (double)limits[1]), null);
    }

    private static CostColumn Owned(string text, int index)
    {
        var (name, value) = Named(text, $"instance {index + 1}");
        var numbers = Numbers("--instance", "USD,RPM or USD,RPM,COUNT", value, 2, 3);
        var count = numbers.Length == 3 ? numbers[2] : 1;
        return count is >= 1 and <= 1_000_000 && decimal.IsInteger(count)
            ? new CostColumn(name, null, default, new InstanceFleet(new Money(numbers[0]), RequestRate.PerMinute(numbers[1]), (int)count))
            : throw new EvalConfigurationException(null, $"--instance needs a whole number of machines, not \"{count}\"");
    }

    private static (string Name, string Value) Named(string text, string otherwise) =>
        text.LastIndexOf('=') is > 0 and var at ? (text[..at].Trim(), text[(at + 1)..]) : (otherwise, text);

    private static decimal[] Numbers(string option, string form, string text, int least, int most)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var numbers = parts.Select(p => decimal.TryParse(p.TrimStart('$'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) && n <= Largest ? n : -1).ToArray();
        return parts.Length >= least && parts.Length <= most && numbers.All(n => n >= 0)
            ? numbers
            : throw new EvalConfigurationException(null, $"{option} needs {form} in numbers of 0 or more, not \"{text}\"");
    }

    private static Option<string[]> Repeated(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
