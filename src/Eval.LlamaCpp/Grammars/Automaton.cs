using Eval.Core.Schemas.Patterns;

namespace Eval.LlamaCpp.Grammars;

/// <summary>A deterministic finite automaton; state 0 is the start.</summary>
internal sealed class Automaton
{
    private const int MaxStates = 10_000;

    private Automaton(IReadOnlyList<State> states) => States = states;

    public IReadOnlyList<State> States { get; }

    /// <summary>Explores the states that a start state leads to, and gives the smallest automaton for the same texts.</summary>
    /// <param name="start">The start state.</param>
    /// <param name="classes">Disjoint sets of characters; all characters of a set lead to the same state.</param>
    /// <param name="next">The state after a character, or null where no text goes on.</param>
    /// <param name="accepts">Whether a text may end in a state.</param>
    /// <typeparam name="T">A state, compared by value.</typeparam>
    public static Automaton Explore<T>(T start, IReadOnlyList<CodePointSet> classes, Func<T, int, T?> next, Func<T, bool> accepts)
        where T : class
    {
        var ids = new Dictionary<T, int> { [start] = 0 };
        var order = new List<T> { start };
        var targets = new List<int[]>();
        for (var i = 0; i < order.Count; i++)
        {
            targets.Add([.. classes.Select(c => next(order[i], c.Ranges[0].First) is { } state ? IdOf(state) : -1)]);
        }

        return Minimise([.. order.Select(accepts)], targets, classes);

        int IdOf(T state)
        {
            if (!ids.TryGetValue(state, out var id))
            {
                if (order.Count >= MaxStates)
                {
                    throw new GrammarTooLargeException($"a pattern, length or range needs more than {MaxStates} states");
                }

                ids[state] = id = order.Count;
                order.Add(state);
            }

            return id;
        }
    }

    // Moore's refinement: states are told apart by acceptance, then by the groups they lead to, until nothing changes. Group -1 is the trap.
    private static Automaton Minimise(bool[] accepting, List<int[]> targets, IReadOnlyList<CodePointSet> classes)
    {
        var alive = Alive(accepting, targets);
        var group = accepting.Select((a, i) => !alive[i] ? -1 : a ? 1 : 0).ToArray();
        for (var groups = -1; ;)
        {
            var signatures = new Dictionary<string, int>(StringComparer.Ordinal);
            var refined = new int[group.Length];
            for (var i = 0; i < group.Length; i++)
            {
                var signature = group[i] + ":" + string.Join(',', targets[i].Select(t => t < 0 ? -1 : group[t]));
                refined[i] = group[i] < 0 ? -1 : signatures.TryGetValue(signature, out var id) ? id : signatures[signature] = signatures.Count;
            }

            group = refined;
            if (signatures.Count == groups)
            {
                break;
            }

            groups = signatures.Count;
        }

        // The start is the first state, so it is in group 0; without it nothing is accepted.
        var states = Enumerable.Range(0, group.Max() + 1).Select(g => Array.IndexOf(group, g))
            .Select(i => new State(accepting[i], Arcs(targets[i], group, classes))).ToList();
        return new Automaton(group[0] < 0 ? [new State(false, [])] : states);
    }

    private static List<(CodePointSet Set, int Target)> Arcs(int[] targets, int[] group, IReadOnlyList<CodePointSet> classes) =>
        [.. targets.Select((t, c) => (Set: classes[c], Target: t < 0 ? -1 : group[t])).Where(a => a.Target >= 0)
            .GroupBy(a => a.Target).Select(g => (CodePointSet.Of(g.SelectMany(a => a.Set.Ranges)), g.Key))];

    // From which states some accepting state can be reached.
    private static bool[] Alive(bool[] accepting, List<int[]> targets)
    {
        var sources = new List<int>[accepting.Length];
        for (var i = 0; i < targets.Count; i++)
        {
            foreach (var t in targets[i].Where(t => t >= 0).Distinct())
            {
                (sources[t] ??= []).Add(i);
            }
        }

        var alive = (bool[])accepting.Clone();
        var open = new Stack<int>(Enumerable.Range(0, alive.Length).Where(i => alive[i]));
        while (open.TryPop(out var state))
        {
            foreach (var source in sources[state] ?? [])
            {
                if (!alive[source])
                {
                    alive[source] = true;
                    open.Push(source);
                }
            }
        }

        return alive;
    }

    /// <summary>A state: whether a text may end here, and where each set of characters leads.</summary>
    internal sealed record State(bool IsAccepting, IReadOnlyList<(CodePointSet Set, int Target)> Arcs);
}
