using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Eval.Providers.OpenAi;

/// <summary>Messages in the package's own types.</summary>
internal static class OpenAiMessages
{
    public static List<OpenAI.Chat.ChatMessage> Map(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var result = new List<OpenAI.Chat.ChatMessage>();
        if (!string.IsNullOrEmpty(instructions))
        {
            result.Add(new SystemChatMessage(instructions));
        }

        foreach (var message in messages)
        {
            result.AddRange(Map(message));
        }

        return result.Count > 0 ? result : throw new ArgumentException("there is no message", nameof(messages));
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> Map(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            return [new SystemChatMessage(message.Text)];
        }

        if (message.Role == ChatRole.User)
        {
            return [message.Contents.All(c => c is TextContent) ? new UserChatMessage(message.Text) : new UserChatMessage(message.Contents.Select(Part))];
        }

        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.Select(c => c is FunctionResultContent result
                ? new ToolChatMessage(result.CallId, result.Result as string ?? JsonSerializer.Serialize(result.Result))
                : throw Unknown(c));
        }

        return message.Role == ChatRole.Assistant
            ? [Assistant(message)]
            : throw new NotSupportedException($"there is no role {message.Role}; use system, user, assistant or tool");
    }

    private static AssistantChatMessage Assistant(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(c => ChatToolCall.CreateFunctionToolCall(c.CallId, c.Name, BinaryData.FromObjectAsJson(c.Arguments ?? new Dictionary<string, object?>())))
            .ToList();
        if (calls.Count == 0)
        {
            return new AssistantChatMessage(message.Text);
        }

        var assistant = new AssistantChatMessage(calls);
        if (message.Text.Length > 0)
        {
            assistant.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        }

        return assistant;
    }

    private static ChatMessageContentPart Part(AIContent content) => content switch
    {
        TextContent text => ChatMessageContentPart.CreateTextPart(text.Text),
        UriContent uri when uri.HasTopLevelMediaType("image") => ChatMessageContentPart.CreateImagePart(uri.Uri),
        DataContent data when data.HasTopLevelMediaType("image") => ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType),
        _ => throw Unknown(content),
    };

    private static NotSupportedException Unknown(AIContent content) => new($"a message cannot hold {content.GetType().Name} here");
}
