using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Http;

namespace Eval.FakeEndpoint.Serving;

/// <summary>Keys, wherever providers put them.</summary>
internal static class KeyCheck
{
    /// <summary>Why the request's key is refused, or null.</summary>
    public static ApiError? Problem(HttpRequest request, FakeEndpointOptions options)
    {
        var key = KeyOf(request);
        if (options.ApiKey is null || key == options.ApiKey)
        {
            return null;
        }

        return new ApiError(ApiErrorKind.Unauthorized, StatusCodes.Status401Unauthorized, key is null
            ? "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
            : $"Incorrect API key provided: {(options.RepeatsKeys ? key : Masked(key))}. You can find your API key at https://platform.openai.com/account/api-keys.");
    }

    private static string? KeyOf(HttpRequest request)
    {
        var bearer = request.Headers.Authorization.ToString();
        return bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bearer[7..]
            : request.Headers.TryGetValue("x-api-key", out var anthropic) ? anthropic.ToString()
            : request.Headers.TryGetValue("api-key", out var azure) ? azure.ToString()
            : null;
    }

    private static string Masked(string key) => key.Length <= 12 ? new string('*', key.Length) : $"{key[..8]}{new string('*', key.Length - 12)}{key[^4..]}";
}
