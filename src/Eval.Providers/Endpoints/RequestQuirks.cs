using System.Collections.Immutable;

namespace Eval.Providers.Endpoints;

/// <summary>What a request to an endpoint must look like, beyond its dialect; found by a probe or said by the user.</summary>
/// <param name="Omit">Request fields that it refuses.</param>
/// <param name="NewLimitName">True where the limit is called <c>max_completion_tokens</c> rather than <c>max_tokens</c>.</param>
internal sealed record RequestQuirks(ImmutableSortedSet<string> Omit, bool NewLimitName);
