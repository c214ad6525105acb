using System.Threading.Channels;
using Eval.Cli.CommandLine;
using Eval.Core.Running;
using Spectre.Console;

namespace Eval.Cli.Progress;

/// <summary>Progress that redraws itself on a terminal. One task takes the events and draws; nothing else touches the console meanwhile.</summary>
internal sealed class LiveProgress(IAnsiConsole console, ProgressBoard board, Surroundings surroundings)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(125);
    private readonly List<string> _messages = [];

    public Task DrawAsync(ChannelReader<RunProgress> events, CancellationToken stopping) => console.Live(Picture(isStopping: false))
        .AutoClear(true)
        .Overflow(VerticalOverflow.Crop)
        .StartAsync(async live =>
        {
            using var frames = new PeriodicTimer(Frame, surroundings.Clock);
            var open = true;
            while (open)
            {
                await frames.WaitForNextTickAsync();
                while (events.TryRead(out var progress))
                {
                    Take(progress);
                }

                open = !events.Completion.IsCompleted;
                live.UpdateTarget(Picture(stopping.IsCancellationRequested));
            }
        });

    private void Take(RunProgress progress)
    {
        board.Apply(progress, surroundings.Clock.GetUtcNow());
        if (progress.Message is { } message)
        {
            _messages.Add($"{progress.CandidateId} / {progress.SuiteName}: {message}");
        }
    }

    private Rows Picture(bool isStopping)
    {
        // The user may have drawn the window wider or narrower.
        console.Profile.Width = surroundings.ErrorWidth;
        return new(ProgressPicture.Create(
            board, _messages, surroundings.Clock.GetUtcNow(), surroundings.ErrorWidth, surroundings.ErrorHeight, isStopping));
    }
}
