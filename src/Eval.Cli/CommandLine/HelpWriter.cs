using System.Text;

namespace Eval.Cli.CommandLine;

/// <summary>One line of a table in help.</summary>
internal sealed record HelpRow(string Name, string Description);

/// <summary>Writes wrapped paragraphs and two-column tables. Without a drawing library: help must be there at once.</summary>
internal sealed class HelpWriter(TextWriter output, int width)
{
    private const int Indent = 2;
    private const int WidestName = 34;

    public void Heading(string title)
    {
        output.WriteLine();
        output.WriteLine($"{title}:");
    }

    public void Paragraph(string text, int indent)
    {
        foreach (var line in Wrap(text, width - indent))
        {
            output.WriteLine(new string(' ', indent) + line);
        }
    }

    public void Table(IReadOnlyList<HelpRow> rows)
    {
        var column = Indent + Math.Min(WidestName, rows.Max(r => r.Name.Length)) + 2;
        if (width - column < 24)
        {
            // Too narrow for two columns: the description goes below the name.
            column = 2 * Indent + 2;
        }

        foreach (var row in rows)
        {
            var name = new string(' ', Indent) + row.Name;
            var lines = Wrap(row.Description, width - column).ToList();
            var first = 0;
            if (name.Length + 2 <= column && lines.Count > 0)
            {
                output.WriteLine(name.PadRight(column) + lines[0]);
                first = 1;
            }
            else
            {
                // Long names stand above; hung in below each other only where even that is too wide.
                foreach (var (i, line) in Wrap(row.Name, width - Indent - 2).Index())
                {
                    output.WriteLine(new string(' ', i == 0 ? Indent : Indent + 2) + line);
                }
            }

            foreach (var line in lines.Skip(first))
            {
                output.WriteLine(new string(' ', column) + line);
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
