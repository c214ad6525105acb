using System.Net.Http.Headers;
using System.Text;
using Eval.Core.Models;

namespace Eval.Providers.Endpoints;

/// <summary>Makes the exception of a failed call: one short line, without secrets.</summary>
/// <param name="place">The endpoint's name in messages.</param>
/// <param name="mask">Takes secrets out.</param>
internal sealed class FailureReport(string place, SecretMask mask)
{
    private const int LongestMessage = 300;

    // Enough for every error message; a page of megabytes is not read to its end.
    private const int LongestBody = 64 * 1024;

    /// <summary>A response that tells of an error.</summary>
    public async Task<ModelCallException> OfResponseAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var error = ErrorBody.Read(await BodyAsync(response.Content, cancellationToken));
        if (status is >= 300 and < 400)
        {
            error = new ErrorBody($"it sends elsewhere ({Target(response.Headers)}): correct \"endpoint\"");
        }

        return Create(FailureRules.Of(status, error), status, error, RetryAfterHeader.Read(response.Headers, now), mayBeBilled: status is 504);
    }

    /// <summary>An error that came by another way than a response of its own.</summary>
    public ModelCallException OfStatus(int status, string body)
    {
        var error = ErrorBody.Read(body);
        return Create(FailureRules.Of(status, error), status, error, retryAfter: null, mayBeBilled: false);
    }

    /// <summary>An error that is told inside an answer that began well.</summary>
    public ModelCallException OfAnswer(ErrorBody error)
    {
        var status = FailureRules.StatusOf(error);
        return Create(FailureRules.Of(status, error), status, error, retryAfter: null, mayBeBilled: true);
    }

    /// <summary>No response arrived.</summary>
    public ModelCallException OfConnection(HttpRequestException e)
    {
        // Up to here the request cannot have reached the model.
        var unsent = e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.UserAuthenticationError;
        return new ModelCallException(CallFailure.Connection, Line($"{place}: {(e.InnerException is { } inner && !e.Message.Contains(inner.Message, StringComparison.Ordinal) ? $"{e.Message} {inner.Message}" : e.Message)}"))
        {
            MayBeBilled = !unsent,
        };
    }

    /// <summary>Nobody at the address took the connection or refused it.</summary>
    public ModelCallException OfNoConnection() =>
        new(CallFailure.Connection, Line($"{place}: no connection: nothing at that address answers")) { MayBeBilled = false };

    /// <summary>The answer broke off.</summary>
    public ModelCallException OfBrokenAnswer(string why) =>
        new(CallFailure.Connection, Line($"{place}: the answer broke off: {why}")) { MayBeBilled = true };

    /// <summary>The answer cannot be understood.</summary>
    public ModelCallException OfUnreadableAnswer(string why) =>
        new(CallFailure.Malformed, Line($"{place}: the answer cannot be read: {why}")) { MayBeBilled = true };

    private ModelCallException Create(CallFailure failure, int status, ErrorBody error, TimeSpan? retryAfter, bool mayBeBilled)
    {
        var code = error.Code.Length > 0 && error.Code != status.ToString() ? error.Code : error.Type;
        var said = error.Message.Length > 0 ? $": {error.Message}" : "";
        return new ModelCallException(failure, Line($"{place} answers {status}{(code.Length > 0 ? $" {code}" : "")}{said}"))
        {
            Status = status,
            RetryAfter = retryAfter,
            MayBeBilled = mayBeBilled,
        };
    }

    private string Line(string text)
    {
        // Masked before it is cut, so that no half of a key is left.
        var line = string.Join(' ', mask.Apply(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "…";
    }

    private static string Target(HttpResponseHeaders headers) => headers.Location is { } target ? (target.IsAbsoluteUri ? target.GetLeftPart(UriPartial.Path) : target.OriginalString.Split('?')[0]) : "nowhere";

    private static async Task<string> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[LongestBody];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return "";
        }
    }
}
