using Eval.Cli.CommandLine;
using Eval.Providers.Downloads;

namespace Eval.Cli.Progress;

/// <summary>A download on standard error: one line that is written anew on a terminal, a line now and then elsewhere, nothing with <c>--quiet</c>.</summary>
internal sealed class DownloadDisplay(CommandContext context, string name) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly bool _isLive = context.Surroundings.AllowsLiveDisplay && !context.Verbose;
    private DateTimeOffset? _shownAt;
    private (DateTimeOffset At, long Done)? _begin;

    public void Report(DownloadProgress value)
    {
        var now = context.Surroundings.Clock.GetUtcNow();
        if (value.Total is not null)
        {
            // What is read from the disk first says nothing about the line.
            _begin ??= (now, value.Done);
        }

        if (context.Quiet || now - _shownAt < (_isLive ? Frame : Pause))
        {
            return;
        }

        _shownAt = now;
        var line = TerminalText.OneLine($"{name}: {Text(value, now)}");
        if (!_isLive)
        {
            context.Surroundings.Error.WriteLine(line);
            return;
        }

        var room = context.Surroundings.ErrorWidth - 1;
        context.Surroundings.Error.Write($"\r{(line.Length <= room ? line : line[..room])}\e[K");
        context.Surroundings.Error.Flush();
    }

    /// <summary>Takes the live line away.</summary>
    public void End()
    {
        if (_isLive && _shownAt is not null)
        {
            context.Surroundings.Error.Write("\r\e[K");
            context.Surroundings.Error.Flush();
        }
    }

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
