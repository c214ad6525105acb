using System.Net;
using Eval.FakeEndpoint.Ledgers;
using Eval.FakeEndpoint.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eval.FakeEndpoint;

/// <summary>
/// A real HTTP server on 127.0.0.1 that speaks the formats of hosted models, fails as they fail, and keeps a ledger of what it saw.
/// </summary>
public sealed class FakeEndpointServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ModelShelf _shelf;

    private FakeEndpointServer(WebApplication app, ModelShelf shelf, Ledger ledger, Uri address)
    {
        _app = app;
        _shelf = shelf;
        Ledger = ledger;
        Address = address;
    }

    /// <summary>Where it listens, without a path: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The base address of OpenAI's format: <c>http://127.0.0.1:PORT/v1</c>.</summary>
    public Uri OpenAiAddress => new(Address, "v1");

    /// <summary>What it saw.</summary>
    public Ledger Ledger { get; }

    /// <summary>Starts a server; throws <see cref="FormatException"/> for settings that cannot be served and <see cref="IOException"/> for a port in use.</summary>
    public static async Task<FakeEndpointServer> StartAsync(FakeEndpointOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new FakeEndpointOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        // Hanging answers must not hold the end of a test.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var shelf = new ModelShelf(options);
        var ledger = new Ledger(options.Time, options.LedgerEntries, options.LedgerFile);
        var app = builder.Build();
        Routes.Map(app, options, shelf, ledger);
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new FakeEndpointServer(app, shelf, ledger, new Uri(address));
    }

    /// <summary>Changes how a model behaves from now on; its limits begin anew.</summary>
    public void Set(string model, ModelProfile profile) => _shelf.Set(model, profile);

    /// <summary>Stops the server; open connections are reset.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Ledger.Dispose();
        _shelf.Dispose();
    }
}
