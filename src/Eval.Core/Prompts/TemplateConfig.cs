using Eval.Core.Workspaces;

namespace Eval.Core.Prompts;

/// <summary>Reads templates from what the user wrote.</summary>
public static class TemplateConfig
{
    /// <summary>A template, or null where the key is absent; a malformed one is reported at its place.</summary>
    public static PromptTemplate? OptionalTemplate(this ConfigMap map, string key) =>
        map.OptionalString(key) is { } text ? Parse(map, text, map.PositionOf(key)) : null;

    /// <summary>A list of templates (a single text counts as one); empty where the key is absent.</summary>
    public static IReadOnlyList<PromptTemplate> OptionalTemplates(this ConfigMap map, string key) =>
        [.. map.OptionalStrings(key).Select((text, i) => Parse(map, text, map.PositionOf(key, i))).OfType<PromptTemplate>()];

    internal static PromptTemplate? Parse(ConfigMap map, string text, SourcePosition at)
    {
        try
        {
            return PromptTemplate.Parse(text, at);
        }
        catch (EvalConfigurationException e)
        {
            foreach (var problem in e.Problems)
            {
                map.Report(problem.At ?? at, problem.Message, problem.Hint);
            }

            return null;
        }
    }
}
