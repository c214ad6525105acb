using System.Text;
using Eval.Core.Suites;

namespace Eval.Core.Prompts;

/// <summary>The text that stands before a sample's question: preamble, examples, separators.</summary>
public static class FewShotBlock
{
    /// <summary>Renders the block; empty where the suite has no examples.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="selector">Chooses the examples; null gives none.</param>
    /// <param name="sample">The sample whose question follows.</param>
    /// <param name="render">Renders one example, its answer included, where the suite gives no template for it.</param>
    /// <param name="renderTemplate">Renders a template of the suite over a sample, with the fields that the kind adds.</param>
    public static string Render(
        Suite suite, FewShotSelector? selector, Sample sample, Func<Sample, string> render, Func<Sample, PromptTemplate, string> renderTemplate)
    {
        if (suite.FewShot is not { } spec || selector is null)
        {
            return "";
        }

        var text = new StringBuilder(spec.Preamble is { } preamble ? renderTemplate(sample, preamble) : "");
        foreach (var example in selector.Choose(sample))
        {
            text.Append(spec.Template is { } template ? renderTemplate(example, template) : render(example)).Append(spec.Separator);
        }

        return text.ToString();
    }
}
