using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary>
/// What <c>--resume</c> means. Where nothing else says what to run, the stored run does: <c>run --resume 12</c> needs none of the words that began it.
/// </summary>
internal static class ResumedRun
{
    public static Option<string?> Option { get; } = new("--resume")
    {
        Description = "Go on with this run [without RUN: the newest unfinished one]; nothing else need be given again",
        HelpName = "RUN",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens is [var token] ? token.Value : "",
    };

    /// <summary>The run to go on with; null where none was asked for.</summary>
    public static async Task<StoredRun?> FindAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Parse.GetResult(Option) is null or { Implicit: true })
        {
            return null;
        }

        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var reference = context.Parse.GetValue(Option);
        return string.IsNullOrEmpty(reference)
            ? await NewestAsync(database, context, cancellationToken)
            : await StoredRuns.FindAsync(database, reference, context, cancellationToken);
    }

    /// <summary>The request with what the stored run was made of, where the user names none of it.</summary>
    public static RunRequest Apply(RunRequest request, StoredRun run)
    {
        if (request is not { Suites: [], Candidates: [], SuiteTags: [], Selection: null, Limit: null, Seed: null, Epochs: null })
        {
            return request;
        }

        if (run.Cells.FirstOrDefault(c => c.Filter is not null) is { } filtered)
        {
            throw new EvalConfigurationException(
                null, $"run {run.Id} asked only selected samples ({filtered.Filter})", "give the same SUITE, --candidate and --filter-… options again, beside --resume");
        }

        return request with
        {
            Suites = [.. run.Cells.Select(c => c.SuiteName).Distinct(StringComparer.Ordinal)],
            Candidates = [.. run.Cells.Select(c => c.CandidateId).Distinct(StringComparer.Ordinal)],
            Ranges = run.Cells.Where(c => c.Limit is not null).DistinctBy(c => c.SuiteName, StringComparer.Ordinal)
                .ToDictionary(c => c.SuiteName, c => (SampleRange)c.Limit, StringComparer.Ordinal),
            Seed = run.Seed,
            Epochs = run.Cells.Select(c => c.Epochs).Distinct().ToList() is [var epochs] ? epochs : null,
        };
    }

    private static async Task<StoredRun> NewestAsync(EvalDatabase database, CommandContext context, CancellationToken cancellationToken) =>
        await database.RunQueries.NewestUnfinishedAsync(cancellationToken) is { } id && await database.RunQueries.GetAsync(id, cancellationToken) is { } run
            ? run
            : throw new EvalConfigurationException(null, $"no unfinished run is stored in {database.Path}", $"see: {context.Command("show --list")}");
}
