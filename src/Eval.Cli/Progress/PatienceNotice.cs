using Eval.Cli.CommandLine;

namespace Eval.Cli.Progress;

/// <summary>Tells after a moment what a command waits for before it has anything to show, so that nobody takes it for hanging.</summary>
internal static class PatienceNotice
{
    /// <summary>While endpoints are asked what they can do.</summary>
    public const string Probing = "still asking what each candidate can do: an endpoint that says nothing is given up after two minutes (Ctrl-C stops)";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    public static async Task<T> WhileAsync<T>(CommandContext context, string text, Task<T> work)
    {
        using var over = new CancellationTokenSource();
        var notice = TellAsync(context, text, over.Token);
        try
        {
            return await work;
        }
        finally
        {
            await over.CancelAsync();
            await notice;
        }
    }

    private static async Task TellAsync(CommandContext context, string text, CancellationToken over)
    {
        try
        {
            await Task.Delay(Moment, context.Surroundings.Clock, over);
            context.Hint(text);
        }
        catch (OperationCanceledException)
        {
            // It was quick enough.
        }
    }
}
