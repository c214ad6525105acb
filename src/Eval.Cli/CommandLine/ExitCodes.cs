namespace Eval.Cli.CommandLine;

/// <summary>What the exit code tells a script. The meanings are part of the contract with users: they never change.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    public const int Regression = 1;

    public const int Usage = 2;

    public const int Inconclusive = 3;

    public const int Broken = 4;

    public const int Stopped = 5;

    public const int Interrupted = 130;
}
