using Eval.Core.Comparisons;
using Eval.Core.Workspaces;

namespace Eval.Service.Comparisons;

/// <summary>Which cells of two sides belong together: the same suite, of the two candidates meant or of the same candidate in two runs.</summary>
/// <param name="Pairs">The cells, old side first; by candidate, then in the new side's order of suites.</param>
/// <param name="Unpaired">What only one side has, as sentences.</param>
public sealed record SidePairs(IReadOnlyList<(ComparedCell Old, ComparedCell New)> Pairs, IReadOnlyList<string> Unpaired)
{
    /// <summary>Pairs the cells of two sides.</summary>
    /// <exception cref="EvalConfigurationException">It is not clear which candidates are meant, or no suite is on both sides.</exception>
    public static SidePairs Of(ComparedSide old, ComparedSide @new)
    {
        var candidates = Candidates(old, @new);
        var pairs = new List<(ComparedCell Old, ComparedCell New)>();
        var unpaired = new List<string>();
        foreach (var (a, b) in candidates)
        {
            var olds = old.Cells.Where(c => c.Cell.CandidateId == a).ToList();
            var news = @new.Cells.Where(c => c.Cell.CandidateId == b).ToList();
            pairs.AddRange(from n in news from o in olds where o.Cell.SuiteName == n.Cell.SuiteName select (o, n));
            unpaired.AddRange(Only(olds, news, a, old.Reference));
            unpaired.AddRange(Only(news, olds, b, @new.Reference));
        }

        return pairs.Count > 0 ? new SidePairs(pairs, unpaired) : throw new EvalConfigurationException(
            null, $"\"{old.Reference}\" and \"{@new.Reference}\" have no suite in common: {Suites(old)} and {Suites(@new)}");
    }

    private static IReadOnlyList<(string Old, string New)> Candidates(ComparedSide old, ComparedSide @new)
    {
        if (old.Candidates is [var a] && @new.Candidates is [var b])
        {
            return [(a, b)];
        }

        var common = @new.Candidates.Where(old.Candidates.Contains).ToList();
        if (common.Count > 0)
        {
            return [.. common.Select(c => (c, c))];
        }

        var many = old.Candidates.Count > 1 ? old : @new;
        throw new EvalConfigurationException(
            null,
            $"\"{old.Reference}\" and \"{@new.Reference}\" have no candidate in common: {string.Join(", ", old.Candidates)} and {string.Join(", ", @new.Candidates)}",
            $"name one, as in {many.Reference}/{many.Candidates[0]}");
    }

    private static IEnumerable<string> Only(List<ComparedCell> side, List<ComparedCell> other, string candidate, string reference)
    {
        var suites = side.Select(c => c.Cell.SuiteName).Except(other.Select(c => c.Cell.SuiteName), StringComparer.Ordinal).ToList();
        return suites.Count == 0 ? [] : [$"only {Name(reference, candidate)} has {string.Join(", ", suites)}"];
    }

    private static string Name(string reference, string candidate) =>
        reference == candidate || reference.EndsWith("/" + candidate, StringComparison.Ordinal) ? reference
        : $"{(reference.All(char.IsAsciiDigit) ? "run " : "")}{reference} ({candidate})";

    private static string Suites(ComparedSide side) => string.Join(", ", side.Cells.Select(c => c.Cell.SuiteName).Distinct(StringComparer.Ordinal));
}
