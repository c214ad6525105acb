using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Models.Pipeline;

/// <summary>A whole pipeline around a scripted endpoint.</summary>
internal sealed class PipelineBench
{
    private readonly IChatClient _pipeline;

    public PipelineBench(
        TimeProvider time,
        Func<int, Reaction> script,
        HostedModelSpec? hosted = null,
        PriceSpec? price = null,
        SpendingLimit? budget = null,
        IAnswerCache? cache = null,
        PipelineSettings? settings = null)
    {
        Endpoint = new ScriptedEndpoint(time, script);
        var candidate = new Candidate { Id = "c", Hosted = hosted ?? new HostedModelSpec { Provider = "openai", Model = "m", Concurrency = 64 }, Price = price };
        var description = new ModelDescription(
            new ModelIdentity("hosted", "m", "openai", ""), new ModelCapabilities { Chat = true, ContextLength = 4096 }, new Dictionary<string, string>());
        Gates = new EndpointGates([candidate.Hosted], null, time);
        _pipeline = ChatPipeline.Hosted(
            Endpoint, candidate, description, Gates.Of(candidate.Hosted), cache, budget, settings ?? PipelineSettings.Of(candidate.Hosted), time);
    }

    public ScriptedEndpoint Endpoint { get; }

    public EndpointGates Gates { get; }

    public CallBooks Books { get; } = new();

    /// <summary>The pipeline as one suite sees it.</summary>
    public IChatClient Client(string lane = "c/s", int epoch = 0, bool readCache = true) =>
        new MeteredChatClient(_pipeline, () => new CallScope { Lane = lane, Epoch = epoch, ReadCache = readCache, Books = Books });

    public Task<ChatResponse> AskAsync(string prompt = "a question", int maxTokens = 50, string lane = "c/s", CancellationToken cancellationToken = default) =>
        Client(lane).GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], new ChatOptions { MaxOutputTokens = maxTokens }, cancellationToken);
}
