namespace Eval.Core.Workspaces;

/// <summary>
/// The user's files or options are wrong. Raised before any model is asked anything; the command line turns it into exit code 2 and
/// prints every problem, not only the first.
/// </summary>
public sealed class EvalConfigurationException : Exception
{
    /// <summary>Creates the exception from all problems that were found.</summary>
    /// <param name="problems">At least one problem.</param>
    public EvalConfigurationException(IReadOnlyList<ConfigProblem> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>Creates the exception from one problem.</summary>
    /// <param name="at">Where, or null.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="hint">What to do about it, or null.</param>
    public EvalConfigurationException(SourcePosition? at, string message, string? hint = null)
        : this([new ConfigProblem(at, message, hint)])
    {
    }

    /// <summary>Everything that is wrong, in the order of the files.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; }
}
