using System.CommandLine;
using System.Globalization;
using Eval.Cli.CommandLine;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary><c>gate waive</c>: somebody takes the responsibility for what a gate did not let through.</summary>
internal static class GateWaiveCommand
{
    private static readonly Argument<string> Id = new("id") { HelpName = "ID", Description = "Number of the decision" };

    private static readonly Option<string?> Reason = OptionKinds.Text("--reason", "TEXT", "Why; shown wherever the gate is shown");

    private static readonly Option<string?> Until = OptionKinds.Text("--until", "DATE", "The last day on which it holds, such as 2026-12-01 (UTC) [default: for good]");

    private static readonly Option<string?> By = OptionKinds.Text("--by", "NAME", "Who takes the responsibility [default: who is logged in]");

    public static Command Create() => new EvalCommand("waive", "Take the responsibility for what a gate did not let through")
    {
        Details = "The verdict and its evidence stay as they are; the waiver is kept and shown beside them. gate --honour-waivers exits with 0 while one holds.",
        Examples = [new("gate waive 3 --reason hotfix-412 --until 2026-12-01 --by kim", "let decision 3 through until the end of that day")],
        Arguments = { Id },
        Options = { Reason, Until, By },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var id = GateDecisions.Number(context.Parse.GetValue(Id)!);
        var reason = context.Parse.GetValue(Reason)?.Trim();
        if (string.IsNullOrEmpty(reason))
        {
            throw new EvalConfigurationException(null, "a waiver needs a reason", "--reason 'why it may pass all the same'");
        }

        var until = context.Parse.GetValue(Until) is { } day ? End(day, context) : (DateTimeOffset?)null;
        var by = context.Parse.GetValue(By) ?? GatePolicies.Who(context);

        // Opened for reading first: a slip in the path must not make a new database.
        await using (var existing = await Composition.OpenForReadingAsync(context, cancellationToken))
        {
            await GateDecisions.FindAsync(existing, id, context, cancellationToken);
        }

        await using var database = await EvalDatabase.OpenAsync(
            new EvalDatabaseOptions { Path = context.DatabaseFile, Time = context.Surroundings.Clock }, cancellationToken);
        await database.Gates.WaiveAsync(id, reason, by, until, cancellationToken);
        var gate = await GateDecisions.FindAsync(database, id, context, cancellationToken);
        if (gate.Decision.Verdict == Core.Gates.GateVerdict.Pass)
        {
            context.Hint($"decision {id} was a pass; it needed no waiver");
        }

        GateDecisions.Show(context, gate);
        return ExitCodes.Done;
    }

    private static DateTimeOffset End(string day, CommandContext context)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last))
        {
            throw new EvalConfigurationException(null, $"--until needs a day such as 2026-12-01, not \"{day}\"");
        }

        var end = new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return end > context.Surroundings.Clock.GetUtcNow() ? end : throw new EvalConfigurationException(null, $"{day} is over", "name a day to come");
    }
}
