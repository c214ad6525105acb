using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Requests;
using Eval.FakeEndpoint.Wire;

namespace Eval.FakeEndpoint.Serving;

/// <summary>The faults that are an error instead of an answer.</summary>
internal static class FaultErrors
{
    public static ApiError? Of(FaultKind fault, ModelRequest request, ModelProfile profile) => fault switch
    {
        FaultKind.RateLimited or FaultKind.RateLimitedUntilDate => new(ApiErrorKind.RateLimit, 429, RateText(request.Model, "requests", "requests per min (RPM)"))
        {
            Limited = "requests",
        },
        FaultKind.Quota => new(ApiErrorKind.Quota, 429, "You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors."),
        FaultKind.ServerError or FaultKind.ErrorInStream => Server,
        FaultKind.Unavailable => new(ApiErrorKind.Unavailable, 503, profile.Dialect == Dialect.LlamaServer ? "Loading model" : "The service is temporarily unavailable. Please try again later."),
        FaultKind.Overloaded => request.Kind == RequestKind.Messages
            ? new(ApiErrorKind.Overloaded, 529, "Overloaded")
            : new(ApiErrorKind.Overloaded, 503, "The engine is currently overloaded, please try again later."),
        FaultKind.ContentFilterPrompt => new(ApiErrorKind.ContentFilter, 400, "Your request was rejected as a result of our safety system.") { Parameter = "prompt" },
        FaultKind.BadRequest => new(ApiErrorKind.BadRequest, 400, "Invalid value: the request was refused as it is.") { Code = "invalid_value" },
        _ => null,
    };

    public static ApiError Server { get; } =
        new(ApiErrorKind.Server, 500, "The server had an error while processing your request. Sorry about that!");

    public static ApiError TooLong(ModelRequest request, int prompt, int context) => new(ApiErrorKind.TooLong, 400, request.Kind == RequestKind.Messages
        ? $"prompt is too long: {prompt} tokens > {context} maximum"
        : $"This model's maximum context length is {context} tokens. However, your messages resulted in {prompt} tokens. Please reduce the length of the messages.")
    {
        Parameter = "messages",
        Lengths = (prompt, context),
    };

    public static string RateText(string model, string what, string limit) =>
        $"Rate limit reached for {model} in organization org-fake on {limit}: too many {what}. Please try again later. Visit https://platform.openai.com/account/rate-limits to learn more.";
}
