using System.Text;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.OpenAiEvals;

/// <summary>OpenAI's evals: the log of a run, rows of samples, and entries of the registry.</summary>
internal sealed class OpenAiEvalsFormat : IImportFormat
{
    public string Tool => ImportTools.OpenAiEvals;

    public string Understands => "logs and samples in JSON Lines, registry entries in YAML";

    public string? Recognise(ImportSource source) =>
        IsLog(source) ? "the log of a run of openai/evals"
        : IsSamples(source) ? "samples of openai/evals"
        : IsRegistry(source) ? "a registry entry of openai/evals"
        : null;

    public async Task<ImportedContent> ReadAsync(ImportSource source, CancellationToken cancellationToken) =>
        source.IsFolder ? throw new EvalConfigurationException(null, $"{source.Path} is a folder", "name the log, the samples or the registry's YAML file")
        : IsLog(source) ? await new OpenAiEvalsLog(source).ReadAsync(cancellationToken)
        : IsRegistry(source) || source.Name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) ? await new OpenAiEvalsRegistry(source.Path).ReadAsync(cancellationToken)
        : await OpenAiEvalsRegistry.SamplesAsync(source.Path, cancellationToken);

    private static bool IsLog(ImportSource source) =>
        source.JsonKeys.ContainsKey("spec") || source.JsonKeys.ContainsKey("final_report") || (source.JsonKeys.ContainsKey("run_id") && source.JsonKeys.ContainsKey("event_id"));

    private static bool IsSamples(ImportSource source) => source.JsonKeys.ContainsKey("input") && source.JsonKeys.ContainsKey("ideal");

    private static bool IsRegistry(ImportSource source) =>
        source.YamlKeys.Count > 0 && Encoding.UTF8.GetString(source.Head.Span).Contains("class: evals.", StringComparison.Ordinal);
}
