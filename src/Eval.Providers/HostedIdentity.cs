using System.Globalization;
using Eval.Core.Models;
using Eval.Providers.Probing;

namespace Eval.Providers;

/// <summary>What a hosted model is: where, which, which revision, and every setting that can change an answer. Never a secret.</summary>
internal static class HostedIdentity
{
    public static ModelIdentity Of(HostedModelSpec spec, string address, ChatFindings chat, LikelihoodFindings likelihoods)
    {
        var revision = spec.Revision ?? string.Join(' ', new[] { Other(chat.Model, spec.Model), Build(spec, chat) }.Where(s => s.Length > 0));
        return new ModelIdentity("hosted", $"{address} {spec.Model}{(revision.Length > 0 ? $" {revision}" : "")}", spec.Provider, Settings(spec, chat, likelihoods));
    }

    private static string Other(string? answered, string asked) => answered is { Length: > 0 } && answered != asked ? answered : "";

    // OpenAI's fingerprint differs from call to call with the machines behind it: in the identity it would make every resumed run another
    // one. A server of one's own puts its build there, which belongs to what was measured.
    private static string Build(HostedModelSpec spec, ChatFindings chat) => spec.Provider == "openai-compatible" ? chat.Fingerprint ?? "" : "";

    private static string Settings(HostedModelSpec spec, ChatFindings chat, LikelihoodFindings likelihoods)
    {
        var settings = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["temperature"] = spec.Temperature?.ToString(CultureInfo.InvariantCulture),
            ["topP"] = spec.TopP?.ToString(CultureInfo.InvariantCulture),
            ["maxOutputTokens"] = spec.MaxOutputTokens?.ToString(CultureInfo.InvariantCulture),
            ["reasoningEffort"] = spec.ReasoningEffort,
            ["extraBody"] = spec.ExtraBody,
            // The usual route is not named: a probe that failed in passing must not make another model of it, whose every answer is asked for again.
            ["likelihoods"] = likelihoods.Route is LikelihoodRoute.None or LikelihoodRoute.Completions ? null : likelihoods.Route.ToString(),
            ["omit"] = chat.Quirks.Omit.Count > 0 ? string.Join(',', chat.Quirks.Omit) : null,
        };
        foreach (var (name, value) in spec.Query)
        {
            settings[$"query.{name}"] = value;
        }

        // As written: a secret stands there as the name of its variable.
        foreach (var (name, value) in spec.Headers)
        {
            settings[$"header.{name}"] = value;
        }

        return string.Join(';', settings.Where(s => s.Value is not null).Select(s => $"{s.Key}={s.Value}"));
    }
}
