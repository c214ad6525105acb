using Eval.Cli.Documents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>What candidates can do, for people: a table of yes and no, then what must be said in words.</summary>
internal static class ProbeReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<ProbeEntry> models)
    {
        var asked = models.Where(m => m.Capabilities is not null).ToList();
        if (asked.Count > 0)
        {
            console.Write(FittedTable.Create(asked, Columns(), console.Profile.Width) as IRenderable
                ?? new Rows(asked.Select(m => new Text(TerminalText.OneLine($"{m.Id}: {Words(m.Capabilities!)}")))));
        }

        foreach (var model in models)
        {
            foreach (var (line, style) in Lines(model))
            {
                console.WriteLine(TerminalText.OneLine($"{model.Id}: {line}"), style);
            }
        }
    }

    private static List<FittedColumn<ProbeEntry>> Columns() =>
    [
        new("candidate", m => m.Id) { Style = _ => new Style(decoration: Decoration.Bold) },
        Ability("chat", c => c.Chat),
        Ability("likelihoods", c => c.Likelihoods),
        Ability("JSON", c => c.JsonSchemas, droppedAs: 1),
        Ability("log-probs", c => c.AnswerLogProbabilities, droppedAs: 3),
        Ability("seeds", c => c.Seeds, droppedAs: 4),
        Ability("raw", c => c.RawPrompts, droppedAs: 5),
        new("context", m => m.Capabilities!.ContextLength is { } length ? Figures.Count(length) : "") { Right = true, DroppedAs = 2 },
    ];

    private static FittedColumn<ProbeEntry> Ability(string title, Func<CapabilitiesEntry, bool?> of, int droppedAs = 0) =>
        new(title, m => of(m.Capabilities!) switch { true => "yes", false => "no", null => "?" })
        {
            DroppedAs = droppedAs,
            Style = m => of(m.Capabilities!) == true ? new Style(Color.Green) : Style.Plain,
        };

    private static string Words(CapabilitiesEntry can) => $"chat {(can.Chat ? "yes" : "no")}, likelihoods {(can.Likelihoods ? "yes" : "no")}";

    private static IEnumerable<(string Line, Style Style)> Lines(ProbeEntry model)
    {
        if (model.Problem is { } problem)
        {
            yield return (problem + (model.Advice is { } advice ? $" ({advice})" : ""), new Style(Color.Red));
            yield break;
        }

        var can = model.Capabilities!;
        if (can.ChatProblem is { } chat)
        {
            yield return ($"no chat: {chat}", Style.Plain);
        }

        if (can.LikelihoodProblem is { } likelihoods)
        {
            yield return ($"no likelihoods: {likelihoods}", Style.Plain);
        }

        if (model.Facts.TryGetValue("notTaken", out var fields))
        {
            yield return ($"does not take {fields}", Style.Plain);
        }

        if (model.Facts.TryGetValue("answeredBy", out var name))
        {
            yield return ($"answered by {name}", Style.Plain);
        }

        foreach (var left in model.Suites.Where(s => s.WhyNot is not null))
        {
            yield return ($"cannot run {left.Suite}: {left.WhyNot}", new Style(Color.Yellow));
        }

        if (model.Suites.Count > 0 && model.Suites.All(s => s.WhyNot is null))
        {
            yield return (model.Suites.Count == 1 ? "can run the suite of the workspace" : $"can run all {model.Suites.Count} suites", Style.Plain);
        }
    }
}
