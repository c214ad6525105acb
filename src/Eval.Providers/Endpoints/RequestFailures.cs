using Eval.Core.Models;

namespace Eval.Providers.Endpoints;

/// <summary>Failed calls as failures of single requests for likelihoods.</summary>
internal static class RequestFailures
{
    /// <summary>The failure of the request alone, or null where the whole endpoint is concerned and the exception must pass on.</summary>
    public static RequestFailure? Of(ModelCallException e) => e.Failure switch
    {
        CallFailure.TooLong => new RequestFailure(RequestFailureKind.TooLong, e.Message),
        CallFailure.Unauthorized => null,
        _ => new RequestFailure(RequestFailureKind.EngineFailed, e.Message),
    };
}
