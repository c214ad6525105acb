using Eval.Core.Models;

namespace Eval.Providers.Probing;

/// <summary>Everything that probes found about an endpoint.</summary>
internal sealed record EndpointReport(ModelDescription Description, ChatFindings Chat)
{
    public static EndpointReport Of(HostedModelSpec spec, string address, ChatFindings chat)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["endpoint"] = address };
        Add("answeredBy", chat.Model);
        Add("fingerprint", chat.Fingerprint);
        Add("notTaken", string.Join(", ", chat.Quirks.Omit));
        return new EndpointReport(
            new ModelDescription(
                HostedIdentity.Of(spec, address, chat),
                new ModelCapabilities { Chat = true, Seeds = chat.Seeds, ContextLength = spec.Context },
                facts),
            chat);

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                facts[name] = value;
            }
        }
    }
}
