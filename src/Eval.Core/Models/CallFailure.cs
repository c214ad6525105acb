namespace Eval.Core.Models;

/// <summary>Why a call got no answer.</summary>
public enum CallFailure
{
    /// <summary>No connection, or it broke; worth another try.</summary>
    Connection,

    /// <summary>No answer within the time of one attempt; worth another try.</summary>
    Timeout,

    /// <summary>The endpoint asked to slow down (429); worth another try, later.</summary>
    RateLimited,

    /// <summary>The endpoint failed (5xx, 408, 409, overloaded); worth another try.</summary>
    Server,

    /// <summary>The answer could not be read, or held nothing; worth another try.</summary>
    Malformed,

    /// <summary>The endpoint refused the request as it is (400, 404, 413, 422); trying again cannot help.</summary>
    BadRequest,

    /// <summary>The key is missing or refused (401, 403), or the account has no credit left: nobody's call can work.</summary>
    Unauthorized,

    /// <summary>The prompt is longer than the model's context.</summary>
    TooLong,

    /// <summary>The provider's content filter stopped the request or the answer: the model's own behaviour, not an error.</summary>
    Filtered,

    /// <summary>The circuit breaker of the endpoint is open: too many failures in a row.</summary>
    CircuitOpen,

    /// <summary>The call was not made, because it could pass the budget.</summary>
    OverBudget,
}
