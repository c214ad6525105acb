using Eval.Core.Imports.Foreign;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>Reads <c>providers:</c> (or <c>targets:</c>) into candidates.</summary>
internal static class PromptfooProviders
{
    // Providers that speak OpenAI's protocol: address and the variable that holds the key.
    private static readonly Dictionary<string, (string Endpoint, string? Key)> Compatible = new(StringComparer.Ordinal)
    {
        ["openrouter"] = ("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        ["groq"] = ("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
        ["mistral"] = ("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        ["deepseek"] = ("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
        ["togetherai"] = ("https://api.together.xyz/v1", "TOGETHER_API_KEY"),
        ["ollama"] = ("http://127.0.0.1:11434/v1", null),
        ["localai"] = ("http://127.0.0.1:8080/v1", null),
        ["llama"] = ("http://127.0.0.1:8080/v1", null),
    };

    private static readonly string[] Taken = ["apiBaseUrl", "apiHost", "apiKeyEnvar", "temperature", "max_tokens", "top_p", "apiKey"];

    /// <summary>The candidates, each as a map of ours.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>> Read(ForeignFiles files, YamlNode? node)
    {
        var candidates = new List<IReadOnlyDictionary<string, object?>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node is YamlSequenceNode list ? list.Items() : node is null ? [] : [node])
        {
            var (id, settings) = item switch
            {
                YamlScalarNode => (item.Text(), null),
                YamlMappingNode map when item.Get("id") is not null => (item.Get("id").Text(), (YamlNode?)map),
                YamlMappingNode map when map.Pairs().FirstOrDefault() is { Key: { } key } first => (key, first.Value),
                _ => (null, null),
            };
            if (id is null || Hosted(files, item, id, settings.Get("config")) is not { } hosted)
            {
                files.Leave(item, $"providers: {id ?? "(without id)"}", Why(id));
                continue;
            }

            var name = GenerationDraft.Unique(GenerationDraft.NameOf(settings.Get("label").Text() ?? id, "candidate"), names);
            candidates.Add(new Dictionary<string, object?> { ["id"] = name, ["hosted"] = hosted });
        }

        return candidates;
    }

    private static string Why(string? id) =>
        id is null ? "a provider needs an id"
        : id.StartsWith("file:", StringComparison.Ordinal) || id.StartsWith("exec:", StringComparison.Ordinal) || id.StartsWith("python:", StringComparison.Ordinal)
            ? "a provider that is a program: serve it behind OpenAI's protocol and name its address as openai-compatible"
        : "there is no provider of that kind here; openai, openai-compatible (any address), azure-openai and anthropic are";

    private static Dictionary<string, object?>? Hosted(ForeignFiles files, YamlNode item, string id, YamlNode? config)
    {
        var parts = id.Split(':');
        var model = string.Join(':', parts.Skip(parts is [_, "chat" or "completion" or "responses" or "messages", _, ..] ? 2 : 1));
        var address = config.Get("apiBaseUrl").Text() ?? (config.Get("apiHost").Text() is { } host ? $"https://{host}/v1" : null);
        Dictionary<string, object?>? hosted = parts[0] switch
        {
            _ when model.Length == 0 => null,
            "openai" when address is not null => Map("openai-compatible", model, address, null),
            "openai" => Map("openai", model, null, "OPENAI_API_KEY"),
            "anthropic" => Map("anthropic", model, address, "ANTHROPIC_API_KEY"),
            var other when Compatible.TryGetValue(other, out var known) => Map("openai-compatible", model, address ?? known.Endpoint, known.Key),
            _ => null,
        };
        if (hosted is null)
        {
            return null;
        }

        if (address?.Contains("{{", StringComparison.Ordinal) == true)
        {
            files.Leave(item, "apiBaseUrl", "the address is a template; write it out");
            return null;
        }

        hosted["apiKeyEnv"] = config.Get("apiKeyEnvar").Text() ?? hosted["apiKeyEnv"];
        hosted["temperature"] = config.Get("temperature").Number();
        hosted["topP"] = config.Get("top_p").Number();
        hosted["maxOutputTokens"] = config.Get("max_tokens").Number() is { } tokens and >= 1 and <= int.MaxValue ? (int)tokens : null;
        foreach (var (key, keyNode, _) in config.Pairs().Where(p => p.Key == "apiKey" || !Taken.Contains(p.Key)))
        {
            files.Leave(keyNode, $"providers: {id}: {key}", key == "apiKey"
                ? "keys are never copied: put it into a variable, or a .env file beside the workspace"
                : "look it up in the candidate's settings: extraBody adds fields of the provider's own");
        }

        return hosted;
    }

    private static Dictionary<string, object?> Map(string provider, string model, string? endpoint, string? key) => new()
    {
        ["provider"] = provider,
        ["endpoint"] = endpoint,
        ["model"] = model,
        ["apiKeyEnv"] = key,
    };
}
