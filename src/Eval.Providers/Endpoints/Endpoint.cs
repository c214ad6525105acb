using Eval.Core.Models;
using Eval.Providers.Batches;

namespace Eval.Providers.Endpoints;

/// <summary>An open way to an endpoint: its address and a client that knows the key and translates failures.</summary>
internal sealed class Endpoint : IDisposable
{
    private Endpoint(Uri address, HttpClient http, FailureReport failures, EndpointSecrets secrets) =>
        (Address, Http, Failures, Secrets) = (address, http, failures, secrets);

    /// <summary>Base address, with a slash at its end.</summary>
    public Uri Address { get; }

    /// <summary>Throws <see cref="ModelCallException"/> for whatever is no good response. Has no time limit of its own: the caller's token ends a call.</summary>
    public HttpClient Http { get; }

    public FailureReport Failures { get; }

    public EndpointSecrets Secrets { get; }

    public static Endpoint Open(Candidate candidate, IDialect dialect, EndpointSecrets secrets, TimeProvider time, BatchWay? batches = null, TimeSpan? connectTimeout = null)
    {
        var (address, keyHeader) = (dialect.AddressOf(candidate.Hosted!), dialect.KeyHeaderOf(candidate.Hosted!));
        var uri = new Uri(address.EndsWith('/') ? address : address + "/");
        var failures = new FailureReport($"{candidate.Hosted!.Model} at {uri.Authority}", secrets.Mask);
        var sockets = new SocketsHttpHandler
        {
            // A redirect would lose the request's body and may lead the key elsewhere; it is reported instead.
            AllowAutoRedirect = false,
            ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(20),
            MaxConnectionsPerServer = int.MaxValue,
            // Long runs must notice that a name points elsewhere.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
            ActivityHeadersPropagator = null,
        };
        HttpMessageHandler handler = new EndpointHandler(secrets, keyHeader, candidate.Hosted.Query, failures, time, sockets);
        if (batches is not null)
        {
            handler = new BatchHandler(batches.Service, uri, new BatchStore(batches.Folder, uri.ToString()), failures, batches.Settings, time, handler);
        }

        return new Endpoint(uri, new HttpClient(dialect.Around(handler)) { Timeout = Timeout.InfiniteTimeSpan }, failures, secrets);
    }

    /// <summary>An address below the base.</summary>
    public Uri At(string path) => new(Address, path);

    /// <summary>An address beside <c>/v1</c>, where servers keep routes of their own.</summary>
    public Uri AtRoot(string path) => new(Address, Address.AbsolutePath.EndsWith("/v1/", StringComparison.Ordinal) ? $"../{path}" : path);

    public void Dispose() => Http.Dispose();

    public override string ToString() => Address.ToString();
}
