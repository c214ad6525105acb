namespace Eval.FakeEndpoint.Wire;

/// <summary>Kinds of errors, which each wire format words in its own way.</summary>
internal enum ApiErrorKind
{
    BadRequest,
    Unauthorized,
    NotFound,
    RateLimit,
    Quota,
    ContentFilter,
    TooLong,
    Server,
    Unavailable,
    Overloaded,
}

/// <summary>An error before it is put into a wire format.</summary>
internal sealed record ApiError(ApiErrorKind Kind, int Status, string Message)
{
    public string? Parameter { get; init; }

    public string? Code { get; init; }

    /// <summary>What was limited (<c>requests</c>, <c>tokens</c>), for 429.</summary>
    public string? Limited { get; init; }

    /// <summary>Tokens of the prompt and of the context, for <see cref="ApiErrorKind.TooLong"/>.</summary>
    public (int Prompt, int Context) Lengths { get; init; }
}
