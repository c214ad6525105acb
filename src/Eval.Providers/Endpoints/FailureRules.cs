using Eval.Core.Models;

namespace Eval.Providers.Endpoints;

/// <summary>Which kind of failure a status and an error body mean.</summary>
internal static class FailureRules
{
    private static readonly string[] TooLong =
    [
        "context_length_exceeded", "exceed_context_size", "maximum context length", "context window", "prompt is too long", "input is too long",
        "longer than the model's context", "exceeds the available context size", "reduce the length of the",
    ];

    private static readonly string[] NoCredit = ["insufficient_quota", "credit balance", "billing_not_active", "billing_hard_limit"];

    private static readonly string[] Filtered = ["content_filter", "content_policy_violation", "responsibleaipolicyviolation"];

    public static CallFailure Of(int status, ErrorBody error)
    {
        // Words decide first: endpoints use 400 and 429 for all sorts of things.
        if (status is 400 or 402 or 403 or 413 or 422 or 429 or 500)
        {
            if (Says(error, NoCredit))
            {
                return CallFailure.Unauthorized;
            }

            if (status != 429 && Says(error, TooLong))
            {
                return CallFailure.TooLong;
            }

            if (status is 400 or 403 && Says(error, Filtered))
            {
                return CallFailure.Filtered;
            }
        }

        return status switch
        {
            401 or 402 or 403 => CallFailure.Unauthorized,
            429 => CallFailure.RateLimited,
            // Not implemented is a no for good; the other 5xx pass.
            501 => CallFailure.BadRequest,
            408 or 409 or 425 or >= 500 => CallFailure.Server,
            _ => CallFailure.BadRequest,
        };
    }

    /// <summary>The status that a stream's error event would have had (Anthropic names types, OpenRouter gives a number).</summary>
    public static int StatusOf(ErrorBody error) =>
        int.TryParse(error.Code, out var status) && status is >= 400 and < 600 ? status : error.Type switch
        {
            "invalid_request_error" => 400,
            "authentication_error" => 401,
            "permission_error" => 403,
            "not_found_error" => 404,
            "request_too_large" => 413,
            "rate_limit_error" or "rate_limit_exceeded" => 429,
            "overloaded_error" => 529,
            _ => 500,
        };

    private static bool Says(ErrorBody error, string[] words) => words.Any(w =>
        error.Code.Contains(w, StringComparison.OrdinalIgnoreCase)
        || error.Type.Contains(w, StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains(w, StringComparison.OrdinalIgnoreCase));
}
