using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites;

/// <summary>Checks that the fields a suite slices, clusters and stratifies by are there: some rows may lack one, but not all of them.</summary>
internal sealed class FieldCheck
{
    private readonly Suite _suite;
    private readonly List<(string Key, FieldPath Path)> _missing = [];
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);

    public FieldCheck(Suite suite)
    {
        _suite = suite;
        var named = suite.Slices.Select(s => ("slices", s));
        named = suite.Cluster is { } cluster ? named.Append(("cluster", cluster)) : named;
        named = suite.Stratify is { } stratify ? named.Append(("stratify", stratify)) : named;
        foreach (var (key, text) in named)
        {
            if (FieldPath.TryParse(text, out var path))
            {
                _missing.Add((key, path));
            }
        }
    }

    public void See(Sample sample)
    {
        if (_missing.Count == 0)
        {
            return;
        }

        _missing.RemoveAll(m => m.Path.TryFind(sample.Fields, out _));
        if (_missing.Count > 0 && _present.Count < 100)
        {
            _present.UnionWith(sample.Fields.Select(f => f.Key));
        }
    }

    public IEnumerable<ConfigProblem> Problems() => _missing.Select(m => new ConfigProblem(
        _suite.DefinedAt is null ? null : new SourcePosition(_suite.File, 0, 0),
        $"{m.Key}: no sample has the field \"{m.Path}\"",
        NearestName.Hint(m.Path.Text, _present)));
}
