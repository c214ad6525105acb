using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Statistics;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Prompts;

/// <summary>
/// The rows that few-shot examples come from, and the choice among them. The sample itself is never an example, nor is a row with equal
/// fields (its id apart): a data set may repeat a question, and a training set may hold one of the test set.
/// </summary>
internal sealed class FewShotPool : FewShotSelector
{
    /// <summary>Larger data sets lend a seeded subset of this many rows, so that memory stays flat.</summary>
    internal const int MostRows = 10_000;

    private readonly FewShotSpec _spec;
    private readonly Suite _suite;
    private readonly int _seed;
    private readonly FieldPath? _matchBy;
    private readonly FieldPath? _balanceBy;
    private readonly FieldPath? _similarBy;
    private readonly ConcurrentDictionary<string, Bm25Index> _indices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Example>> _groups = new(StringComparer.Ordinal);

    private FewShotPool(Suite suite, FewShotSpec spec, int seed)
    {
        (_suite, _spec, _seed) = (suite, spec, seed);
        _matchBy = PathOf(spec.MatchBy);
        _balanceBy = PathOf(spec.BalanceBy);
        _similarBy = PathOf(spec.SimilarBy);
    }

    /// <summary>SHA-256 over the rows, which decide the prompts as the samples do.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Reads the rows.</summary>
    public static async Task<FewShotPool> LoadAsync(Suite suite, FewShotSpec spec, DataSources sources, int seed, CancellationToken cancellationToken)
    {
        var pool = new FewShotPool(suite, spec, seed);
        var dataset = spec.Dataset ?? suite.Dataset;
        var chosen = spec.Choice == FewShotChoice.Fixed
            ? null
            : await StratifiedLimit.ChooseAsync(Strata, MostRows, seed, cancellationToken);
        using var hash = new RowHash();
        var seen = new HashSet<UInt128>();
        var (place, taken) = (0L, 0);
        await foreach (var row in DatasetReader.ReadAsync(dataset, suite.Directory, sources, verify: true, cancellationToken))
        {
            if (chosen is null || (taken < chosen.Length && chosen[taken] == place))
            {
                taken++;
                if (pool.Take(row, seen))
                {
                    hash.Add(row.Id, row.Fields);
                }
            }

            place++;
            if (spec.Choice == FewShotChoice.Fixed && pool._matchBy is null && seen.Count > spec.Count)
            {
                break;
            }
        }

        pool.Hash = hash.Finish();
        return pool;

        async IAsyncEnumerable<(string, string?)> Strata()
        {
            await foreach (var row in DatasetReader.ReadAsync(dataset, suite.Directory, sources, verify: false, cancellationToken))
            {
                yield return (row.Id, $"{pool._matchBy?.FindText(row.Fields)}\0{pool._balanceBy?.FindText(row.Fields)}");
            }
        }
    }

    public override IReadOnlyList<Sample> Choose(Sample sample)
    {
        var match = _matchBy is null ? "" : _matchBy.FindText(sample.Fields)
            ?? throw new EvalConfigurationException(sample.Source, $"the row has no field \"{_matchBy}\", which fewShot matches by");
        var content = ContentOf(sample.Fields);
        var random = SeededRandom.For(_seed, "few-shot:" + sample.Id);
        var examples = _groups.TryGetValue(match, out var group)
            ? _spec.Choice switch
            {
                FewShotChoice.Fixed => First(group, Allowed, _spec.Count),
                FewShotChoice.Similar => Similar(match, group, Allowed, sample),
                FewShotChoice.Random => Draw(group, Allowed, _spec.Count, random),
                _ => Balance(group, Allowed, random),
            }
            : [];
        // Where the leak guard takes an example of another data set away and there is no other, one fewer stands there: a leak would be
        // worse, and the user cannot mend public data.
        return examples.Count == _spec.Count || (_spec.Dataset is not null && examples.Count > 0 && group!.Count >= _spec.Count)
            ? [.. examples.Select(e => e.Row)]
            : throw new EvalConfigurationException(
                sample.Source,
                $"sample \"{sample.Id}\" finds {examples.Count} few-shot examples{(_matchBy is null ? "" : $" with {_matchBy} = \"{match}\"")}, but {_spec.Count} are asked for",
                "the sample itself and rows equal to it are never taken");

        bool Allowed(Example e) => e.Content != content && !(_spec.Dataset is null && e.Row.Id == sample.Id);
    }

    private bool Take(Row row, HashSet<UInt128> seen)
    {
        var match = _matchBy is null ? "" : _matchBy.FindText(row.Fields)
            ?? throw new EvalConfigurationException(row.Source, $"the row has no field \"{_matchBy}\", which fewShot matches by");
        var balance = _balanceBy is null ? "" : _balanceBy.FindText(row.Fields)
            ?? throw new EvalConfigurationException(row.Source, $"the row has no field \"{_balanceBy}\", which fewShot balances by");
        if (!_groups.TryGetValue(match, out var group))
        {
            _groups[match] = group = [];
        }

        // Fixed examples are the first ones; one more is kept for the sample that is among them.
        var isFixed = _spec.Choice == FewShotChoice.Fixed;
        if (isFixed && group.Count(e => !e.IsRepeat) > _spec.Count)
        {
            return false;
        }

        var content = ContentOf(row.Fields);
        var isRepeat = !seen.Add(content);
        if (isRepeat && !(isFixed && _spec.Dataset is not null && group.Count(e => e.IsRepeat) < _spec.Count))
        {
            return false;
        }

        group.Add(new Example(new Sample(seen.Count - 1, row.Id, row.Fields, row.Source), content, balance, isRepeat));
        return true;
    }

    // A set of examples that holds one twice and no more than are asked for (MMLU's college_physics) is taken as it is, as the harness does.
    private static List<Example> First(List<Example> group, Func<Example, bool> allowed, int count)
    {
        var different = group.Where(e => !e.IsRepeat && allowed(e)).Take(count).ToList();
        return different.Count == count ? different : [.. group.Where(allowed).Take(count)];
    }

    /// <summary>Draws without replacement (Fisher and Yates over a sparse permutation: the work grows with the draws, not with the rows).</summary>
    private static List<Example> Draw(List<Example> group, Func<Example, bool> allowed, int count, SeededRandom random)
    {
        var moved = new Dictionary<int, int>();
        var drawn = new List<Example>(count);
        for (var left = group.Count; left > 0 && drawn.Count < count; left--)
        {
            var index = random.Next(left);
            var example = group[moved.GetValueOrDefault(index, index)];
            moved[index] = moved.GetValueOrDefault(left - 1, left - 1);
            if (allowed(example))
            {
                drawn.Add(example);
            }
        }

        return drawn;
    }

    /// <summary>The most alike, in rising order. A row with the very words of the sample is the sample, whatever else differs, and is never taken.</summary>
    private List<Example> Similar(string match, List<Example> group, Func<Example, bool> allowed, Sample sample)
    {
        var index = _indices.GetOrAdd(match, _ => new Bm25Index([.. group.Select(e => TextOf(e.Row.Fields, e.Row.Source))]));
        var text = TextOf(sample.Fields, sample.Source);
        var words = Bm25Index.WordsOf(text);
        var chosen = index.Rank(text).Select(i => group[i])
            .Where(e => allowed(e) && !Bm25Index.WordsOf(TextOf(e.Row.Fields, e.Row.Source)).SequenceEqual(words, StringComparer.Ordinal))
            .Take(_spec.Count).ToList();
        chosen.Reverse();
        return chosen;
    }

    private string TextOf(JsonObject fields, SourcePosition at) => _similarBy!.FindText(fields)
        ?? throw new EvalConfigurationException(at, $"the row has no field \"{_similarBy}\", which fewShot compares");

    /// <summary>Takes from each value in turn, values in random order, until there are enough; then mixes them.</summary>
    private List<Example> Balance(List<Example> group, Func<Example, bool> allowed, SeededRandom random)
    {
        var values = group.GroupBy(e => e.Balance, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToList()).ToArray();
        random.Shuffle<List<Example>>(values);
        var drawn = values.Select(v => new Queue<Example>(Draw(v, allowed, Math.Min(_spec.Count, v.Count), random))).ToList();
        var chosen = new List<Example>();
        while (chosen.Count < _spec.Count && drawn.Exists(q => q.Count > 0))
        {
            foreach (var queue in drawn)
            {
                if (chosen.Count < _spec.Count && queue.TryDequeue(out var example))
                {
                    chosen.Add(example);
                }
            }
        }

        var mixed = chosen.ToArray();
        random.Shuffle<Example>(mixed);
        return [.. mixed];
    }

    private static FieldPath? PathOf(string? text) => text is not null && FieldPath.TryParse(text, out var path) ? path : null;

    private static UInt128 ContentOf(JsonObject fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(buffer, fields, except: "id");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private sealed record Example(Sample Row, UInt128 Content, string Balance, bool IsRepeat);
}
