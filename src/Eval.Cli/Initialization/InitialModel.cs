using System.Text;
using System.Text.RegularExpressions;
using Eval.Core.Workspaces;

namespace Eval.Cli.Initialization;

/// <summary>A candidate of a new workspace.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Yaml">The line under its id: <c>local: …</c> or <c>hosted: …</c>.</param>
internal sealed partial record InitialModel(string Id, string Yaml)
{
    private const int MostStepsUp = 3;
    private static readonly string[] Providers = ["openai", "anthropic", "openai-compatible", "azure-openai"];

    /// <summary>True for a model file.</summary>
    public bool IsLocal => Yaml.StartsWith("local:", StringComparison.Ordinal);

    /// <summary>Reads what <c>--model</c> names: a GGUF file, or PROVIDER:MODEL, for a server of one's own with @ADDRESS.</summary>
    /// <exception cref="EvalConfigurationException">The file is missing or no GGUF, or the provider is unknown.</exception>
    public static InitialModel Parse(string text, string folder, string currentDirectory)
    {
        var colon = text.IndexOf(':');
        if (!text.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && colon > 1)
        {
            return Hosted(text, text[..colon], text[(colon + 1)..]);
        }

        var path = Path.GetFullPath(text, currentDirectory);
        if (!File.Exists(path))
        {
            throw new EvalConfigurationException(
                null, $"--model: there is no file {path}", colon > 1 ? null : "a hosted model is written PROVIDER:MODEL, for example openai:gpt-4o-mini");
        }

        return IsGguf(path)
            ? new InitialModel(IdOf(Path.GetFileNameWithoutExtension(path)), $"local: {{ file: {Quote(Shown(path, folder))}, gpuLayers: auto }}")
            : throw new EvalConfigurationException(null, $"--model: {path} is no GGUF file", "local models are files of llama.cpp's format");
    }

    /// <summary>The models with ids that are all different, also from those that are taken.</summary>
    public static IReadOnlyList<InitialModel> Distinct(IEnumerable<InitialModel> models, IEnumerable<string> takenIds)
    {
        var taken = takenIds.ToHashSet(StringComparer.Ordinal);
        var distinct = new List<InitialModel>();
        foreach (var model in models)
        {
            var id = model.Id;
            for (var i = 2; !taken.Add(id); i++)
            {
                id = $"{model.Id}-{i}";
            }

            distinct.Add(model with { Id = id });
        }

        return distinct;
    }

    private static InitialModel Hosted(string text, string provider, string rest)
    {
        if (!Providers.Contains(provider))
        {
            throw new EvalConfigurationException(null, $"--model: \"{provider}\" of \"{text}\" is no provider", NearestName.Hint(provider, Providers));
        }

        var at = rest.IndexOf("@http", StringComparison.Ordinal);
        var (model, endpoint) = at < 0 ? (rest, null) : (rest[..at], rest[(at + 1)..]);
        if (model.Length == 0 || (endpoint is null && provider is "openai-compatible" or "azure-openai"))
        {
            throw new EvalConfigurationException(
                null, $"--model: \"{text}\" names no {(model.Length == 0 ? "model" : "address")}", $"for example {provider}:MODEL{(provider is "openai" or "anthropic" ? "" : "@http://127.0.0.1:8000/v1")}");
        }

        var address = endpoint is null ? "" : $", endpoint: {Quote(endpoint)}";
        return new InitialModel(IdOf(model), $"hosted: {{ provider: {provider}{address}, model: {Quote(model)} }}");
    }

    private static string IdOf(string name) =>
        NotInIds().Replace(name.ToLowerInvariant(), "-").Trim('-', '.', '_') is { Length: > 0 } id ? id : "my-model";

    // Near the workspace the path moves with it; farther away it would only be hard to read.
    private static string Shown(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
        return relative.Split('/').Count(p => p == "..") <= MostStepsUp ? relative : path;
    }

    private static bool IsGguf(string path)
    {
        using var file = File.OpenRead(path);
        var magic = new byte[4];
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && Encoding.ASCII.GetString(magic) == "GGUF";
    }

    private static string Quote(string text) => $"\"{text.Replace(@"\", @"\\").Replace("\"", "\\\"")}\"";

    [GeneratedRegex("[^a-z0-9._+-]+")]
    private static partial Regex NotInIds();
}
