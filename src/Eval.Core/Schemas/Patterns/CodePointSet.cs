using System.Collections.Immutable;

namespace Eval.Core.Schemas.Patterns;

/// <summary>A set of Unicode scalar values (code points without surrogates), as sorted, disjoint, non-adjacent ranges.</summary>
public sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private CodePointSet(ImmutableArray<(int First, int Last)> ranges) => Ranges = ranges;

    /// <summary>Every scalar value.</summary>
    public static CodePointSet All { get; } = Of((0, Last));

    /// <summary>No value.</summary>
    public static CodePointSet Empty { get; } = Of();

    /// <summary>The ranges, both ends included.</summary>
    public ImmutableArray<(int First, int Last)> Ranges { get; }

    /// <summary>True where nothing is in the set.</summary>
    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>The set of some ranges (both ends included, in any order); surrogates are left out.</summary>
    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var result = ImmutableArray.CreateBuilder<(int First, int Last)>();
        foreach (var (first, last) in ranges.SelectMany(WithoutSurrogates).Where(r => r.First <= r.Last).Order())
        {
            if (result.Count > 0 && first <= result[^1].Last + 1)
            {
                result[^1] = (result[^1].First, Math.Max(result[^1].Last, last));
            }
            else
            {
                result.Add((first, last));
            }
        }

        return new CodePointSet(result.ToImmutable());
    }

    /// <summary>True where the code point is in the set.</summary>
    public bool Contains(int codePoint)
    {
        var (low, high) = (0, Ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < Ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (codePoint > Ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is in either set.</summary>
    public CodePointSet Union(CodePointSet other) => Of(Ranges.Concat(other.Ranges));

    /// <summary>What is not in the set.</summary>
    public CodePointSet Complement()
    {
        var result = new List<(int First, int Last)>();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            result.Add((next, first - 1));
            next = last + 1;
        }

        result.Add((next, Last));
        return Of(result);
    }

    /// <summary>What is in both sets.</summary>
    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    /// <summary>
    /// The coarsest division of all scalar values such that each given set is a union of parts: two values in one part are told apart by
    /// none of the sets.
    /// </summary>
    public static IReadOnlyList<CodePointSet> Partition(IEnumerable<CodePointSet> sets)
    {
        var distinct = sets.Distinct().ToList();
        var borders = distinct.SelectMany(s => s.Ranges).SelectMany(r => new[] { r.First, r.Last + 1 })
            .Append(0).Where(b => b <= Last).Distinct().Order().ToList();
        var parts = new Dictionary<string, List<(int First, int Last)>>(StringComparer.Ordinal);
        for (var i = 0; i < borders.Count; i++)
        {
            var range = (First: borders[i], Last: i + 1 < borders.Count ? borders[i + 1] - 1 : Last);
            var signature = string.Create(distinct.Count, (distinct, range.First), static (span, state) =>
            {
                for (var j = 0; j < span.Length; j++)
                {
                    span[j] = state.distinct[j].Contains(state.First) ? '1' : '0';
                }
            });
            if (!parts.TryGetValue(signature, out var ranges))
            {
                parts[signature] = ranges = [];
            }

            ranges.Add(range);
        }

        return [.. parts.Values.Select(r => Of(r)).Where(s => !s.IsEmpty)];
    }

    private static IEnumerable<(int First, int Last)> WithoutSurrogates((int First, int Last) range) =>
        range.Last < 0xD800 || range.First > 0xDFFF
            ? [range]
            : [(range.First, Math.Min(range.Last, 0xD7FF)), (Math.Max(range.First, 0xE000), range.Last)];
}
