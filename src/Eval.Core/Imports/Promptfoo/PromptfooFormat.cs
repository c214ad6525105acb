using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>promptfoo: results (<c>eval -o FILE.json</c>, <c>export eval</c>) and configurations.</summary>
internal sealed class PromptfooFormat : IImportFormat
{
    private static readonly string[] ConfigKeys = ["prompts", "providers", "targets", "tests", "defaultTest", "scenarios", "redteam"];

    public string Tool => ImportTools.Promptfoo;

    public string Understands => "results in JSON, configurations in YAML or JSON";

    public string? Recognise(ImportSource source) => source switch
    {
        { IsFolder: true } when ConfigIn(source.Path) is { } file => $"a folder with {Path.GetFileName(file)} of promptfoo",
        _ when IsResults(source) => "results of promptfoo eval",
        _ when IsLines(source) => "results of promptfoo eval, line by line",
        _ when source.YamlKeys.Intersect(ConfigKeys).Count() >= 2 || source.JsonKeys.Keys.Intersect(ConfigKeys).Count() >= 2 => "a configuration of promptfoo",
        _ => null,
    };

    public Task<ImportedContent> ReadAsync(ImportSource source, CancellationToken cancellationToken)
    {
        if (source.IsFolder)
        {
            return Task.FromResult(new PromptfooConfig(ConfigIn(source.Path) ?? throw new EvalConfigurationException(
                null, $"{source.Path} holds no promptfooconfig.yaml")).Read());
        }

        if (IsLines(source))
        {
            throw new EvalConfigurationException(
                new SourcePosition(source.Path, 1, 1), "this file has the rows of a promptfoo run without its prompts and providers",
                "write the run as JSON instead: promptfoo export eval ID -o results.json");
        }

        return IsResults(source)
            ? new PromptfooResults(source).ReadAsync(cancellationToken)
            : Task.FromResult(new PromptfooConfig(source.Path).Read());
    }

    private static bool IsResults(ImportSource source) =>
        source.JsonKeys.ContainsKey("results") && (source.JsonKeys.ContainsKey("evalId") || source.JsonKeys.ContainsKey("shareableUrl"));

    private static bool IsLines(ImportSource source) =>
        source.JsonKeys.ContainsKey("gradingResult") || (source.JsonKeys.ContainsKey("promptIdx") && source.JsonKeys.ContainsKey("testCase"));

    private static string? ConfigIn(string folder) =>
        new[] { "promptfooconfig.yaml", "promptfooconfig.yml", "promptfooconfig.json" }.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
}
