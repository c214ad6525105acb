using System.Threading.Channels;
using Eval.Core.Running;

namespace Eval.Cli.Progress;

/// <summary>
/// Carries progress from the threads that work to the one task that draws: the drawing library's live display is not thread safe, and
/// workers must not wait for a terminal.
/// </summary>
internal sealed class ProgressFeed : IProgress<RunProgress>
{
    private readonly Channel<RunProgress> _channel =
        Channel.CreateUnbounded<RunProgress>(new UnboundedChannelOptions { SingleReader = true });

    public ChannelReader<RunProgress> Events => _channel.Reader;

    public void Report(RunProgress value) => _channel.Writer.TryWrite(value);

    /// <summary>No more events will come; the drawing task ends once it has taken the last one.</summary>
    public void Complete() => _channel.Writer.TryComplete();
}
