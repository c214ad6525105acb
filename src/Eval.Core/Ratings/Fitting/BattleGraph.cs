namespace Eval.Core.Ratings.Fitting;

/// <summary>Who met whom, and who beat or tied whom: ratings exist within a part where every model can be reached from every other one by "beat or tied".</summary>
internal sealed class BattleGraph
{
    private readonly List<int>[] _beats;
    private readonly List<int>[] _beatenBy;
    private readonly List<int>[] _met;

    /// <param name="cells">The battles; those that do not count connect nothing.</param>
    public BattleGraph(BattleCells cells)
    {
        var models = cells.Models.Count;
        (_beats, _beatenBy, _met) = (Empty(models), Empty(models), Empty(models));
        foreach (ref readonly var cell in cells.All)
        {
            if (cell.Weight > 0)
            {
                _met[cell.A].Add(cell.B);
                _met[cell.B].Add(cell.A);
                Beat(cell.A, cell.B, cell.Weights[BattleOutcome.AWins] + cell.Weights[BattleOutcome.Tie]);
                Beat(cell.B, cell.A, cell.Weights[BattleOutcome.BWins] + cell.Weights[BattleOutcome.Tie]);
            }
        }
    }

    /// <summary>The connected parts, members in ascending order; the largest first, of equals the one with the lowest model.</summary>
    public IReadOnlyList<int[]> Components()
    {
        var seen = new bool[_met.Length];
        var components = new List<int[]>();
        for (var model = 0; model < _met.Length; model++)
        {
            if (!seen[model])
            {
                components.Add([.. Reach(model, _met, seen).Order()]);
            }
        }

        return [.. components.OrderByDescending(c => c.Length).ThenBy(c => c[0])];
    }

    /// <summary>The strongly connected parts of "beat or tied" among some models (Tarjan 1972, without recursion).</summary>
    public IReadOnlyList<int[]> StrongParts(int[] members)
    {
        var models = _beats.Length;
        var (index, low, next) = (new int[models], new int[models], new int[models]);
        var onStack = new bool[models];
        var (stack, path) = (new Stack<int>(), new Stack<int>());
        var parts = new List<int[]>();
        var counter = 0;
        foreach (var root in members)
        {
            if (index[root] == 0)
            {
                Enter(root);
            }

            while (path.TryPeek(out var model))
            {
                if (next[model] < _beats[model].Count)
                {
                    var other = _beats[model][next[model]++];
                    if (index[other] == 0)
                    {
                        Enter(other);
                    }
                    else if (onStack[other])
                    {
                        low[model] = Math.Min(low[model], index[other]);
                    }

                    continue;
                }

                path.Pop();
                if (path.TryPeek(out var parent))
                {
                    low[parent] = Math.Min(low[parent], low[model]);
                }

                if (low[model] == index[model])
                {
                    parts.Add(Leave(model));
                }
            }
        }

        return parts;

        void Enter(int model)
        {
            index[model] = low[model] = ++counter;
            onStack[model] = true;
            stack.Push(model);
            path.Push(model);
        }

        int[] Leave(int model)
        {
            var part = new List<int>();
            int member;
            do
            {
                member = stack.Pop();
                onStack[member] = false;
                part.Add(member);
            }
            while (member != model);
            part.Sort();
            return [.. part];
        }
    }

    /// <summary>All models that one beats or ties, directly or by way of others; itself too.</summary>
    public bool[] Below(int model) => Marked(model, _beats);

    /// <summary>All models that beat or tie one, directly or by way of others; itself too.</summary>
    public bool[] Above(int model) => Marked(model, _beatenBy);

    private void Beat(int winner, int loser, double weight)
    {
        if (weight > 0)
        {
            _beats[winner].Add(loser);
            _beatenBy[loser].Add(winner);
        }
    }

    private static bool[] Marked(int model, List<int>[] edges)
    {
        var seen = new bool[edges.Length];
        Reach(model, edges, seen);
        return seen;
    }

    private static List<int> Reach(int from, List<int>[] edges, bool[] seen)
    {
        var found = new List<int> { from };
        seen[from] = true;
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var other in edges[found[i]])
            {
                if (!seen[other])
                {
                    seen[other] = true;
                    found.Add(other);
                }
            }
        }

        return found;
    }

    private static List<int>[] Empty(int models)
    {
        var lists = new List<int>[models];
        for (var i = 0; i < models; i++)
        {
            lists[i] = [];
        }

        return lists;
    }
}
