using Eval.Core.Workspaces;

namespace Eval.Core.Selection;

/// <summary>Candidates by factors: what is known and what it is worth. Immutable.</summary>
public sealed class DecisionMatrix
{
    private readonly Evidence[,] _evidence;
    private readonly double?[,] _values;

    private DecisionMatrix(IReadOnlyList<ValueFunction> functions, IReadOnlyList<string> candidates, Evidence[,] evidence)
    {
        (Functions, Candidates, _evidence) = (functions, candidates, evidence);
        Factors = [.. functions.Select(f => f.Factor)];
        _values = new double?[candidates.Count, functions.Count];
        for (var c = 0; c < candidates.Count; c++)
        {
            for (var f = 0; f < functions.Count; f++)
            {
                _values[c, f] = evidence[c, f].Value is { } raw ? functions[f].Of(raw) : null;
            }
        }
    }

    /// <summary>The factors, in the order of weights.</summary>
    public IReadOnlyList<Factor> Factors { get; }

    /// <summary>Their value functions.</summary>
    public IReadOnlyList<ValueFunction> Functions { get; }

    /// <summary>The candidates.</summary>
    public IReadOnlyList<string> Candidates { get; }

    /// <summary>True where no value is missing, as methods need that compare raw values with one another.</summary>
    public bool IsComplete => !_values.Cast<double?>().Any(v => v is null);

    /// <summary>Makes the matrix.</summary>
    /// <param name="factors">Factors, 1 or more.</param>
    /// <param name="candidates">Candidates, 1 or more.</param>
    /// <param name="evidence">What is known; what is not listed is missing. Evidence about others than these candidates and factors is left out.</param>
    /// <exception cref="EvalConfigurationException">Something is wrong; all problems are listed.</exception>
    public static DecisionMatrix Of(IReadOnlyList<Factor> factors, IReadOnlyList<string> candidates, IEnumerable<Evidence> evidence)
    {
        List<string> problems = [.. factors.SelectMany(f => f.Problems())];
        problems.AddRange(Twice(factors.Select(f => f.Id)).Select(id => $"factor {id} is there twice"));
        problems.AddRange(Twice(candidates).Select(c => $"candidate {c} is there twice"));
        if (factors.Count == 0 || candidates.Count == 0)
        {
            problems.Add("a decision needs a factor and a candidate at least");
        }

        Raise(problems);
        ValueFunction[] functions = [.. factors.Select(ValueFunction.Of)];
        var cells = new Evidence[candidates.Count, factors.Count];
        var columns = factors.Select((f, i) => (f.Id, i)).ToDictionary(x => x.Id, x => x.i, StringComparer.Ordinal);
        var rows = candidates.Select((c, i) => (c, i)).ToDictionary(x => x.c, x => x.i, StringComparer.Ordinal);
        foreach (var item in evidence)
        {
            if (!rows.TryGetValue(item.Candidate, out var row) || !columns.TryGetValue(item.Factor, out var column))
            {
                continue;
            }

            problems.AddRange(ProblemsOf(item, functions[column]));
            if (cells[row, column] is not null)
            {
                problems.Add($"{item.Candidate}: there are two values of {functions[column].Factor.Name}");
            }

            cells[row, column] = item;
        }

        Raise(problems);
        for (var c = 0; c < candidates.Count; c++)
        {
            for (var f = 0; f < factors.Count; f++)
            {
                cells[c, f] ??= new Evidence { Candidate = candidates[c], Factor = factors[f].Id };
            }
        }

        return new(functions, [.. candidates], cells);
    }

    /// <summary>What is known of a candidate's value of a factor; its value is null where it is missing.</summary>
    public Evidence At(int candidate, int factor) => _evidence[candidate, factor];

    /// <summary>The raw value, or null.</summary>
    public double? Raw(int candidate, int factor) => _evidence[candidate, factor].Value;

    /// <summary>What the raw value is worth, from 0 to 1, or null.</summary>
    public double? Value(int candidate, int factor) => _values[candidate, factor];

    /// <summary>A candidate's values; what is missing gets the number given.</summary>
    public double[] Values(int candidate, double missing) => [.. Enumerable.Range(0, Factors.Count).Select(f => Value(candidate, f) ?? missing)];

    /// <summary>Factors of a candidate that are missing.</summary>
    public IEnumerable<int> MissingFactors(int candidate) => Enumerable.Range(0, Factors.Count).Where(f => Value(candidate, f) is null);

    /// <summary>
    /// Values beyond an anchor, which count no more than the anchor itself: two candidates beyond the best one cannot be told apart by this factor, and the anchor
    /// should perhaps be moved (and the weight asked for again).
    /// </summary>
    public IReadOnlyList<Evidence> BeyondAnchors =>
    [
        .. _evidence.Cast<Evidence>().Where((e, i) => e.Value is { } raw && Factors[i % Factors.Count] is var f
            && (raw < Math.Min(f.Worst, f.Best) || raw > Math.Max(f.Worst, f.Best))),
    ];

    /// <summary>Place of a candidate.</summary>
    /// <exception cref="ArgumentException">There is no such candidate.</exception>
    public int CandidateAt(string name) => Place(Candidates, name, "candidate");

    /// <summary>Place of a factor.</summary>
    /// <exception cref="ArgumentException">There is no such factor.</exception>
    public int FactorAt(string id) => Place([.. Factors.Select(f => f.Id)], id, "factor");

    /// <summary>The matrix of some of the candidates, in the order of this one: what must-haves leave over.</summary>
    /// <param name="keep">Names; one at least is a candidate.</param>
    public DecisionMatrix Keep(IEnumerable<string> keep)
    {
        var kept = keep.ToHashSet(StringComparer.Ordinal);
        int[] rows = [.. Enumerable.Range(0, Candidates.Count).Where(c => kept.Contains(Candidates[c]))];
        ArgumentOutOfRangeException.ThrowIfZero(rows.Length, nameof(keep));
        var cells = new Evidence[rows.Length, Factors.Count];
        for (var c = 0; c < rows.Length; c++)
        {
            for (var f = 0; f < Factors.Count; f++)
            {
                cells[c, f] = _evidence[rows[c], f];
            }
        }

        return new(Functions, [.. rows.Select(r => Candidates[r])], cells);
    }

    private static IEnumerable<string> ProblemsOf(Evidence item, ValueFunction function)
    {
        if (item.Value is { } raw && function.Refusal(raw) is { } why)
        {
            yield return $"{item.Candidate}: {why}";
        }

        if (item.StandardError is { } error && !(error >= 0 && double.IsFinite(error)) || !(item.JudgeError >= 0 && double.IsFinite(item.JudgeError)))
        {
            yield return $"{item.Candidate}: the errors of {function.Factor.Name} must be finite and 0 or more";
        }

        if (item.Interval is { } interval && !(interval.Low <= interval.High))
        {
            yield return $"{item.Candidate}: the interval of {function.Factor.Name} ends before it begins";
        }

        if (!(item.Confidence is > 0 and < 1))
        {
            yield return $"{item.Candidate}: the confidence of {function.Factor.Name} must be between 0 and 1";
        }
    }

    private static int Place(IReadOnlyList<string> names, string name, string what)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new ArgumentException($"there is no {what} {name}" + (NearestName.Hint(name, names) is { } hint ? $" ({hint})" : ""), nameof(name));
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);

    private static void Raise(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new EvalConfigurationException([.. problems.Select(p => new ConfigProblem(null, p))]);
        }
    }
}
