using Eval.Cli.CommandLine;
using Eval.Core.Running;

namespace Eval.Cli.Progress;

/// <summary>Shows progress while some work runs: live on a terminal, as lines elsewhere, not at all with <c>--quiet</c>.</summary>
internal static class ProgressDisplay
{
    public const string Stopping = "stopping: what is finished gets stored; Ctrl-C again ends at once";

    public static async Task<T> ShowAsync<T>(
        CommandContext context, RunPlan plan, Func<IProgress<RunProgress>, Task<T>> work, CancellationToken cancellationToken)
    {
        var feed = new ProgressFeed();
        var board = new ProgressBoard(plan);
        var drawing = context switch
        {
            { Quiet: true } => DrainAsync(feed),
            { Surroundings.AllowsLiveDisplay: true, Verbose: false } => new LiveProgress(context.Error, board, context.Surroundings).DrawAsync(feed.Events, cancellationToken),
            _ => new PlainProgress(context.Surroundings.Error, board, context.Surroundings.Clock).DrawAsync(feed.Events),
        };
        using var notice = context is { Surroundings.AllowsLiveDisplay: true, Verbose: false } ? default : cancellationToken.Register(() => context.Hint(Stopping));
        try
        {
            return await work(feed);
        }
        finally
        {
            feed.Complete();
            await drawing;
        }
    }

    private static async Task DrainAsync(ProgressFeed feed)
    {
        await foreach (var _ in feed.Events.ReadAllAsync())
        {
        }
    }
}
