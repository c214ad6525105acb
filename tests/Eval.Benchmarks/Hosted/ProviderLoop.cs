using Eval.Core.Models;
using Eval.Providers;
using Microsoft.Extensions.AI;

namespace Eval.Benchmarks.Hosted;

/// <summary>The provider's chat client alone, in a loop of workers: what the wire format and its package cost, without pipeline, scoring and storing.</summary>
internal static class ProviderLoop
{
    /// <summary>Opens a candidate at an endpoint.</summary>
    public static Task<IModelSession> OpenAsync(Uri endpoint)
    {
        var spec = new HostedModelSpec { Provider = "openai-compatible", Model = "echo", Endpoint = new Uri(endpoint, "/v1").ToString() };
        return new HostedModelProvider(_ => null, TimeProvider.System).OpenAsync(new Candidate { Id = "provider", Hosted = spec }, CancellationToken.None);
    }

    /// <summary>Asks; gives the share of answers that are right.</summary>
    public static async Task<double> RunAsync(IChatClient chat, int calls, int concurrency)
    {
        var next = -1;
        var right = 0;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < calls; i = Interlocked.Increment(ref next))
            {
                var question = HostedRun.Question(i);
                var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 512, Seed = 17 };
                if ((await chat.GetResponseAsync([new ChatMessage(ChatRole.User, question)], options)).Text == question)
                {
                    Interlocked.Increment(ref right);
                }
            }
        }));
        return right / (double)calls;
    }
}
