using System.Net;
using System.Net.Sockets;
using Eval.Core.Models;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.TestSupport;

namespace Eval.Providers.Tests.Probing;

/// <summary>Before a run it is found within seconds that nobody answers, and why.</summary>
public class UnreachableEndpointTests
{
    [Fact]
    public async Task Describe_NobodyListens_WaitsSecondsAtMost()
    {
        var clock = new CountingTime();
        var provider = new HostedModelProvider(HostedCandidates.Variable, clock);
        var e = await Should.ThrowAsync<ModelUnavailableException>(provider.DescribeAsync(Candidate($"http://127.0.0.1:{FreePort()}/v1"), default));
        e.Message.ShouldContain("Connection refused");
        e.Message.ShouldContain("check that the server runs, and \"endpoint\"");
        clock.Waited.ShouldBeInRange(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Describe_NameThatDoesNotExist_SaysSo()
    {
        var provider = new HostedModelProvider(HostedCandidates.Variable, new CountingTime());
        var e = await Should.ThrowAsync<ModelUnavailableException>(provider.DescribeAsync(Candidate("http://no-such-host.invalid/v1"), default));
        e.Message.ShouldContain("no-such-host.invalid");
    }

    [Fact]
    public async Task Describe_AddressThatSwallowsConnections_IsGivenUpAsUnreachable()
    {
        // A full queue of connections that nobody takes: further ones hang, as behind a firewall that drops them.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 0);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var filling = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                var client = new TcpClient();
                filling.Add(client);
                _ = client.ConnectAsync(IPAddress.Loopback, port).ContinueWith(t => t.Exception, TaskScheduler.Default);
            }

            await Task.Delay(200);
            var provider = new HostedModelProvider(HostedCandidates.Variable, new CountingTime()) { ConnectPatience = TimeSpan.FromMilliseconds(300) };

            var e = await Should.ThrowAsync<ModelUnavailableException>(provider.DescribeAsync(Candidate($"http://127.0.0.1:{port}/v1"), default));

            e.Message.ShouldBe($"hosted: tiny at 127.0.0.1:{port}: no connection: nothing at that address answers (check that the server runs, and \"endpoint\")");
        }
        finally
        {
            filling.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public async Task Describe_ServerThatSaysNothing_IsAskedOnceAndForTwoMinutesAtMost()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Otherwise = new ModelProfile { Faults = new FaultPlan { Rates = new Dictionary<FaultKind, double> { [FaultKind.Hang] = 1 } } },
        });
        var provider = new HostedModelProvider(HostedCandidates.Variable, new FastTimeProvider(100));
        var e = await Should.ThrowAsync<ModelUnavailableException>(provider.DescribeAsync(Candidate(endpoint.OpenAiAddress.ToString()), default));
        e.Message.ShouldContain("no answer within 120 s");
        endpoint.Ledger.Totals.Requests.ShouldBe(1);
    }

    private static Candidate Candidate(string address) => HostedCandidates.Of(HostedCandidates.Spec(address));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Pauses end at once and are added up; patience with an answer is not spent.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private long _waited;

        public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waited));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= TimeSpan.FromSeconds(60) || dueTime < TimeSpan.Zero)
            {
                return System.CreateTimer(callback, state, dueTime, period);
            }

            Interlocked.Add(ref _waited, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
        }
    }
}
