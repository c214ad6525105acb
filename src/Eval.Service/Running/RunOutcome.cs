using Eval.Core.Running;

namespace Eval.Service.Running;

/// <summary>How a run ended.</summary>
/// <param name="Run">The run, read back from the database.</param>
/// <param name="ExitCode">0 done, 4 broken, 5 stopped by a limit, 130 interrupted.</param>
/// <param name="Resumed">True where it went on with an earlier, unfinished run.</param>
/// <param name="Reasons">Why the exit code is not 0.</param>
public sealed record RunOutcome(StoredRun Run, int ExitCode, bool Resumed, IReadOnlyList<string> Reasons);
