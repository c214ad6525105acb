using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Storage.Answers;

namespace Eval.Cli.Commands;

/// <summary><c>cache prune</c>: removes answers that are no longer served.</summary>
internal static class CachePruneCommand
{
    private static readonly Option<string[]> Candidates = OptionKinds.Many("--candidate", ["-m", "--model"], "ID", "Only answers of these candidates (ids or quoted wildcards)");
    private static readonly Option<TimeSpan?> OlderThan = OptionKinds.Age("--older-than", "Also those that were stored longer ago than this: 12h, 7d, 2w");

    public static Command Create() => new EvalCommand("prune", "Remove cached answers that are no longer served")
    {
        Details = "No result is touched: what runs stored stays as it is.",
        Examples = [new("cache prune", "what has expired"), new("cache prune --older-than 7d -m 'tiny-*'", "also what some candidates answered more than a week ago")],
        Options = { Candidates, OlderThan },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var database = await CacheCommand.OpenAsync(context, cancellationToken);
        var now = context.Surroundings.Clock.GetUtcNow();
        var filter = new AnswerFilter
        {
            Candidates = await CacheCommand.ChooseAsync(context, database, context.Parse.GetValue(Candidates) ?? [], cancellationToken),
            ExpiredAt = now,
            StoredBefore = now - context.Parse.GetValue(OlderThan),
        };
        var removed = await database.AnswerQueries.RemoveAsync(filter, cancellationToken);
        CacheReport.Write(context, new CacheRemovalDocument(1, database.Path, removed, 0, 0));
        return ExitCodes.Done;
    }
}
