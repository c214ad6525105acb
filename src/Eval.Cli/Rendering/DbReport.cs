using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>A database for people.</summary>
internal static class DbReport
{
    private static readonly Style Bad = new(Color.Red);

    public static void Write(CommandContext context, DbDocument info)
    {
        var output = context.Out;
        Line("database", info.Database);
        Line("size", $"{Figures.Size(info.Bytes)}{(info.LogBytes > 0 ? $", and {Figures.Size(info.LogBytes)} of its log" : "")}{(info.FreeBytes > 0 ? $"; {Figures.Size(info.FreeBytes)} hold nothing" : "")}");
        Line("schema", info switch
        {
            { Unknown: [.., var newest] } => $"{newest}, of a newer version of this program",
            { Pending.Count: > 0 } => $"{info.Migration}, of an older version of this program",
            _ => info.Migration,
        });
        Line("runs", info.Runs.Count == 0 ? "none" : string.Join(", ", info.Runs.Select(r => $"{Figures.Count(r.Value)} {r.Key.ToLowerInvariant()}")));
        foreach (var copy in info.Copies)
        {
            Line("copy", $"{ShortPath.Of(copy.File, context.Surroundings.CurrentDirectory)}, {Figures.Size(copy.Bytes)}");
        }

        if (info.Damage is { } damage)
        {
            Line("check", damage.Count == 0 ? "sound" : "damaged", damage.Count == 0 ? null : Bad);
            foreach (var found in damage)
            {
                output.WriteLine(TerminalText.OneLine($"          {found}"), Bad);
            }
        }

        output.WriteLine();
        if (FittedTable.Create([.. info.Tables.Where(t => t.Rows > 0)], Columns(), output.Profile.Width) is { } table)
        {
            output.Write(table);
        }

        Hints(context, info);

        void Line(string title, string text, Style? style = null)
        {
            output.Write(title.PadRight(10), new Style(decoration: Decoration.Dim));
            output.WriteLine(TerminalText.OneLine(text), style ?? Style.Plain);
        }
    }

    private static void Hints(CommandContext context, DbDocument info)
    {
        if (info.Unknown.Count > 0)
        {
            context.Hint("update the program to use it");
        }
        else if (info.Pending.Count > 0)
        {
            context.Hint($"to bring it up to date (a copy is made before): {context.Command("db migrate")}");
        }

        // Not worth a line where it is little.
        if (info.FreeBytes > Math.Max(1_000_000, info.Bytes / 10))
        {
            context.Hint($"to give the room back: {context.Command("db vacuum")}");
        }

        if (info.Damage is { Count: > 0 })
        {
            context.Hint("restore a copy, or move the file away and run again: answers of other candidates may be whole, and \"export\" writes what can be read");
        }
    }

    private static List<FittedColumn<TableEntry>> Columns() =>
    [
        new("table", t => t.Name),
        new("rows", t => Figures.Count(t.Rows)) { Right = true },
    ];
}
