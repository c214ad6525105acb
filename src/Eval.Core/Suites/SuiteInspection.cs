namespace Eval.Core.Suites;

/// <summary>What a first reading of a suite's samples found.</summary>
/// <param name="DataHash">
/// SHA-256 over ids and fields of the planned samples, in order, and of the rows that few-shot examples come from; lower-case hex.
/// </param>
/// <param name="Count">Samples planned.</param>
/// <param name="Calls">Requests to a model, all samples together.</param>
/// <param name="Characters">Characters sent.</param>
/// <param name="OutputTokens">Tokens generated at most.</param>
public sealed record SuiteInspection(string DataHash, int Count, long Calls, long Characters, long OutputTokens)
{
    /// <summary>What each model takes that the suite refers to, or null for nothing.</summary>
    public OtherEstimate? Others { get; init; }
}
