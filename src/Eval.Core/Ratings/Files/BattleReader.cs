using System.Globalization;
using System.Text;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Files;

/// <summary>Reads a file's rows as battles: numbers names and keys, and collects what is wrong.</summary>
internal sealed class BattleReader
{
    private const int MostProblems = 20;

    private readonly DataFile _file;
    private readonly BattleRows _rows;
    private readonly BattleColumns _columns;
    private readonly BattleTables _tables;
    private readonly BattleNames _names;
    private readonly bool _inverse;
    private readonly CancellationToken _cancellationToken;
    private long _row;
    private FiledBattle _current;

    public BattleReader(DataFile file, BattleRows rows, BattleColumns columns, BattleTables tables, bool inverse, CancellationToken cancellationToken)
    {
        (_file, _rows, _columns, _tables, _inverse, _cancellationToken) = (file, rows, columns, tables, inverse, cancellationToken);
        _names = new BattleNames(rows);
        rows.Want(columns.Wanted);
    }

    /// <summary>What is wrong, in the file's order.</summary>
    public List<ConfigProblem> Problems { get; } = [];

    /// <summary>Rows that the filters let pass by.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Rows whose verdict is null: battles that nobody decided.</summary>
    public long Undecided { get; private set; }

    /// <summary>The battle that was read last.</summary>
    public ref readonly FiledBattle Current => ref _current;

    /// <summary>Its line.</summary>
    public long Line => _rows.Line;

    /// <summary>Number of the current battle in a clustering; −1 where its cell is empty.</summary>
    public int ClusterOf(int clustering)
    {
        var hash = 0UL;
        var any = false;
        foreach (var slot in _columns.Clusterings[clustering])
        {
            var cell = Trim(_rows.Cell(slot));
            any |= cell.Length > 0;
            hash = hash == 0 ? Utf8Hash.Of(cell) : Utf8Hash.Join(hash, Utf8Hash.Of(cell));
        }

        return !any ? -1 : Key(_tables.Clusters[clustering], hash, "clusters");
    }

    /// <summary>Goes to the next battle; false at the end, or where too much is wrong to go on.</summary>
    public bool Next()
    {
        try
        {
            while (Problems.Count < MostProblems && _rows.Next())
            {
                if ((++_row & 0xFFF) == 0)
                {
                    _cancellationToken.ThrowIfCancellationRequested();
                }

                if (TryRead())
                {
                    return true;
                }
            }
        }
        catch (EvalConfigurationException e) when (Problems.Count > 0)
        {
            // The rest cannot be read: told with what was found before it.
            throw new EvalConfigurationException([.. Problems, .. e.Problems]);
        }

        return false;
    }

    private bool TryRead()
    {
        if (_rows.Problem is { } problem)
        {
            return Fail(new SourcePosition(_file.Name, (int)_rows.Line, 0), problem);
        }

        foreach (var filter in _columns.Filters)
        {
            if (!filter.Passes(_rows.Cell(filter.Slot)))
            {
                LeftOut++;
                return false;
            }
        }

        if (_rows.IsNull(_columns.Winner))
        {
            Undecided++;
            return false;
        }

        var (a, b) = (Model(_columns.A), Model(_columns.B));
        if (a < 0 || b < 0)
        {
            return false;
        }

        if (a == b)
        {
            return Fail(_rows.At(_columns.B), $"is a battle of \"{Text(_columns.A)}\" against itself", "leave such rows out, with --filter COLUMN!=VALUE for example");
        }

        var label = Trim(_rows.Cell(_columns.Winner));
        if (_tables.Labels.Of(label, Trim(_rows.Cell(_columns.A)), Trim(_rows.Cell(_columns.B)), _rows.Line, out var doubt) is not { } verdict)
        {
            return doubt is not null ? Fail(_rows.At(_columns.Winner), doubt, "say what winners are with --winner-is names or places")
                : label.IsEmpty ? Fail(_rows.At(_columns.Winner), "names no winner", "a tie is \"tie\"; rows without a verdict can be left out with --filter")
                : Fail(_rows.At(_columns.Winner), $"\"{Text(_columns.Winner)}\" is no verdict", $"it is one of {WinnerLabels.Expected}");
        }

        _current = new FiledBattle { A = a, B = b, Verdict = verdict, Weight = 1, Category = -1, Period = -1, Rater = -1, Prompt = -1 };
        return TryWeight() && TryTime() && TryGroups();
    }

    private bool TryWeight()
    {
        if (_columns.Weight < 0)
        {
            return true;
        }

        var text = _rows.Cell(_columns.Weight);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || weight is not (>= 1e-9 and <= 1e9) || (_inverse && weight > 1))
        {
            return Fail(_rows.At(_columns.Weight), $"\"{Text(_columns.Weight)}\" is no {(_inverse ? "probability: above 0, at most 1" : "weight: a number above 0")}");
        }

        _current.Weight = _inverse ? 1 / weight : weight;
        return true;
    }

    private bool TryTime()
    {
        if (_columns.Time < 0)
        {
            return true;
        }

        var cell = Trim(_rows.Cell(_columns.Time));
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) || !double.IsFinite(time))
        {
            if (!DateTimeOffset.TryParse(Text(_columns.Time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            {
                return Fail(_rows.At(_columns.Time), $"\"{Text(_columns.Time)}\" is no time", "seconds since 1970, or 2026-11-22T18:00:00Z");
            }

            time = (moment - DateTimeOffset.UnixEpoch).TotalSeconds;
        }

        _current.Time = time;
        return true;
    }

    private bool TryGroups()
    {
        if (_columns.Category >= 0 && (_current.Category = _names.Of(_tables.Categories, _columns.Category, Limit(1000, "categories"), Problems, emptyAs: "(none)"u8)) < 0)
        {
            return false;
        }

        if (_columns.Period >= 0 && (_current.Period = _names.Of(_tables.Periods, _columns.Period, Limit(100_000, "periods"), Problems, emptyAs: default)) < 0)
        {
            return false;
        }

        if (_columns.Rater >= 0 && (_current.Rater = _names.Of(_tables.Raters, _columns.Rater, Limit(1_000_000, "raters"), Problems, emptyAs: "(unknown)"u8)) < 0)
        {
            return false;
        }

        if (_columns.Prompt >= 0)
        {
            var cell = Trim(_rows.Cell(_columns.Prompt));
            _current.Prompt = cell.IsEmpty ? -1 : Key(_tables.Prompts, Utf8Hash.Of(cell), "prompts");
        }

        return true;
    }

    private int Model(int slot) => _names.Of(_tables.Models, slot, Limit(BattleFile.MostModels, "models"), Problems, emptyAs: default);

    private static (int Most, string What) Limit(int most, string what) => (most, what);

    private int Key(KeyTable keys, ulong hash, string what)
    {
        var number = keys.FindOrAdd(hash);
        return number < BattleFile.MostKeys ? number : throw new EvalConfigurationException(
            new SourcePosition(_file.Name, (int)_rows.Line, 0), $"is beyond {BattleFile.MostKeys} {what}", "--cluster none takes all battles for independent");
    }

    private string Text(int slot)
    {
        var text = Encoding.UTF8.GetString(Trim(_rows.Cell(slot)));
        return text.Length <= 60 ? text : text[..59] + "…";
    }

    private bool Fail(SourcePosition at, string message, string? hint = null)
    {
        Problems.Add(new ConfigProblem(at, message, hint));
        if (Problems.Count == MostProblems)
        {
            Problems.Add(new ConfigProblem(new SourcePosition(_file.Name, (int)_rows.Line, 0), $"was read no further: these are the first {MostProblems} mistakes"));
        }

        return false;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell) => cell.Length > 0 && (cell[0] <= ' ' || cell[^1] <= ' ') ? cell.Trim(" \t\r\n"u8) : cell;
}
