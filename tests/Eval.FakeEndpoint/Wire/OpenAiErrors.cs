using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Wire;

/// <summary>Errors of OpenAI and of the servers that speak its format, each in its own words.</summary>
internal static class OpenAiErrors
{
    public static JsonNode? Of(ApiError error, Dialect dialect) => dialect switch
    {
        Dialect.Azure => Azure(error),
        Dialect.Vllm => Vllm(error),
        Dialect.LlamaServer => LlamaServer(error),
        _ => OpenAi(error),
    };

    private static JsonObject OpenAi(ApiError error)
    {
        var (type, code) = error.Kind switch
        {
            ApiErrorKind.Unauthorized => ("invalid_request_error", "invalid_api_key"),
            ApiErrorKind.NotFound => ("invalid_request_error", "model_not_found"),
            ApiErrorKind.RateLimit => (error.Limited ?? "requests", "rate_limit_exceeded"),
            ApiErrorKind.Quota => ("insufficient_quota", "insufficient_quota"),
            ApiErrorKind.ContentFilter => ("invalid_request_error", "content_policy_violation"),
            ApiErrorKind.TooLong => ("invalid_request_error", "context_length_exceeded"),
            ApiErrorKind.Server or ApiErrorKind.Unavailable or ApiErrorKind.Overloaded => ("server_error", error.Code),
            _ => ("invalid_request_error", error.Code),
        };
        return Error(new JsonObject { ["message"] = error.Message, ["type"] = type, ["param"] = error.Parameter, ["code"] = code });
    }

    private static JsonObject Azure(ApiError error) => error.Kind switch
    {
        ApiErrorKind.Unauthorized => Error(new JsonObject
        {
            ["code"] = "401",
            ["message"] = "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
        }),
        ApiErrorKind.NotFound => Error(new JsonObject
        {
            ["code"] = "DeploymentNotFound",
            ["message"] = "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
        }),
        ApiErrorKind.RateLimit => Error(new JsonObject
        {
            ["code"] = "429",
            ["message"] = "Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 1 second.",
        }),
        ApiErrorKind.ContentFilter => Error(new JsonObject
        {
            ["message"] = "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
            ["type"] = null,
            ["param"] = "prompt",
            ["code"] = "content_filter",
            ["status"] = 400,
            ["innererror"] = new JsonObject
            {
                ["code"] = "ResponsibleAIPolicyViolation",
                ["content_filter_result"] = new JsonObject { ["violence"] = new JsonObject { ["filtered"] = true, ["severity"] = "medium" } },
            },
        }),
        _ => OpenAi(error),
    };

    // The key check of vLLM answers before its API does: the error is a bare text.
    private static JsonObject Vllm(ApiError error) => error.Kind == ApiErrorKind.Unauthorized
        ? new JsonObject { ["error"] = "Unauthorized" }
        : Error(new JsonObject
        {
            ["message"] = error.Message,
            ["type"] = error.Kind switch
            {
                ApiErrorKind.NotFound => "NotFoundError",
                ApiErrorKind.Server or ApiErrorKind.Unavailable or ApiErrorKind.Overloaded => "InternalServerError",
                _ => "BadRequestError",
            },
            ["param"] = error.Parameter,
            ["code"] = error.Status,
        });

    private static JsonObject LlamaServer(ApiError error)
    {
        var body = new JsonObject
        {
            ["code"] = error.Status,
            ["message"] = error.Kind == ApiErrorKind.TooLong ? "the request exceeds the available context size, try increasing it" : error.Message,
            ["type"] = error.Kind switch
            {
                ApiErrorKind.Unauthorized => "authentication_error",
                ApiErrorKind.NotFound => "not_found_error",
                ApiErrorKind.TooLong => "exceed_context_size_error",
                ApiErrorKind.Server => "server_error",
                ApiErrorKind.Unavailable or ApiErrorKind.Overloaded => "unavailable_error",
                _ => "invalid_request_error",
            },
        };
        if (error.Kind == ApiErrorKind.TooLong)
        {
            (body["n_prompt_tokens"], body["n_ctx"]) = (error.Lengths.Prompt, error.Lengths.Context);
        }

        return Error(body);
    }

    private static JsonObject Error(JsonObject inner) => new() { ["error"] = inner };
}
