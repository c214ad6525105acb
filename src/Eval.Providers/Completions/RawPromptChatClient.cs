using Eval.Providers.OpenAi;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Completions;

/// <summary>Sends raw prompts by the completions route, and everything else by chat.</summary>
internal sealed class RawPromptChatClient(IChatClient chat, IChatClient completions) : DelegatingChatClient(chat)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        IsRaw(options) ? completions.GetResponseAsync(messages, options, cancellationToken) : base.GetResponseAsync(messages, options, cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        IsRaw(options)
            ? completions.GetStreamingResponseAsync(messages, options, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private static bool IsRaw(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(ChatProperties.RawPrompt, out bool raw) == true && raw;
}
