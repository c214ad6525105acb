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

    private static readonly string[] Taken = ["apiBaseUrl", "apiHost", "apiKeyEnvar", "temperature", "max_tokens", "top_p", "reasoning_effort", "apiKey"];
    private static readonly string[] OfProvider = ["id", "label", "config"];
    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];

    // Ways to ask that are no chat, whatever the model.
    private static readonly string[] NoChat = ["embedding", "embeddings", "image", "video", "audio", "realtime", "assistant", "moderation", "transcription", "speech", "agents", "chatkit"];

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
            foreach (var (key, keyNode, _) in settings.Pairs().Where(p => !OfProvider.Contains(p.Key)))
            {
                files.Leave(keyNode, $"providers: {id}: {key}", "a candidate is a model and its settings here, asked every prompt");
            }

            if (settings.Get("config").Text() is { } elsewhere)
            {
                files.Leave(settings.Get("config"), $"providers: {id}: config: {elsewhere}", "settings are not read from elsewhere: write them out");
            }

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
            _ when model.Length == 0 || model.Contains("{{", StringComparison.Ordinal) || (parts.Length > 2 && NoChat.Contains(parts[1])) => null,
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

        if (address is not null && (ForeignSecrets.Address(address) != address || address.Contains('?', StringComparison.Ordinal)))
        {
            hosted["endpoint"] = ForeignSecrets.Address(address).Split('?', '#')[0];
            files.Leave(config.Get("apiBaseUrl") ?? item, $"providers: {id}: apiBaseUrl", "user, password and parameters of an address are not copied: name the key with apiKeyEnv, parameters under query");
        }

        var left = new List<(string Key, string Why)>();
        hosted["apiKeyEnv"] = Variable(config, left) ?? hosted["apiKeyEnv"];
        hosted["temperature"] = Number(config, "temperature", 0, 2, left);
        hosted["topP"] = Number(config, "top_p", double.Epsilon, 1, left);
        hosted["maxOutputTokens"] = Number(config, "max_tokens", 1, int.MaxValue, left) is { } tokens ? (int)tokens : null;
        hosted["reasoningEffort"] = Effort(config, parts[0], left);
        if (config.Get("apiBaseUrl") is not null && config.Get("apiHost") is not null)
        {
            left.Add(("apiHost", "apiBaseUrl is taken"));
        }

        left.ForEach(l => files.Leave(config.Get(l.Key), $"providers: {id}: {l.Key}", l.Why));
        foreach (var (key, keyNode, _) in config.Pairs().Where(p => p.Key == "apiKey" || !Taken.Contains(p.Key)))
        {
            files.Leave(keyNode, $"providers: {id}: {key}", key == "apiKey"
                ? "keys are never copied: put it into a variable, or a .env file beside the workspace"
                : "look it up in the candidate's settings: extraBody adds fields of the provider's own");
        }

        return hosted;
    }

    private static double? Number(YamlNode? config, string key, double least, double most, List<(string Key, string Why)> left)
    {
        if (config.Get(key) is not { } node)
        {
            return null;
        }

        if (node.Number() is { } value && value >= least && value <= most)
        {
            return value;
        }

        left.Add((key, least is 0 or 1 ? $"a number from {least} to {most} is needed" : $"a number above 0 and up to {most} is needed"));
        return null;
    }

    // Somebody may have written the key itself there.
    private static string? Variable(YamlNode? config, List<(string Key, string Why)> left)
    {
        if (config.Get("apiKeyEnvar").Text() is not { } name)
        {
            return null;
        }

        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(name[0]))
        {
            return name;
        }

        left.Add(("apiKeyEnvar", "it is not the name of an environment variable"));
        return null;
    }

    private static string? Effort(YamlNode? config, string provider, List<(string Key, string Why)> left)
    {
        if (config.Get("reasoning_effort") is not { } node)
        {
            return null;
        }

        if (node.Text() is { } effort && Efforts.Contains(effort) && !(provider == "anthropic" && effort == "minimal"))
        {
            return effort;
        }

        left.Add(("reasoning_effort", $"one of {string.Join(", ", Efforts)} is needed"));
        return null;
    }

    private static Dictionary<string, object?> Map(string provider, string model, string? endpoint, string? key) => new()
    {
        ["provider"] = provider,
        ["endpoint"] = endpoint,
        ["model"] = model,
        ["apiKeyEnv"] = key,
    };
}
