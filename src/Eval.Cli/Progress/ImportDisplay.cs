using Eval.Cli.CommandLine;

namespace Eval.Cli.Progress;

/// <summary>How many samples an import has stored.</summary>
/// <param name="context">Where it is shown.</param>
/// <param name="name">The source's name.</param>
/// <param name="runs">How many runs are stored.</param>
internal sealed class ImportDisplay(CommandContext context, string name, int runs) : IProgress<long>
{
    private readonly StatusLine _line = new(context, atOnce: false);
    private int _run;

    /// <summary>The next run begins.</summary>
    public void Next() => _run++;

    public void Report(long value) => _line.Show(
        context.Surroundings.Clock.GetUtcNow(),
        () => $"{name}: {(runs == 1 ? "" : $"run {_run} of {runs}, ")}{Figures.Count(value)} samples stored");

    /// <summary>Takes the live line away.</summary>
    public void End() => _line.End();
}
