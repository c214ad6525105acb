using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Costs;
using Eval.Core.Costs.Capacity;
using Eval.Core.Costs.Units;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>cost workload</c>: the calculator of what many people's requests cost, and whether limits and machines hold them.</summary>
internal static class CostWorkloadCommand
{
    // A million people asking a million times an hour a million tokens: no sum leaves its range below.
    private const int Largest = 1_000_000;

    private static readonly Option<int?> Sessions = OptionKinds.Whole("--sessions", [], "N", "People or programs that ask at the same time", 1);
    private static readonly Option<int?> PerHour = OptionKinds.Whole("--requests-per-hour", [], "N", "Requests of each of them in an hour", 1);
    private static readonly Option<int?> Input = OptionKinds.Whole("--input", [], "N", "Tokens of a request", 0);
    private static readonly Option<int?> Output = OptionKinds.Whole("--output", [], "N", "Tokens of an answer, reasoning included", 0);

    public static Command Create() => new EvalCommand("workload", "Calculate what a workload costs with each model, and whether limits and machines hold it")
    {
        Details = "A turn is input × price of input + output × price of output. What is asked is compared with the limits of requests and of tokens, of which the tighter one binds; "
            + "demand that equals a limit passes. Own machines are paid by the hour, busy or not; requests a minute are what one was measured to serve within the latency objective.",
        Examples =
        [
            new("cost workload --sessions 100 --requests-per-hour 100 --input 100 --output 100", "the candidates of the workspace that have a price"),
            new("cost workload --sessions 100 --requests-per-hour 100 --input 100 --output 100 --price gpt=60,120 --limits 3500,350000", "a price and its limits, ad hoc"),
            new("cost workload --sessions 100 --requests-per-hour 100 --input 100 --output 100 --price 11.02,32.68 --instance large=20.36,20 --instance nine=20.36,20,9", "a hosted model against own machines"),
        ],
        Arguments = { CostColumns.Argument },
        Options = { Sessions, PerHour, Input, Output },
        Groups = [CostColumns.Group],
        Work = (context, _) => Task.FromResult(Work(context)),
    };

    private static int Work(CommandContext context)
    {
        var workload = Workload(context.Parse);
        var (columns, without) = CostColumns.Read(context);
        var document = CostCommand.Calculate(() => CostWorkloadDocument.Of(
            workload, [.. columns.Select(c => (c, c.Price is { } price ? workload.On(price, c.Limits) : null, c.Fleet is { } fleet ? workload.On(fleet) : null))]));
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.CostWorkloadDocument);
        }
        else
        {
            CostWorkloadReport.Write(context.Out, document);
        }

        if (without.Count > 0)
        {
            context.Hint($"without a price that holds today, and so left out: {string.Join(", ", without)}");
        }

        return ExitCodes.Done;
    }

    private static Workload Workload(ParseResult parse)
    {
        var problems = new List<ConfigProblem>();
        int Of(Option<int?> option, string example)
        {
            if (parse.GetValue(option) is { } number && number <= Largest)
            {
                return number;
            }

            problems.Add(parse.GetValue(option) is null
                ? new ConfigProblem(null, $"{option.Name} is missing: {char.ToLowerInvariant(option.Description![0])}{option.Description[1..]}", $"for example {option.Name} {example}")
                : new ConfigProblem(null, $"{option.Name} is at most {Figures.Count(Largest)}"));
            return 0;
        }

        var (sessions, hourly, input, output) = (Of(Sessions, "100"), Of(PerHour, "100"), Of(Input, "800"), Of(Output, "200"));
        return problems.Count == 0
            ? new Workload { Sessions = sessions, PerSession = RequestRate.PerHour(hourly), Turn = new CallUsage(input, output) }
            : throw new EvalConfigurationException(problems);
    }
}
