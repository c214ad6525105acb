using System.Globalization;
using Eval.FakeEndpoint.Limits;
using Eval.FakeEndpoint.Requests;
using Microsoft.AspNetCore.Http;

namespace Eval.FakeEndpoint.Serving;

/// <summary>The headers that tell a client how near it is to its limits.</summary>
internal static class RateHeaders
{
    public static void Write(IHeaderDictionary headers, RequestKind kind, RateState state, TimeProvider time)
    {
        if (state.Limits.RequestsPerMinute is { } requests)
        {
            Write(headers, kind, "requests", requests, Math.Max(0, requests - state.Requests), state.Reset, time);
        }

        if (state.Limits.TokensPerMinute is { } tokens)
        {
            Write(headers, kind, "tokens", tokens, Math.Max(0, tokens - state.Tokens), state.Reset, time);
        }
    }

    private static void Write(IHeaderDictionary headers, RequestKind kind, string what, long limit, long left, TimeSpan reset, TimeProvider time)
    {
        if (kind == RequestKind.Messages)
        {
            headers[$"anthropic-ratelimit-{what}-limit"] = Text(limit);
            headers[$"anthropic-ratelimit-{what}-remaining"] = Text(left);
            headers[$"anthropic-ratelimit-{what}-reset"] = (time.GetUtcNow() + reset).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return;
        }

        headers[$"x-ratelimit-limit-{what}"] = Text(limit);
        headers[$"x-ratelimit-remaining-{what}"] = Text(left);
        headers[$"x-ratelimit-reset-{what}"] = Duration(reset);
    }

    /// <summary>A duration as OpenAI writes it: <c>120ms</c>, <c>1.5s</c>, <c>6m0s</c>.</summary>
    internal static string Duration(TimeSpan time) =>
        time.TotalSeconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMilliseconds)}ms")
        : time.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds}s");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
