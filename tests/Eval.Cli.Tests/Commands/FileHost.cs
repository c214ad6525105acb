using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eval.Cli.Tests.Commands;

/// <summary>A web server of files, with ranges; notes what it was asked for.</summary>
internal sealed class FileHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IReadOnlyDictionary<string, byte[]> _files;

    private FileHost(WebApplication app, IReadOnlyDictionary<string, byte[]> files) => (_app, _files) = (app, files);

    public string Address => _app.Urls.Single();

    /// <summary>Requests as <c>PATH RANGE TOKEN</c>, absent parts as <c>-</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Bytes after which an answer falls silent, or null for none.</summary>
    public int? SilentAfter { get; set; }

    /// <summary>Where a path sends its visitors.</summary>
    public Dictionary<string, string> Redirects { get; } = [];

    public static async Task<FileHost> StartAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var host = new FileHost(app, files);
        app.Run(host.AnswerAsync);
        await app.StartAsync();
        return host;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single().From;
        Requests.Enqueue($"{context.Request.Path} {range?.ToString() ?? "-"} {(context.Request.Headers.Authorization is [{ } token] ? token : "-")}");
        if (Redirects.TryGetValue(context.Request.Path, out var target))
        {
            context.Response.Redirect(target);
            return;
        }

        if (!_files.TryGetValue(context.Request.Path, out var bytes))
        {
            context.Response.StatusCode = 404;
            return;
        }

        var from = (int)(range ?? 0);
        if (range is not null)
        {
            context.Response.StatusCode = 206;
            context.Response.GetTypedHeaders().ContentRange = new(from, bytes.Length - 1, bytes.Length);
        }

        context.Response.ContentLength = bytes.Length - from;
        var rest = bytes.AsMemory(from);
        if (SilentAfter is { } silent && rest.Length > silent)
        {
            await context.Response.Body.WriteAsync(rest[..silent], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        await context.Response.Body.WriteAsync(rest, context.RequestAborted);
    }
}
