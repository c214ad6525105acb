using Eval.Cli.CommandLine;

namespace Eval.Cli.Progress;

/// <summary>How far something is, on standard error: one line that is written anew on a terminal, a line now and then elsewhere, nothing with <c>--quiet</c>.</summary>
/// <param name="context">Where it is shown.</param>
/// <param name="atOnce">Whether logs get the first line at once; else what is quickly done leaves none in them.</param>
internal sealed class StatusLine(CommandContext context, bool atOnce)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly bool _isLive = context.Surroundings.AllowsLiveDisplay && !context.Verbose;
    private DateTimeOffset? _shownAt = atOnce || context.Surroundings.AllowsLiveDisplay ? null : context.Surroundings.Clock.GetUtcNow();
    private bool _isDrawn;

    /// <summary>Shows a text, where it is time for one.</summary>
    public void Show(DateTimeOffset now, Func<string> text)
    {
        if (context.Quiet || now - _shownAt < (_isLive ? Frame : Pause))
        {
            return;
        }

        _shownAt = now;
        var line = TerminalText.OneLine(text());
        if (!_isLive)
        {
            context.Surroundings.Error.WriteLine(line);
            return;
        }

        var room = context.Surroundings.ErrorWidth - 1;
        context.Surroundings.Error.Write($"\r{(line.Length <= room ? line : line[..room])}\e[K");
        context.Surroundings.Error.Flush();
        _isDrawn = true;
    }

    /// <summary>Takes the live line away.</summary>
    public void End()
    {
        if (_isDrawn)
        {
            context.Surroundings.Error.Write("\r\e[K");
            context.Surroundings.Error.Flush();
            _isDrawn = false;
        }
    }
}
