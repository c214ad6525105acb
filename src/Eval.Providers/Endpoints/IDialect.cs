using Eval.Core.Models;
using Eval.Providers.Batches;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Endpoints;

/// <summary>How endpoints of one family are spoken to.</summary>
internal interface IDialect
{
    /// <summary>The words after <c>provider:</c> that mean this family.</summary>
    IReadOnlyList<string> Providers { get; }

    /// <summary>The base address of a candidate, without a slash at its end.</summary>
    string AddressOf(HostedModelSpec spec);

    /// <summary>The header that carries a candidate's key.</summary>
    KeyHeader KeyHeaderOf(HostedModelSpec spec);

    /// <summary>Request fields that a probe tries, because some endpoints of the family refuse them.</summary>
    IReadOnlyList<string> OptionalFields { get; }

    /// <summary>What requests to a candidate must look like as far as is known before it is asked.</summary>
    RequestQuirks QuirksOf(HostedModelSpec spec);

    /// <summary>True where endpoints of the family may offer likelihoods beside chat.</summary>
    bool MayGiveLikelihoods(HostedModelSpec spec);

    /// <summary>The batch service of the family.</summary>
    IBatchInterface Batches { get; }

    /// <summary>What stands around all that speaks to an endpoint of the family: whatever its package cannot read as it comes. Default: nothing.</summary>
    HttpMessageHandler Around(HttpMessageHandler handler) => handler;

    /// <summary>A client that makes one attempt a call and throws <see cref="ModelCallException"/>.</summary>
    IChatClient Chat(Endpoint endpoint, HostedModelSpec spec, RequestQuirks quirks);
}
