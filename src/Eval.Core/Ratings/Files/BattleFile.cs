using System.Runtime.InteropServices;
using Eval.Core.Datasets;
using Eval.Core.Ratings.Raters;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// Battles of a file: CSV, TSV or JSON (Lines, or one list), also packed (<c>.gz</c>). Opening it reads it once from end to end, as a stream, so that whatever is wrong is known before
/// anything is made of it; what is read again and again afterwards are the battles as packed numbers, up to 16 MB of them in memory and the others in a temporary file.
/// </summary>
public sealed class BattleFile : IBattles, IDisposable
{
    /// <summary>Models that a file may have at most.</summary>
    public const int MostModels = 1000;

    /// <summary>Clusters that a file may have at most.</summary>
    public const int MostKeys = 16_000_000;

    private readonly BattleColumns _columns;
    private readonly BattleLayout _layout;
    private readonly BattleStore _store;
    private readonly BattleOutcome[] _outcomes;
    private readonly CancellationToken _cancellationToken;
    private readonly int[] _clusters;

    private BattleFile(DataFile file, BattleFileOptions options, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        using var rows = BattleRows.Open(file);
        if (rows.Columns.Count == 0)
        {
            throw new EvalConfigurationException(new SourcePosition(file.Name, 0, 0), "is empty", "its first row names the columns: model_a,model_b,winner");
        }

        Columns = rows.Columns;
        _columns = new BattleColumns(rows.Columns, options, file);
        var tables = new BattleTables(_columns.Clusterings.Length, options.WinnerForm);
        _layout = new BattleLayout(_columns);
        _store = new BattleStore(_layout);
        var reader = new BattleReader(file, rows, _columns, tables, options.InverseProbability, cancellationToken);
        try
        {
            var clustered = Scan(reader, tables, file);

            // Where each cluster has one battle, all stand alone.
            _clusters = [.. tables.Clusters.Select((c, i) => c.Count == clustered[i] ? 0 : c.Count)];
        }
        catch
        {
            _store.Dispose();
            throw;
        }

        (LeftOut, Undecided, _outcomes) = (reader.LeftOut, reader.Undecided, tables.Labels.Outcomes);
        (Models, Categories, Raters) = (tables.Models.Texts(), tables.Categories.Texts(), tables.Raters.Texts());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Models { get; }

    /// <inheritdoc/>
    public int Clusters => ClustersOf(0);

    /// <summary>Names of all columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Battles that the filters let through.</summary>
    public long Battles { get; private set; }

    /// <summary>Rows that they left out.</summary>
    public long LeftOut { get; }

    /// <summary>Rows of JSON whose verdict is null: battles that nobody decided. They are no mistake, and left out.</summary>
    public long Undecided { get; }

    /// <summary>Columns that battles are clustered by, for each clustering.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ClusterColumns => _columns.ClusterNames;

    /// <summary>Categories in order of their first appearance; empty where none were asked for.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Raters in order of their first appearance; empty where none were asked for.</summary>
    public IReadOnlyList<string> Raters { get; }

    /// <summary>Column of the time that battles are ordered by, or null.</summary>
    public string? TimeColumn => _columns.Time < 0 ? null : _columns.Wanted[_columns.Time];

    /// <summary>Column of the prompt that tells which votes are about the same battle, or null; only with <see cref="BattleFileOptions.Raters"/>.</summary>
    public string? PromptColumn => _columns.Prompt < 0 ? null : _columns.Wanted[_columns.Prompt];

    /// <summary>True where the file's order is that of time, or no time is known.</summary>
    public bool IsInTimeOrder { get; private set; } = true;

    /// <summary>Opens a file and reads it once.</summary>
    /// <param name="path">The file. Its ending tells the format; CSV where it tells none.</param>
    /// <param name="options">Which columns hold what.</param>
    /// <param name="cancellationToken">Stops reading, now and later.</param>
    /// <exception cref="EvalConfigurationException">The file cannot be read, or some of its rows are no battles; the first twenty of them are told.</exception>
    public static BattleFile Open(string path, BattleFileOptions options, CancellationToken cancellationToken = default) =>
        new(new DataFile(path, path, path), options, cancellationToken);

    /// <summary>Number of clusters of a clustering; 0 where every battle stands alone.</summary>
    /// <param name="clustering">Its place in <see cref="BattleFileOptions.Clusterings"/>.</param>
    public int ClustersOf(int clustering) => clustering < _clusters.Length ? _clusters[clustering] : 0;

    /// <inheritdoc/>
    public IEnumerable<Battle> Read() => Read(0, -1);

    /// <summary>The battles by another clustering, or of one category alone with the models that it has.</summary>
    /// <param name="clustering">Place of the clustering.</param>
    /// <param name="category">Number of the category; −1 for all.</param>
    public IBattles View(int clustering, int category = -1) => category < 0 && clustering == 0 ? this : new BattleView(this, clustering, category);

    /// <summary>
    /// The battles in the order of time: as the file has them where it is in order, otherwise sorted in memory (48 bytes each), equal times in the file's order.
    /// </summary>
    /// <param name="category">Number of the category; −1 for all.</param>
    public IBattles InTimeOrder(int category = -1)
    {
        var view = View(0, category);
        if (IsInTimeOrder)
        {
            return view;
        }

        var (times, battles) = (new List<(double Time, int Row)>(), new List<Battle>());
        foreach (var bytes in Packed(category))
        {
            var battle = _layout.Read(bytes.Span, _outcomes, -1);
            times.Add((_layout.Time(bytes.Span), times.Count));
            battles.Add(view is BattleView own ? own.Own(battle) : battle);
        }

        CollectionsMarshal.AsSpan(times).Sort(CollectionsMarshal.AsSpan(battles));
        return new BattleList(view.Models, battles);
    }

    /// <summary>Battles with the number of their rating period, in the file's order.</summary>
    /// <param name="category">Number of the category; −1 for all.</param>
    public IEnumerable<(int Period, Battle Battle)> ReadPeriods(int category = -1) =>
        Packed(category).Select(b => (_layout.Period(b.Span), _layout.Read(b.Span, _outcomes, -1)));

    /// <summary>True where a column was asked for, by its name or by what it holds.</summary>
    public bool Reads(string column) => _columns.Wanted.Contains(column);

    /// <summary>Votes: battles with their rater and what was judged, in the file's order.</summary>
    public IEnumerable<RaterVote> ReadVotes() =>
        Packed(-1).Select(b => new RaterVote(_layout.Rater(b.Span), _layout.Prompt(b.Span), _layout.Read(b.Span, _outcomes, -1)));

    /// <summary>Frees the temporary file, where there is one; the battles cannot be read afterwards.</summary>
    public void Dispose() => _store.Dispose();

    internal IEnumerable<Battle> Read(int clustering, int category)
    {
        clustering = ClustersOf(clustering) > 0 ? clustering : -1;
        foreach (var piece in _store.Read())
        {
            _cancellationToken.ThrowIfCancellationRequested();
            for (var place = 0; place < piece.Length; place += _layout.Size)
            {
                var bytes = piece.Span[place..];
                if (category < 0 || _layout.Category(bytes) == category)
                {
                    yield return _layout.Read(bytes, _outcomes, clustering);
                }
            }
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Packed(int category)
    {
        foreach (var piece in _store.Read())
        {
            _cancellationToken.ThrowIfCancellationRequested();
            for (var place = 0; place < piece.Length; place += _layout.Size)
            {
                var bytes = piece.Slice(place, _layout.Size);
                if (category < 0 || _layout.Category(bytes.Span) == category)
                {
                    yield return bytes;
                }
            }
        }
    }

    // Everything is numbered, checked and packed.
    private long[] Scan(BattleReader reader, BattleTables tables, DataFile file)
    {
        var clustered = new long[tables.Clusters.Length];
        var clusters = new int[clustered.Length];
        var (time, period) = (double.NegativeInfinity, -1);
        while (reader.Next())
        {
            Battles++;
            for (var i = 0; i < clustered.Length; i++)
            {
                clusters[i] = reader.ClusterOf(i);
                clustered[i] += clusters[i] >= 0 ? 1 : 0;
            }

            _store.Add(reader.Current, clusters);

            IsInTimeOrder &= reader.Current.Time >= time;
            time = reader.Current.Time;
            if (reader.Current.Period < period)
            {
                reader.Problems.Add(new ConfigProblem(
                    new SourcePosition(file.Name, (int)reader.Line, 0), $"is of the period \"{tables.Periods.Texts()[reader.Current.Period]}\", which ended before", "sort the file by its periods"));
                break;
            }

            period = Math.Max(period, reader.Current.Period);
        }

        if (reader.Problems.Count == 0 && tables.Labels.DoubtfulLine is > 0 and var line)
        {
            reader.Problems.Add(new ConfigProblem(
                new SourcePosition(file.Name, (int)line, 0), "says 0, which may be a win of the second model (scores 1, 0.5, 0), a tie (places 1, 2, 0) or a win of the first (classes 0, 1, 2)",
                "say which: --winner-is scores or places; classes are written model_a, model_b and tie"));
        }

        return reader.Problems.Count == 0 ? clustered : throw new EvalConfigurationException(reader.Problems);
    }
}
