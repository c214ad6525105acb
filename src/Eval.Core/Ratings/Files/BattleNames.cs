using System.Text;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Files;

/// <summary>Names in cells: looked up, and looked at closely when they are new.</summary>
internal sealed class BattleNames(BattleRows rows)
{
    /// <summary>Characters of the longest name.</summary>
    public const int Longest = 200;

    /// <summary>The number of the name in a cell, blanks around it left out; −1 where it cannot be one, and a problem says so.</summary>
    public int Of(NameTable names, int slot, (int Most, string What) limit, List<ConfigProblem> problems, ReadOnlySpan<byte> emptyAs)
    {
        var cell = rows.Cell(slot);
        if (cell.Length > 0 && (cell[0] <= ' ' || cell[^1] <= ' '))
        {
            cell = cell.Trim(" \t\r\n"u8);
        }

        cell = cell.IsEmpty ? emptyAs : cell;
        var number = names.Find(cell);
        return number >= 0 ? number : Add(names, cell, slot, limit, problems);
    }

    private int Add(NameTable names, ReadOnlySpan<byte> cell, int slot, (int Most, string What) limit, List<ConfigProblem> problems)
    {
        var at = rows.At(slot);
        var text = cell.Length <= Longest * 4 ? Encoding.UTF8.GetString(cell) : null;
        var wrong = cell.IsEmpty ? "is empty"
            : text is null || text.Length > Longest ? $"is longer than {Longest} characters"
            : text.Any(char.IsControl) ? "holds control characters"
            : null;
        if (wrong is not null)
        {
            problems.Add(new ConfigProblem(at, $"the name of a {Singular(limit.What)} {wrong}"));
            return -1;
        }

        return names.Count < limit.Most ? names.Add(cell)
            : throw new EvalConfigurationException(at, $"\"{text}\" is beyond {limit.Most} {limit.What}", "is this the right column?");
    }

    private static string Singular(string many) => many == "categories" ? "category" : many[..^1];
}
