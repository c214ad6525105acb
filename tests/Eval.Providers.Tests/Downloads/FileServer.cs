using System.Net;
using System.Net.Http.Headers;

namespace Eval.Providers.Tests.Downloads;

/// <summary>A server of one file, in memory, that notes what it was asked for.</summary>
/// <param name="answer">Answers the n-th request (from 1).</param>
internal sealed class FileServer(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<long?> Ranges { get; } = [];

    public List<string?> Tokens { get; } = [];

    /// <summary>What each request's <c>If-Range</c> said.</summary>
    public List<string?> Conditions { get; } = [];

    public static HttpResponseMessage Whole(byte[] bytes) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) };

    public static HttpResponseMessage Rest(byte[] bytes, HttpRequestMessage request)
    {
        var from = request.Headers.Range?.Ranges.Single().From ?? 0;
        var response = new HttpResponseMessage(from == bytes.Length ? HttpStatusCode.RequestedRangeNotSatisfiable : HttpStatusCode.PartialContent)
        {
            Content = new ByteArrayContent(bytes[(int)from..]),
        };
        response.Content.Headers.ContentRange = from == bytes.Length
            ? new ContentRangeHeaderValue(bytes.Length)
            : new ContentRangeHeaderValue(from, bytes.Length - 1, bytes.Length);
        return response;
    }

    public static HttpResponseMessage Broken(byte[] bytes, HttpRequestMessage request, int length)
    {
        var from = (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
        var response = new HttpResponseMessage(from == 0 ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
        {
            Content = new StreamContent(new BreakingStream(bytes[from..(from + length)])),
        };
        response.Content.Headers.ContentRange = from == 0 ? null : new ContentRangeHeaderValue(from, bytes.Length - 1, bytes.Length);
        return response;
    }

    /// <summary>The first bytes, and then nothing for ever.</summary>
    public static HttpResponseMessage Silent(byte[] bytes, int length, TaskCompletionSource fallsSilent)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream(bytes[..length], fallsSilent)) };
        response.Content.Headers.ContentLength = bytes.Length;
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Ranges)
        {
            Ranges.Add(request.Headers.Range?.Ranges.Single().From);
            Conditions.Add(request.Headers.IfRange?.ToString());
            Tokens.Add(request.Headers.Authorization?.ToString());
            return Task.FromResult(answer(request, Ranges.Count));
        }
    }
}

file sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 ? read : throw new HttpIOException(HttpRequestError.ResponseEnded, "gone");
    }
}

file sealed class SilentStream(byte[] bytes, TaskCompletionSource fallsSilent) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            return read;
        }

        fallsSilent.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }
}
