namespace Eval.Core.Search;

/// <summary>One round of <see cref="SuccessiveHalving"/>.</summary>
/// <param name="Budget">What each configuration is given.</param>
/// <param name="Configurations">How many are tried at most.</param>
public sealed record HalvingRung(int Budget, int Configurations)
{
    /// <summary>What the round costs at most.</summary>
    public long Cost => (long)Budget * Configurations;
}
