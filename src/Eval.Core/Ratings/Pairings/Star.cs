namespace Eval.Core.Ratings.Pairings;

/// <summary>
/// Every model meets the baseline on every prompt, and no other. For the same number of pairings the difference to the baseline is as sure as in a round robin, one between
/// two other models has twice the variance (equal strengths: 4 (M − 1)/N and 8 (M − 1)/N).
/// </summary>
internal sealed class Star : IPairingPolicy
{
    public string Name => "star";

    public string Description => "every model meets the baseline on every prompt";

    public bool IsAdaptive => false;

    public bool NeedsBaseline => true;

    public long Total(int models, int prompts) => (long)(models - 1) * prompts;

    public IReadOnlyList<PlannedPairing> Next(PairingState state)
    {
        var baseline = state.Baseline ?? throw new ArgumentException("A star needs a baseline.", nameof(state));
        int[] others = [.. BalancedOrder.SeededOrder(state.Models, state.Seed, "arena models").Where(m => m != baseline)];
        return BalancedOrder.Round(state, others.Length, turn => (others[turn], baseline));
    }
}
