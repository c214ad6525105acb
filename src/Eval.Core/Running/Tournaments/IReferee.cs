using Eval.Core.Suites;

namespace Eval.Core.Running.Tournaments;

/// <summary>Decides battles. Two kinds exist: judges, and a scorer whose numbers are compared.</summary>
internal interface IReferee
{
    /// <summary>Decides some battles, one result for each in their order; whatever is wrong with one is its outcome.</summary>
    /// <exception cref="Models.ModelUnavailableException">A judge is gone for good.</exception>
    /// <exception cref="Models.ModelCallException">The budget allows no further call.</exception>
    Task<IReadOnlyList<BattleResult>> DecideAsync(IReadOnlyList<Meeting> meetings, SampleContext context, CancellationToken cancellationToken);
}

/// <summary>A battle with what is needed to decide it.</summary>
/// <param name="Battle">The battle, with slices and cluster.</param>
/// <param name="Prompt">The prompt's row.</param>
/// <param name="A">Candidate A's stored answer.</param>
/// <param name="B">Candidate B's.</param>
internal sealed record Meeting(BattleResult Battle, Sample Prompt, SampleResult A, SampleResult B);
