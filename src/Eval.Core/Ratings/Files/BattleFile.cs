using System.Runtime.InteropServices;
using Eval.Core.Datasets;
using Eval.Core.Ratings.Raters;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// Battles of a file: CSV, TSV or JSON (Lines, or one list), also packed (<c>.gz</c>). It is read as a stream, again each time it is asked for; in memory are the names and
/// one number for each cluster. Opening it reads it once from end to end, so that whatever is wrong is known before anything is made of it.
/// </summary>
public sealed class BattleFile : IBattles
{
    /// <summary>Models that a file may have at most.</summary>
    public const int MostModels = 2000;

    /// <summary>Clusters that a file may have at most.</summary>
    public const int MostKeys = 16_000_000;

    private readonly DataFile _file;
    private readonly BattleFileOptions _options;
    private readonly BattleColumns _columns;
    private readonly BattleTables _tables;
    private readonly CancellationToken _cancellationToken;
    private readonly (long Length, DateTime Written) _stamp;
    private readonly bool[] _alone;

    private BattleFile(DataFile file, BattleFileOptions options, CancellationToken cancellationToken)
    {
        (_file, _options, _cancellationToken, _stamp) = (file, options, cancellationToken, Stamp(file));
        CheckCanBeReadAgain(file);
        var rows = BattleRows.Open(file);
        BattleReader reader;
        try
        {
            if (rows.Columns.Count == 0)
            {
                throw new EvalConfigurationException(new SourcePosition(file.Name, 0, 0), "is empty", "its first row names the columns: model_a,model_b,winner");
            }

            Columns = rows.Columns;
            _columns = new BattleColumns(rows.Columns, options, file);
            _tables = new BattleTables(_columns.Clusterings.Length, options.WinnerForm);
            reader = new BattleReader(file, rows, _columns, _tables, options.InverseProbability, first: true, cancellationToken);
        }
        catch
        {
            rows.Dispose();
            throw;
        }

        using (reader)
        {
            var clustered = Scan(reader);
            LeftOut = reader.LeftOut;
            _alone = [.. _tables.Clusters.Select((c, i) => c.Count == clustered[i])];
        }

        (Models, Categories, Raters) = (_tables.Models.Texts(), _tables.Categories.Texts(), _tables.Raters.Texts());
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
    public int ClustersOf(int clustering) => clustering >= _tables.Clusters.Length || _alone[clustering] ? 0 : _tables.Clusters[clustering].Count;

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
        using var reader = Reader();
        while (reader.Next())
        {
            if (category < 0 || reader.Current.Category == category)
            {
                times.Add((reader.Current.Time, times.Count));
                battles.Add(view is BattleView own ? own.Own(reader.Current.Battle) : reader.Current.Battle);
            }
        }

        CollectionsMarshal.AsSpan(times).Sort(CollectionsMarshal.AsSpan(battles));
        return new BattleList(view.Models, battles);
    }

    /// <summary>Battles with the number of their rating period, in the file's order.</summary>
    /// <param name="category">Number of the category; −1 for all.</param>
    public IEnumerable<(int Period, Battle Battle)> ReadPeriods(int category = -1)
    {
        using var reader = Reader();
        while (reader.Next())
        {
            if (category < 0 || reader.Current.Category == category)
            {
                yield return (reader.Current.Period, reader.Current.Battle);
            }
        }
    }

    /// <summary>True where a column was asked for, by its name or by what it holds.</summary>
    public bool Reads(string column) => _columns.Wanted.Contains(column);

    /// <summary>Votes: battles with their rater and what was judged, in the file's order.</summary>
    public IEnumerable<RaterVote> ReadVotes()
    {
        using var reader = Reader();
        while (reader.Next())
        {
            yield return new RaterVote(reader.Current.Rater, reader.Current.Prompt, reader.Current.Battle);
        }
    }

    internal static EvalConfigurationException Changed(string file) => new(new SourcePosition(file, 0, 0), "changed while it was read", "rate a copy that nobody writes to");

    internal IEnumerable<Battle> Read(int clustering, int category)
    {
        var clustered = ClustersOf(clustering) > 0;
        using var reader = Reader();
        while (reader.Next())
        {
            if (category < 0 || reader.Current.Category == category)
            {
                yield return clustered ? reader.Current.Battle with { Cluster = reader.ClusterOf(clustering) } : reader.Current.Battle;
            }
        }
    }

    private BattleReader Reader() => Stamp(_file) == _stamp
        ? new BattleReader(_file, BattleRows.Open(_file), _columns, _tables, _options.InverseProbability, first: false, _cancellationToken)
        : throw Changed(_file.Name);

    // The first reading: everything is numbered and checked.
    private long[] Scan(BattleReader reader)
    {
        var clustered = new long[_tables.Clusters.Length];
        var (time, period) = (double.NegativeInfinity, -1);
        while (reader.Next())
        {
            Battles++;
            for (var i = 0; i < clustered.Length; i++)
            {
                clustered[i] += reader.ClusterOf(i) >= 0 ? 1 : 0;
            }

            IsInTimeOrder &= reader.Current.Time >= time;
            time = reader.Current.Time;
            if (reader.Current.Period < period)
            {
                reader.Problems.Add(new ConfigProblem(
                    new SourcePosition(_file.Name, (int)reader.Line, 0), $"is of the period \"{_tables.Periods.Texts()[reader.Current.Period]}\", which ended before", "sort the file by its periods"));
                break;
            }

            period = Math.Max(period, reader.Current.Period);
        }

        if (reader.Problems.Count == 0 && _tables.Labels.DoubtfulLine is > 0 and var line)
        {
            reader.Problems.Add(new ConfigProblem(
                new SourcePosition(_file.Name, (int)line, 0), "says 0, which may be a win of the second model (scores 1, 0.5, 0) or a tie (places 1, 2, 0)", "say which: --winner-is scores or places"));
        }

        return reader.Problems.Count == 0 ? clustered : throw new EvalConfigurationException(reader.Problems);
    }

    private static void CheckCanBeReadAgain(DataFile file)
    {
        try
        {
            using var stream = File.OpenRead(file.Path);
            if (!stream.CanSeek)
            {
                throw new EvalConfigurationException(new SourcePosition(file.Name, 0, 0), "is a pipe, and battles are read more than once", "write them to a file first");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw file.Unreadable(e);
        }
    }

    private static (long Length, DateTime Written) Stamp(DataFile file)
    {
        var info = new FileInfo(file.Path);
        return info.Exists ? (info.Length, info.LastWriteTimeUtc) : throw new EvalConfigurationException(new SourcePosition(file.Name, 0, 0), "there is no such file");
    }
}
