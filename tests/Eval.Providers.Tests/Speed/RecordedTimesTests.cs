using System.Runtime.CompilerServices;
using Eval.Core.Suites.Kinds.Speed;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Ledgers;
using Eval.FakeEndpoint.Serving;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Tests.Speed;

/// <summary>
/// What is recorded of real streams over HTTP, against the endpoint's own ledger. Both sides share a clock that moves only when the client has seen
/// everything that was sent: what is left between the two is arithmetic.
/// </summary>
public class RecordedTimesTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 10)]
    public async Task Trace_OfAStream_HasTheEndpointsOwnSendTimes(int tokensPerChunk, int words)
    {
        var time = new ManualTimeProvider();
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Time = time,
            Otherwise = new ModelProfile { Answers = $"words:{words}", Latency = new Latency { Ms = 120 }, TokensPerSecond = 20, TokensPerChunk = tokensPerChunk },
        });
        using var hosted = HostedCandidates.Open(HostedCandidates.Spec(server.OpenAiAddress.ToString()));
        using var counted = new CountingChatClient(hosted.Chat);
        var recorder = new RequestRecorder(counted, time);
        for (var request = 0; request < 3; request++)
        {
            var due = recorder.NowMs;
            var asking = recorder.AskAsync([new(ChatRole.User, $"question {request}")], new ChatOptions(), due, CancellationToken.None);
            while (!asking.IsCompleted)
            {
                // The endpoint waits, and nothing is on its way: time may pass.
                if (time.NextTimer is null || counted.Pieces != server.Ledger.Entries.Sum(Pieces) || !time.FireNext(TimeSpan.MaxValue))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                }
            }

            var trace = (await asking).Trace;
            var entry = server.Ledger.Entries[^1];
            var sent = entry.Chunks.Where(c => c.Tokens > 0).ToList();
            sent.Count.ShouldBeGreaterThan(2);
            trace.Failure.ShouldBeNull();
            trace.ScheduledMs.ShouldBe(entry.ArrivedMs);
            trace.Events.Where(e => e.Kind == TraceEventKind.Text).Select(e => e.AtMs).ShouldBe(sent.Select(c => c.SentMs));
            trace.OutputTokens.ShouldBe(entry.OutputTokens);
            ServingTimes.FirstToken(trace).ShouldBe(sent[0].SentMs - entry.ArrivedMs);
            ServingTimes.ChunkGaps(trace).ShouldBe(sent.Zip(sent.Skip(1), (a, b) => b.SentMs - a.SentMs));
            ServingTimes.FirstToken(trace)!.Value.ShouldBeGreaterThanOrEqualTo(120);
        }
    }

    private static int Pieces(LedgerEntry entry)
    {
        var count = 0;
        for (var i = 0; i < entry.Chunks.Count; i++)
        {
            count += entry.Chunks[i].Tokens > 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Counts pieces of text once their reader has come back for more, and so has written them down.</summary>
    private sealed class CountingChatClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        private int _pieces;

        public int Pieces => Volatile.Read(ref _pieces);

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
                if (update.Text.Length > 0)
                {
                    Interlocked.Increment(ref _pieces);
                }
            }
        }
    }
}
