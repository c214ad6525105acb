using System.Text;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Files;

/// <summary>The rows of a battle file, one after another. A row's cells are bytes that are valid until the next row is asked for.</summary>
internal abstract class BattleRows : IDisposable
{
    /// <summary>Columns that a file may have at most.</summary>
    public const int MostColumns = 10_000;

    protected BattleRows(DataFile file) => (File, Window) = (file, new ReadWindow(file));

    /// <summary>Names of the columns; empty for a file without rows.</summary>
    public IReadOnlyList<string> Columns { get; protected set; } = [];

    /// <summary>The line where the row begins, from 1.</summary>
    public long Line { get; protected set; } = 1;

    /// <summary>What is wrong with the row as a whole, or null.</summary>
    public string? Problem { get; protected set; }

    protected DataFile File { get; }

    protected ReadWindow Window { get; }

    protected RowCell[] Cells { get; private set; } = [];

    /// <summary>Cells whose escapes were resolved, by slot.</summary>
    protected byte[][] Unescaped { get; private set; } = [];

    /// <summary>Opens a file by its format.</summary>
    public static BattleRows Open(DataFile file) => DataFile.FormatOf(file.Path) switch
    {
        DatasetFormat.Jsonl or DatasetFormat.Json => new JsonBattleRows(file),
        var format => new TableBattleRows(file, tabs: format == DatasetFormat.Tsv),
    };

    /// <summary>Says which columns are read from now on; the place of each in the list is its slot.</summary>
    public void Want(IReadOnlyList<string> columns)
    {
        (Cells, Unescaped) = (new RowCell[columns.Count], new byte[columns.Count][]);
        Choose(columns);
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public abstract bool Next();

    /// <summary>The bytes of a cell; empty where the row has none.</summary>
    public ReadOnlySpan<byte> Cell(int slot)
    {
        ref readonly var cell = ref Cells[slot];
        return cell.Form switch
        {
            CellForm.Null => default,
            CellForm.AsItStands => Window.Bytes.AsSpan(cell.Start, cell.Length),
            CellForm.Doubled => WithoutDoubledQuotes(slot),
            _ => Unescaped[slot],
        };
    }

    /// <summary>True where a cell says that it has nothing; CSV cannot say it.</summary>
    public bool IsNull(int slot) => Cells[slot].Form == CellForm.Null;

    /// <summary>Where a cell is.</summary>
    public SourcePosition At(int slot)
    {
        var before = Window.Bytes.AsSpan(RowStart, Math.Max(0, Cells[slot].Start - RowStart));
        return new SourcePosition(File.Name, (int)Line, before.Contains((byte)'\n') || Cells[slot].Start == 0 ? 0 : Encoding.UTF8.GetCharCount(before) + 1);
    }

    public void Dispose() => Window.Dispose();

    /// <summary>Where the row begins in the window.</summary>
    protected int RowStart { get; set; }

    protected abstract void Choose(IReadOnlyList<string> columns);

    protected EvalConfigurationException Wrong(string what, string? hint = null) => new(new SourcePosition(File.Name, (int)Line, 0), what, hint);

    private byte[] WithoutDoubledQuotes(int slot)
    {
        var cell = Window.Bytes.AsSpan(Cells[slot].Start, Cells[slot].Length);
        var plain = new byte[cell.Length];
        var length = 0;
        for (var i = 0; i < cell.Length; i++)
        {
            plain[length++] = cell[i];
            i += cell[i] == '"' ? 1 : 0;
        }

        Cells[slot].Form = CellForm.Unescaped;
        return Unescaped[slot] = plain[..length];
    }

    /// <summary>How a cell's text is found.</summary>
    protected enum CellForm : byte
    {
        /// <summary>As it stands in the window.</summary>
        AsItStands,

        /// <summary>In the window, with doubled quotes.</summary>
        Doubled,

        /// <summary>In <see cref="BattleRows.Unescaped"/>.</summary>
        Unescaped,

        /// <summary>JSON's null.</summary>
        Null,
    }

    /// <summary>A cell of a row: its place in the window.</summary>
    protected struct RowCell
    {
        public int Start;
        public int Length;
        public CellForm Form;
    }
}
