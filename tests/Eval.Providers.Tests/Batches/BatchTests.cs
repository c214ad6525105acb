using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.FakeEndpoint;
using Eval.Providers.Batches;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Tests.Batches;

public sealed class BatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openai-compatible")]
    [InlineData("anthropic")]
    public async Task GetResponse_ManyAtOnce_GoInOneBatchAndEachGetsItsOwn(string provider)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync();
        await using var model = await OpenAsync(endpoint, provider);
        endpoint.Ledger.Clear();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => AskAsync(model, $"word{i}")));

        answers.Select(a => a.Text).ShouldBe(Enumerable.Range(0, 40).Select(i => $"word{i}"));
        answers.ShouldAllBe(a => a.Usage!.OutputTokenCount > 0 && a.FinishReason == ChatFinishReason.Stop);
        endpoint.Ledger.Entries.Count.ShouldBe(40);
        // Each is noted as what it was: part of one batch, asked for once.
        endpoint.Ledger.Entries.ShouldAllBe(e => e.Status == 200);
        Directory.GetFiles(_folder.Root, "*.json").ShouldHaveSingleItem();
        await model.DisposeAsync();
        Directory.GetFiles(_folder.Root).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("openai-compatible")]
    [InlineData("anthropic")]
    public async Task GetResponse_ProcessKilled_TheNextGetsTheAnswersWithoutPayingAgain(string provider)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { BatchPolls = 3 });
        var killed = await OpenAsync(endpoint, provider, new BatchSettings { Quiet = TimeSpan.FromMilliseconds(50), FirstPause = TimeSpan.FromHours(1) });
        endpoint.Ledger.Clear();
        // Two repetitions of one question, and one of another; the first process never learns the answers.
        _ = Task.WhenAll(AskAsync(killed, "same"), AskAsync(killed, "same"), AskAsync(killed, "other")).ContinueWith(t => t.Exception, TaskScheduler.Default);
        await UntilAsync(() => Directory.GetFiles(_folder.Root, "*.json").Any(f => File.ReadAllText(f).Contains("batch_", StringComparison.Ordinal)));

        await using var model = await OpenAsync(endpoint, provider);
        endpoint.Ledger.Clear();
        var answers = await Task.WhenAll(AskAsync(model, "same"), AskAsync(model, "same"), AskAsync(model, "other"), AskAsync(model, "new"));

        answers.Select(a => a.Text).ShouldBe(["same", "same", "other", "new"]);
        // Only what is new was handed in again.
        Directory.GetFiles(_folder.Root, "*.json").Select(f => JsonNode.Parse(File.ReadAllText(f))!["Keys"]!.AsArray().Count).Order().ShouldBe([1, 3]);
        endpoint.Ledger.Entries.Count.ShouldBe(4);
        await model.DisposeAsync();
        Directory.GetFiles(_folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public async Task GetResponse_KilledBeforeTheIdWasNoted_FindsTheBatchByItsTag()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { BatchPolls = 3 });
        var killed = await OpenAsync(endpoint, "openai-compatible", new BatchSettings { Quiet = TimeSpan.FromMilliseconds(50), FirstPause = TimeSpan.FromHours(1) });
        _ = AskAsync(killed, "same").ContinueWith(t => t.Exception, TaskScheduler.Default);
        await UntilAsync(() => Directory.GetFiles(_folder.Root, "*.json").Any(f => File.ReadAllText(f).Contains("batch_", StringComparison.Ordinal)));
        var note = Directory.GetFiles(_folder.Root, "*.json").Single();
        File.WriteAllText(note, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(note), "\"batch_[^\"]*\"", "null"));

        await using var model = await OpenAsync(endpoint, "openai-compatible");
        endpoint.Ledger.Clear();

        (await AskAsync(model, "same")).Text.ShouldBe("same");
        Directory.GetFiles(_folder.Root, "*.json").ShouldHaveSingleItem().ShouldBe(note);
        endpoint.Ledger.Entries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetResponse_Interrupted_LeavesTheBatchForTheNextSession()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { BatchPolls = 3 });
        using var stop = new CancellationTokenSource();
        var model = await OpenAsync(endpoint, "openai-compatible", new BatchSettings { Quiet = TimeSpan.FromMilliseconds(50), FirstPause = TimeSpan.FromHours(1) });
        var asking = AskAsync(model, "same", stop.Token);
        await UntilAsync(() => Directory.GetFiles(_folder.Root, "*.json").Any(f => File.ReadAllText(f).Contains("batch_", StringComparison.Ordinal)));

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        await model.DisposeAsync();

        Directory.GetFiles(_folder.Root, "*.json").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GetResponse_RequestsThatFailOrExpire_AreToldAsCallsAre()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { BatchExpired = 1 });
        await using var model = await OpenAsync(endpoint, "openai-compatible");

        var error = await Should.ThrowAsync<ModelCallException>(() => AskAsync(model, "x"));

        (error.Failure, error.Status).ShouldBe((CallFailure.Server, 503));
        error.Message.ShouldContain("batch_expired");
    }

    [Fact]
    public async Task GetStreamingResponse_Batch_IsRefused()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync();
        await using var model = await OpenAsync(endpoint, "openai-compatible");

        var error = await Should.ThrowAsync<NotSupportedException>(async () =>
        {
            await foreach (var _ in model.Chat!.GetStreamingResponseAsync([new(ChatRole.User, "x")]))
            {
            }
        });

        error.Message.ShouldContain("does not stream");
    }

    private static Task<ChatResponse> AskAsync(IModelSession model, string text, CancellationToken cancellationToken = default) =>
        model.Chat!.GetResponseAsync([new(ChatRole.User, text)], new ChatOptions { MaxOutputTokens = 50 }, cancellationToken);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private async Task<IModelSession> OpenAsync(FakeEndpointServer endpoint, string provider, BatchSettings? settings = null)
    {
        var address = (provider == "anthropic" ? endpoint.Address : endpoint.OpenAiAddress).ToString();
        var hosted = new HostedModelProvider(HostedCandidates.Variable, TimeProvider.System, _folder.Root)
        {
            BatchSettings = settings ?? new BatchSettings { Quiet = TimeSpan.FromMilliseconds(100), FirstPause = TimeSpan.FromMilliseconds(10) },
        };
        return await hosted.OpenAsync(HostedCandidates.Of(HostedCandidates.Spec(address, provider) with { Batch = true }), default);
    }
}
