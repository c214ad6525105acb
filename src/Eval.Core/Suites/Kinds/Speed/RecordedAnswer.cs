using Eval.Core.Running;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>One request of a load: its trace, and what the sample needs beside it.</summary>
/// <param name="Trace">The raw record.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why, where it failed.</param>
/// <param name="Text">The answer as far as it came, without thoughts.</param>
/// <param name="CostMicroUsd">Cost in micro-dollars, or null where no price is known.</param>
internal sealed record RecordedAnswer(RequestTrace Trace, SampleOutcome Outcome, string? Reason, string Text, long? CostMicroUsd);
