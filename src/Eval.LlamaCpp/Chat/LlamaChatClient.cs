using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Eval.Core.Models;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting;
using Microsoft.Extensions.AI;

namespace Eval.LlamaCpp.Chat;

/// <summary>
/// A local model as an <see cref="IChatClient"/>. Calls at the same time share batches. Without a temperature the most probable token is
/// taken, without a seed 0 is used: the same request gives the same answer. Without a limit an answer may fill the context.
/// </summary>
/// <remarks>
/// Throws <see cref="RequestFailedException"/> where one request cannot be answered, <see cref="NotSupportedException"/> for what a local
/// model does not offer (a conversation without a chat template, too), <see cref="ModelUnavailableException"/> where the model is gone.
/// </remarks>
internal sealed class LlamaChatClient(HostedModel model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("llama.cpp", providerUri: null, model.Candidate.Id);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = ChatRequestMapping.Map(messages, options, model.Candidate.Id);
        var answer = await AskAsync(request, onText: null, cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text))
        {
            ModelId = model.Candidate.Id,
            FinishReason = ReasonOf(answer),
            Usage = UsageOf(answer),
            AdditionalProperties = PropertiesOf(answer),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = ChatRequestMapping.Map(messages, options, model.Candidate.Id) with { Stream = true };
        var pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskToEndAsync();
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(cancellationToken))
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = model.Candidate.Id };
            }

            var answer = await asking;
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(UsageOf(answer))])
            {
                ModelId = model.Candidate.Id,
                FinishReason = ReasonOf(answer),
                AdditionalProperties = PropertiesOf(answer),
            };
        }
        finally
        {
            // A reader that leaves early ends the work.
            await stop.CancelAsync();
        }

        async Task<GeneratedText> AskToEndAsync()
        {
            try
            {
                return await AskAsync(request, (_, text) => pieces.Writer.TryWrite(text), stop.Token);
            }
            finally
            {
                pieces.Writer.TryComplete();
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(model) ? model
        : null;

    /// <summary>Nothing to do: the model belongs to its session.</summary>
    public void Dispose()
    {
    }

    private async Task<GeneratedText> AskAsync(GenerationRequest request, Action<int, string>? onText, CancellationToken cancellationToken)
    {
        if (request.Messages is not null && model.Description.Capabilities.ChatProblem is { } problem)
        {
            throw new NotSupportedException($"{model.Candidate.Id}: {problem}.");
        }

        var answers = await model.GenerateAsync([request], onText, cancellationToken);
        return answers[0].Failure is { } failure ? throw new RequestFailedException(failure) : answers[0];
    }

    private static ChatFinishReason ReasonOf(GeneratedText answer) =>
        answer.End == GenerationEnd.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;

    private static UsageDetails UsageOf(GeneratedText answer) => new()
    {
        InputTokenCount = answer.PromptTokens,
        OutputTokenCount = answer.Tokens.Count,
        TotalTokenCount = answer.PromptTokens + answer.Tokens.Count,
    };

    private static AdditionalPropertiesDictionary PropertiesOf(GeneratedText answer)
    {
        var properties = new AdditionalPropertiesDictionary
        {
            [LlamaChatProperties.FirstTokenMilliseconds] = answer.FirstTokenMilliseconds,
            [LlamaChatProperties.GapMilliseconds] = answer.GapMilliseconds,
            [LlamaChatProperties.PromptSha256] = answer.PromptSha256,
        };
        if (answer.StopSequence is { } stop)
        {
            properties[LlamaChatProperties.StopSequence] = stop;
        }

        if (answer.Choices is { } choices)
        {
            properties[LlamaChatProperties.LogProbs] = choices;
        }

        return properties;
    }
}
