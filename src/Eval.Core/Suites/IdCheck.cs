using System.Runtime.InteropServices;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites;

/// <summary>
/// Finds ids that occur twice, with eight bytes a row: hashes are compared first, and only where two are equal are the ids themselves
/// looked at, in a second reading.
/// </summary>
internal sealed class IdCheck
{
    private readonly List<ulong> _hashes = [];
    private readonly HashSet<ulong> _twice = [];

    public void Add(string id) => _hashes.Add(HashOf(id));

    /// <summary>True where two hashes are equal; then <see cref="FindAsync"/> tells whether the ids are.</summary>
    public bool HasDuplicates()
    {
        var hashes = CollectionsMarshal.AsSpan(_hashes);
        hashes.Sort();
        for (var i = 1; i < hashes.Length; i++)
        {
            if (hashes[i] == hashes[i - 1])
            {
                _twice.Add(hashes[i]);
            }
        }

        return _twice.Count > 0;
    }

    /// <summary>Names the first few ids that really occur twice.</summary>
    public async Task<List<ConfigProblem>> FindAsync(IAsyncEnumerable<Sample> samples)
    {
        var first = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        var problems = new List<ConfigProblem>();
        await foreach (var sample in samples)
        {
            if (_twice.Contains(HashOf(sample.Id)) && !first.TryAdd(sample.Id, sample.Source))
            {
                problems.Add(new ConfigProblem(
                    sample.Source, $"the id \"{sample.Id}\" is already that of {first[sample.Id]}", "ids are unique in a suite; \"id\" under \"dataset\" makes others"));
                if (problems.Count == 10)
                {
                    break;
                }
            }
        }

        return problems;
    }

    // FNV-1a, 64 bits: quick, and equal hashes are only a reason to look closer.
    private static ulong HashOf(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in id)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }
}
