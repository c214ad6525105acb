using Eval.Cli.CommandLine;
using Eval.Providers.Downloads;

namespace Eval.Cli.Progress;

/// <summary>How far a download is.</summary>
internal sealed class DownloadDisplay(CommandContext context, string name) : IProgress<DownloadProgress>
{
    private readonly StatusLine _line = new(context, atOnce: true);
    private (DateTimeOffset At, long Done)? _begin;

    public void Report(DownloadProgress value)
    {
        var now = context.Surroundings.Clock.GetUtcNow();
        if (value.Total is not null)
        {
            // What is read from the disk first says nothing about the line.
            _begin ??= (now, value.Done);
        }

        _line.Show(now, () => $"{name}: {Text(value, now)}");
    }

    /// <summary>Takes the live line away.</summary>
    public void End() => _line.End();

    private string Text(DownloadProgress value, DateTimeOffset now)
    {
        if (value.Total is not { } total)
        {
            return _begin is null ? $"reading what is there, {Figures.Size(value.Done)}" : Figures.Size(value.Done);
        }

        var text = $"{Figures.Percent((double)value.Done / Math.Max(1, total))} of {Figures.Size(total)}";
        var (at, done) = _begin!.Value;
        if (now - at < TimeSpan.FromSeconds(1) || value.Done == done)
        {
            return text;
        }

        var perSecond = (value.Done - done) / (now - at).TotalSeconds;
        return $"{text}, {Figures.Size((long)perSecond)}/s, about {Figures.Duration(TimeSpan.FromSeconds((total - value.Done) / perSecond))} left";
    }
}
