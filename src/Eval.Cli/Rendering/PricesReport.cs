using Eval.Cli.Documents;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>Prices for people: each as a line to paste, with what is odd about it.</summary>
internal static class PricesReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<PricedModelEntry> models)
    {
        foreach (var model in models)
        {
            var name = model.Candidate is null || model.Candidate == model.Model ? model.Model : $"{model.Candidate}: {model.Model}";
            console.WriteLine(TerminalText.OneLine(name), new Style(decoration: Decoration.Bold));
            if (model.Yaml is not null)
            {
                var note = model.SameAsStated switch { true => "   # as in eval.yaml", false => "   # differs from eval.yaml", _ => "" };
                console.WriteLine(TerminalText.OneLine($"  price: {model.Yaml}{note}"));
            }

            foreach (var finding in model.Findings)
            {
                console.WriteLine(TerminalText.OneLine($"  {finding.Rule}: {finding.Message}"), new Style(Color.Yellow));
            }
        }

        var odd = models.Count(m => m.Findings.Count > 0);
        console.WriteLine(odd == 0 ? "nothing odd" : $"{odd} of {models.Count} deserve a look");
    }
}
