namespace Eval.FakeEndpoint.Faults;

/// <summary>
/// What can go wrong. Those up to <see cref="NullContent"/> are drawn anew for each attempt, so that trying again helps; those from
/// <see cref="ContentFilterPrompt"/> on belong to the prompt and come at every attempt.
/// </summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>429 with <c>Retry-After</c> in seconds. Not billed.</summary>
    RateLimited,

    /// <summary>429 with <c>Retry-After</c> as a date. Not billed.</summary>
    RateLimitedUntilDate,

    /// <summary>500. Not billed.</summary>
    ServerError,

    /// <summary>502 with an HTML page. Not billed.</summary>
    BadGateway,

    /// <summary>503. Not billed.</summary>
    Unavailable,

    /// <summary>504 without a body. Not billed.</summary>
    GatewayTimeout,

    /// <summary>529 at Anthropic, 503 elsewhere. Not billed.</summary>
    Overloaded,

    /// <summary>The connection is reset before any work. Not billed.</summary>
    Reset,

    /// <summary>The work is done, but nothing is ever sent. Billed, lost.</summary>
    Hang,

    /// <summary>Half of the answer, then silence. Billed, lost.</summary>
    HangMidStream,

    /// <summary>Half of the answer, then the connection is reset. Billed, lost.</summary>
    DropMidStream,

    /// <summary>The stream ends in good order, but without its last chunks; a whole answer is cut. Billed, lost.</summary>
    TruncatedStream,

    /// <summary>An error event in the middle of the stream: billed, lost. Where no stream was asked for, a plain 500: not billed.</summary>
    ErrorInStream,

    /// <summary>JSON that does not parse. Billed, lost.</summary>
    MalformedJson,

    /// <summary>200 with an HTML page. Billed, lost.</summary>
    HtmlBody,

    /// <summary>200 without a body. Billed, lost.</summary>
    EmptyBody,

    /// <summary><c>choices: []</c>. Billed, lost.</summary>
    EmptyChoices,

    /// <summary>A choice whose content is null. Billed, lost.</summary>
    NullContent,

    /// <summary>A good answer in drops of a few bytes. Billed.</summary>
    SlowDrip,

    /// <summary>A good answer with impossible token counts. Billed.</summary>
    WrongUsage,

    /// <summary>A good answer without token counts. Billed.</summary>
    NoUsage,

    /// <summary>The account is empty: 429 <c>insufficient_quota</c>. Not billed.</summary>
    Quota,

    /// <summary>The prompt is refused by the content filter (400). Not billed.</summary>
    ContentFilterPrompt,

    /// <summary>The answer is stopped by the content filter (finish reason). Billed.</summary>
    ContentFilterAnswer,

    /// <summary>The model refuses. Billed.</summary>
    Refusal,

    /// <summary>The answer is cut by the length limit. Billed.</summary>
    Length,

    /// <summary>400. Not billed.</summary>
    BadRequest,

    /// <summary>The prompt is too long for the model (400). Not billed.</summary>
    TooLong,
}
