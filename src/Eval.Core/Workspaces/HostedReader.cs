using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Models;

namespace Eval.Core.Workspaces;

/// <summary>Reads the <c>hosted:</c> of a candidate.</summary>
internal static partial class HostedReader
{
    private static readonly string[] Providers = ["openai", "openai-compatible", "azure-openai", "anthropic"];

    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

    private static readonly string[] Omittable =
        ["temperature", "top_p", "seed", "stop", "logprobs", "frequency_penalty", "presence_penalty", "max_tokens", "stream_options", "response_format"];

    private static readonly Dictionary<string, LikelihoodRoute> Routes = new(StringComparer.Ordinal)
    {
        ["auto"] = LikelihoodRoute.Auto,
        ["none"] = LikelihoodRoute.None,
        ["completions"] = LikelihoodRoute.Completions,
        ["llama-server"] = LikelihoodRoute.LlamaServer,
    };

    public static HostedModelSpec Read(ConfigMap map, string folder)
    {
        var provider = map.RequiredString("provider");
        if (provider.Length > 0 && !Providers.Contains(provider))
        {
            map.Report("provider", $"\"{provider}\" is not a valid provider", NearestName.Hint(provider, Providers));
        }

        if (provider is "openai-compatible" or "azure-openai" && !map.Has("endpoint"))
        {
            map.Report(map.At, $"provider \"{provider}\" needs \"endpoint\"");
        }

        if (map.Has("apiKey"))
        {
            // Reading it declares it, so this is the one message about it; its value appears nowhere.
            map.Report("apiKey", "a key does not belong in this file", "name the environment variable that holds it: apiKeyEnv");
        }

        if (provider == "anthropic" && map.OptionalString("reasoningEffort") is "minimal" or "max")
        {
            map.Report("reasoningEffort", "Anthropic knows none, low, medium, high and xhigh", "\"extraBody\" adds fields of its own interface");
        }

        if (map.Has("apiKeyEnv") && map.Has("apiKeyFile"))
        {
            map.Report("apiKeyFile", "\"apiKeyEnv\" and \"apiKeyFile\" exclude each other");
        }

        // What comes together in one batch is what is asked at the same time, and its answers take hours.
        var batch = map.OptionalBool("batch") ?? false;
        return new HostedModelSpec
        {
            Batch = batch,
            Provider = provider,
            Model = map.RequiredString("model"),
            Endpoint = Endpoint(map),
            ApiKeyEnv = VariableName(map),
            ApiKeyFile = map.OptionalString("apiKeyFile") is { } file ? Path.GetFullPath(Path.Combine(folder, file)) : null,
            Headers = Headers(map),
            Query = Query(map),
            Temperature = map.OptionalDouble("temperature", 0, 2),
            TopP = map.OptionalDouble("topP", double.Epsilon, 1),
            MaxOutputTokens = map.OptionalInt("maxOutputTokens", min: 1),
            ReasoningEffort = map.OptionalChoice("reasoningEffort", Efforts),
            ExtraBody = ExtraBody(map),
            Omit = Omit(map),
            Likelihoods = map.OptionalWord("likelihoods", Routes) ?? LikelihoodRoute.Auto,
            Context = map.OptionalInt("context", min: 1),
            Revision = map.OptionalString("revision"),
            Attempts = map.OptionalInt("attempts", min: 1, max: 1000) ?? 8,
            AttemptTimeout = TimeSpan.FromSeconds(map.OptionalDouble("timeoutSeconds", 0.001, 200_000) ?? (batch ? 90_000 : 300)),
            RequestsPerMinute = map.OptionalInt("requestsPerMinute", min: 1),
            TokensPerMinute = map.OptionalInt("tokensPerMinute", min: 1),
            Concurrency = map.OptionalInt("concurrency", min: 1, max: 10_000) ?? (batch ? 2000 : 8),
        };
    }

    // No message repeats the address: what is wrong with it may be the password in it.
    private static string? Endpoint(ConfigMap map)
    {
        if (map.OptionalUrl("endpoint") is not { } text)
        {
            return null;
        }

        var address = new Uri(text);
        if (address.UserInfo.Length > 0)
        {
            map.Report("endpoint", "a password does not belong in this file", "name the environment variable that holds it: apiKeyEnv, or ${NAME} in \"headers\"");
            return null;
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            map.Report("endpoint", "\"endpoint\" must end before the \"?\"", "write its parameters under \"query\"");
            return null;
        }

        return text;
    }

    private static string? VariableName(ConfigMap map)
    {
        if (map.OptionalString("apiKeyEnv") is not { } name || EnvironmentName().IsMatch(name))
        {
            return map.OptionalString("apiKeyEnv");
        }

        // It may well be the key itself, so it is not repeated.
        map.Report("apiKeyEnv", "\"apiKeyEnv\" must be the name of an environment variable, not the key itself", "for example OPENAI_API_KEY");
        return null;
    }

    private static IReadOnlyDictionary<string, string> Headers(ConfigMap map)
    {
        var headers = map.OptionalTexts("headers");
        foreach (var (name, value) in headers)
        {
            if (!HeaderName().IsMatch(name) || value.AsSpan().ContainsAny('\r', '\n'))
            {
                map.Report("headers", $"\"{name}\" is not a valid header");
            }
            else if (SecretHeader().IsMatch(name) && !value.Contains("${", StringComparison.Ordinal))
            {
                map.Report("headers", $"the value of \"{name}\" does not belong in this file", "put it into the environment and write ${NAME}");
            }
        }

        return headers.Count == 0 ? ImmutableDictionary<string, string>.Empty : headers;
    }

    private static IReadOnlyDictionary<string, string> Query(ConfigMap map)
    {
        var query = map.OptionalTexts("query");
        foreach (var name in query.Keys.Where(n => SecretHeader().IsMatch(n) || n.Equals("key", StringComparison.OrdinalIgnoreCase)))
        {
            map.Report("query", $"the value of \"{name}\" does not belong in this file", "endpoints take their key in a header: apiKeyEnv, or ${NAME} in \"headers\"");
        }

        return query.Count == 0 ? ImmutableDictionary<string, string>.Empty : query;
    }

    private static string? ExtraBody(ConfigMap map)
    {
        switch (map.OptionalJson("extraBody"))
        {
            case null:
                return null;
            case JsonObject body:
                foreach (var own in body.Select(p => p.Key).Where(k => k is "model" or "messages" or "stream" or "prompt" or "n"))
                {
                    map.Report("extraBody", $"\"{own}\" is not for \"extraBody\": the program sets it itself");
                }

                return body.ToJsonString();
            default:
                map.Report("extraBody", "\"extraBody\" must be a map of keys");
                return null;
        }
    }

    private static IReadOnlyList<string> Omit(ConfigMap map)
    {
        var names = map.OptionalStrings("omit");
        for (var i = 0; i < names.Count; i++)
        {
            if (!Omittable.Contains(names[i]))
            {
                map.Report(map.PositionOf("omit", i), $"\"{names[i]}\" cannot be left out", NearestName.Hint(names[i], Omittable));
            }
        }

        return names;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]+\z")]
    private static partial Regex HeaderName();

    [GeneratedRegex("authorization|api[-_]?key|token|secret|cookie|password", RegexOptions.IgnoreCase)]
    private static partial Regex SecretHeader();
}
