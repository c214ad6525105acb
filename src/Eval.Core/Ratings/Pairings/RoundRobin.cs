namespace Eval.Core.Ratings.Pairings;

/// <summary>
/// Every model meets every other one on every prompt. Pairs come by match days on which each model plays once (the circle method of J. Schurig, 1886), prompts in
/// <see cref="BalancedOrder"/>, so that a part of a tournament is a fair sample of it.
/// </summary>
internal sealed class RoundRobin : IPairingPolicy
{
    public string Name => "round-robin";

    public string Description => "every model meets every other one on every prompt";

    public bool IsAdaptive => false;

    public bool NeedsBaseline => false;

    public long Total(int models, int prompts) => (long)models * (models - 1) / 2 * prompts;

    public IReadOnlyList<PlannedPairing> Next(PairingState state)
    {
        var models = BalancedOrder.SeededOrder(state.Models, state.Seed, "arena models");
        return BalancedOrder.Round(state, Total(state.Models, 1), turn => Meeting(models, turn));
    }

    /// <summary>The pair of a turn. With an odd number of models one of them has no opponent on each match day.</summary>
    private static (int A, int B) Meeting(int[] models, long turn)
    {
        var circle = models.Length - 1 + (models.Length % 2);
        var (day, table) = Math.DivRem(turn, models.Length / 2);
        var step = models.Length % 2 == 0 ? table : table + 1;
        var (one, other) = ((day + step) % circle, (day - step + circle) % circle);
        return step == 0 ? (models[circle], models[day]) : (models[one], models[other]);
    }
}
