using System.Globalization;
using Eval.Core.Gates;
using Eval.Storage.Gates;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>The list of stored decisions for people.</summary>
internal static class GateListReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<GateRecord> records, DateTimeOffset now)
    {
        if (records.Count == 0)
        {
            console.WriteLine("no decision is stored yet");
            return;
        }

        List<FittedColumn<GateRecord>> columns =
        [
            new("id", r => r.Id.ToString(CultureInfo.InvariantCulture)) { Right = true },
            new("gate", r => r.Gate),
            new("candidate", r => r.CandidateName),
            new("baseline", r => r.BaselineName) { DroppedAs = 1 },
            new("verdict", r => r.Verdict.Word() + (r.WaiverAt(now) is null ? "" : ", waived")) { Style = r => GateReport.Colour(r.Verdict) },
            new("attempt", r => r.Attempt > 1 ? r.Attempt.ToString(CultureInfo.InvariantCulture) : "") { Right = true },
            new("decided", r => r.DecidedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) { DroppedAs = 2 },
            new("by", r => r.DecidedBy) { DroppedAs = 3, Style = _ => new Style(decoration: Decoration.Dim) },
        ];
        console.Write(FittedTable.Create(records, columns, console.Profile.Width) as IRenderable ?? new Rows(records.Select(r =>
            new Text(TerminalText.OneLine($"{r.Id} {r.Gate}: {r.CandidateName} against {r.BaselineName}: {r.Verdict.Word()}")))));
    }
}
