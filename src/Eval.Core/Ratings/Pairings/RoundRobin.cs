using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Pairings;

/// <summary>Every model meets every other one on every prompt; prompts come in a seeded order, so that a part of a tournament is a fair sample of it.</summary>
internal sealed class RoundRobin : IPairingPolicy
{
    public string Name => "round-robin";

    public string Description => "every model meets every other one on every prompt";

    public bool IsAdaptive => false;

    public bool NeedsBaseline => false;

    public long Total(int models, int prompts) => (long)models * (models - 1) / 2 * prompts;

    public IReadOnlyList<PlannedPairing> Next(PairingState state)
    {
        var pairs = state.Models * (state.Models - 1) / 2;
        var prompts = Enumerable.Range(0, state.Prompts).ToArray();
        SeededRandom.For(state.Seed, "arena prompts").Shuffle(prompts);
        return [.. Enumerable.Range(0, state.Prompts * pairs).Skip(state.Round * state.RoundSize).Take(state.RoundSize).Select(i => Pairing(i % pairs, prompts[i / pairs], state.Models))];
    }

    private static PlannedPairing Pairing(int pair, int prompt, int models)
    {
        var a = 0;
        while (pair >= models - 1 - a)
        {
            pair -= models - 1 - a++;
        }

        return new PlannedPairing(a, a + 1 + pair, prompt, 1);
    }
}
