using Eval.Core.Models;

namespace Eval.Providers.Probing;

/// <summary>Everything that probes found about an endpoint.</summary>
internal sealed record EndpointReport(ModelDescription Description, ChatFindings Chat, LikelihoodFindings Likelihoods)
{
    public static EndpointReport Of(
        HostedModelSpec spec, string address, ChatFindings chat, LikelihoodFindings likelihoods, bool? schemas, int? context)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["endpoint"] = address };
        Add("answeredBy", chat.Model);
        Add("fingerprint", chat.Fingerprint);
        Add("notTaken", string.Join(", ", chat.Quirks.Omit));
        var capabilities = new ModelCapabilities
        {
            Chat = true,
            RawPrompts = likelihoods.HasCompletions,
            Likelihoods = likelihoods.Route != LikelihoodRoute.None,
            LikelihoodProblem = likelihoods.Problem,
            AnswerLogProbabilities = chat.LogProbabilities,
            JsonSchemas = schemas,
            Seeds = chat.Seeds,
            ContextLength = spec.Context ?? likelihoods.ContextLength ?? context,
            VocabularySize = likelihoods.VocabularySize,
        };
        return new EndpointReport(new ModelDescription(HostedIdentity.Of(spec, address, chat, likelihoods), capabilities, facts), chat, likelihoods);

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                facts[name] = value;
            }
        }
    }
}
