using System.Globalization;
using System.Text;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Ledgers;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Http;

namespace Eval.FakeEndpoint.Serving;

/// <summary>Puts answers, errors and accidents on the wire, at their time.</summary>
internal sealed class ResponseSender(Ledger ledger, TimeProvider time)
{
    private const string Page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
    private const int DripBytes = 7;

    private static readonly TimeSpan BeforeReset = TimeSpan.FromMilliseconds(20);

    public async Task ErrorAsync(Response response, ApiError error, TimeSpan? retryAfter = null, bool asDate = false)
    {
        if (retryAfter is { } wait)
        {
            response.Http.Response.Headers.RetryAfter = asDate
                ? (time.GetUtcNow() + TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds))).ToString("R", CultureInfo.InvariantCulture)
                : Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            if (!asDate && response.Dialect is Dialect.OpenAi or Dialect.Azure)
            {
                response.Http.Response.Headers["retry-after-ms"] = Math.Ceiling(wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            }
        }

        await WholeAsync(response, error.Status, "application/json", response.Format.Error(error, response.Dialect) is { } body ? WireJson.Bytes(body) : [], 0);
    }

    /// <summary>A proxy's page.</summary>
    public Task PageAsync(Response response, int status) => WholeAsync(response, status, "text/html", Encoding.UTF8.GetBytes(Page), 0);

    public Task NothingAsync(Response response, int status) => WholeAsync(response, status, "text/plain", [], 0);

    /// <summary>Sends an answer, or what a fault leaves of it.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="served">The answer.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="firstMs">When its first token is due, on the ledger's clock.</param>
    public async Task AnswerAsync(Response response, Served served, FaultKind fault, double firstMs)
    {
        var cancel = response.Http.RequestAborted;
        if (fault == FaultKind.Hang)
        {
            await HangAsync(response, served);
            return;
        }

        if (served.Request.Stream && fault is not (FaultKind.HtmlBody or FaultKind.EmptyBody))
        {
            await StreamAsync(response, served, fault, firstMs);
            return;
        }

        var tokens = served.Answer.OutputTokens;
        var rate = served.Profile.TokensPerSecond;
        await UntilAsync(firstMs + (rate > 0 ? 1000 / rate * Math.Max(0, tokens - 1) : 0), cancel);
        var body = WireJson.Bytes(response.Format.Whole(served));
        switch (fault)
        {
            case FaultKind.HtmlBody:
                await PageAsync(response, StatusCodes.Status200OK);
                return;
            case FaultKind.EmptyBody:
                await NothingAsync(response, StatusCodes.Status200OK);
                return;
            case FaultKind.MalformedJson or FaultKind.TruncatedStream:
                await WholeAsync(response, StatusCodes.Status200OK, "application/json", body[..(body.Length * 3 / 5)], 0);
                return;
            case FaultKind.DropMidStream or FaultKind.HangMidStream:
                response.Http.Response.ContentLength = body.Length;
                await SendAsync(response, body.AsMemory(0, body.Length / 2), tokens / 2);
                await BreakAsync(response, served, fault);
                return;
            case FaultKind.SlowDrip:
                response.Http.Response.ContentLength = body.Length;
                await DripAsync(response, [new Frame(body, tokens)], served.Profile.Faults.DripMs);
                break;
            default:
                await WholeAsync(response, StatusCodes.Status200OK, "application/json", body, tokens);
                break;
        }

        Delivered(response, fault);
    }

    private async Task StreamAsync(Response response, Served served, FaultKind fault, double firstMs)
    {
        var http = response.Http;
        var cancel = http.RequestAborted;
        Head(response, StatusCodes.Status200OK, "text/event-stream; charset=utf-8");
        http.Response.Headers.CacheControl = "no-cache";
        var frames = response.Format.Frames(served).ToList();
        if (served.Profile.KeepAliveComments)
        {
            await SendAsync(response, Encoding.UTF8.GetBytes(": OPENROUTER PROCESSING\n\n"), 0);
        }

        await UntilAsync(firstMs, cancel);
        if (fault == FaultKind.SlowDrip)
        {
            await DripAsync(response, frames, served.Profile.Faults.DripMs);
            Delivered(response, fault);
            return;
        }

        var isCut = fault is FaultKind.DropMidStream or FaultKind.HangMidStream or FaultKind.TruncatedStream or FaultKind.ErrorInStream or FaultKind.MalformedJson;
        var kept = isCut ? Math.Max(1, frames.Count(f => !f.Ends) / 2) : frames.Count;
        var (rate, tokens) = (served.Profile.TokensPerSecond, 0);
        foreach (var frame in frames.Take(kept))
        {
            tokens += frame.Tokens;
            if (rate > 0)
            {
                await UntilAsync(firstMs + (1000 / rate * Math.Max(0, tokens - 1)), cancel);
            }

            await SendAsync(response, frame.Bytes, frame.Tokens);
        }

        switch (fault)
        {
            case FaultKind.DropMidStream or FaultKind.HangMidStream:
                await BreakAsync(response, served, fault);
                return;
            case FaultKind.ErrorInStream:
                await SendAsync(response, response.Format.ErrorFrame(FaultErrors.Server, response.Dialect).Bytes, 0);
                return;
            case FaultKind.MalformedJson:
                var name = response.Dialect == Dialect.Anthropic ? "event: content_block_delta\n" : "";
                await SendAsync(response, Encoding.UTF8.GetBytes(name + "data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\"index\":0,\"del\n\n"), 0);
                return;
        }

        if (!isCut)
        {
            Delivered(response, fault);
        }
    }

    private async Task DripAsync(Response response, IReadOnlyList<Frame> frames, double totalMs)
    {
        var bytes = frames.Sum(f => f.Bytes.Length);
        var start = ledger.NowMs;
        var sent = 0;
        foreach (var frame in frames)
        {
            for (var at = 0; at < frame.Bytes.Length; at += DripBytes)
            {
                var count = Math.Min(DripBytes, frame.Bytes.Length - at);
                await UntilAsync(start + (totalMs * sent / bytes), response.Http.RequestAborted);
                sent += count;
                await SendAsync(response, frame.Bytes.AsMemory(at, count), at + count == frame.Bytes.Length ? frame.Tokens : 0);
            }
        }
    }

    private async Task BreakAsync(Response response, Served served, FaultKind fault)
    {
        if (fault == FaultKind.HangMidStream)
        {
            await HangAsync(response, served);
        }

        // What was written must have left before the reset, which throws away what is still waiting.
        await Task.Delay(BeforeReset, time, CancellationToken.None);
        response.Http.Abort();
    }

    private async Task HangAsync(Response response, Served served)
    {
        await Task.Delay(TimeSpan.FromSeconds(served.Profile.Faults.HangSeconds), time, response.Http.RequestAborted);
        response.Http.Abort();
    }

    private async Task WholeAsync(Response response, int status, string type, byte[] body, int tokens)
    {
        Head(response, status, type);
        response.Http.Response.ContentLength = body.Length;
        await SendAsync(response, body, tokens);
    }

    private static void Head(Response response, int status, string type)
    {
        var answer = response.Http.Response;
        answer.StatusCode = response.Entry.Status = status;
        answer.ContentType = type;
        answer.Headers[response.Dialect == Dialect.Anthropic ? "request-id" : "x-request-id"] = $"req_{response.Entry.Number:x16}";
    }

    private async Task SendAsync(Response response, ReadOnlyMemory<byte> bytes, int tokens)
    {
        if (response.Entry.Status == 0)
        {
            Head(response, StatusCodes.Status200OK, "application/json");
        }

        ledger.Send(response.Entry, tokens);
        await response.Http.Response.Body.WriteAsync(bytes, response.Http.RequestAborted);
    }

    private async Task UntilAsync(double atMs, CancellationToken cancellationToken)
    {
        // A timer counts in whole milliseconds and may ring a little early.
        for (var left = atMs - ledger.NowMs; left > 0; left = atMs - ledger.NowMs)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left)), time, cancellationToken);
        }
    }

    private static void Delivered(Response response, FaultKind fault) =>
        response.Entry.Delivered = fault is not (FaultKind.EmptyChoices or FaultKind.NullContent) && !response.Http.RequestAborted.IsCancellationRequested;
}
