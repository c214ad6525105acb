using System.Text.Json;
using Eval.Core.Running;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>The full identity of a chat request: who is asked, what, with which options, and which repetition it is.</summary>
internal static class RequestKey
{
    /// <summary>SHA-256, lower-case hex; null where a part of the request cannot be written down, so that it must not be cached.</summary>
    public static string? Of(ModelIdentity model, IEnumerable<ChatMessage> messages, ChatOptions? options, int epoch)
    {
        if (options is { RawRepresentationFactory: not null })
        {
            return null;
        }

        using var hash = new ContentHash();
        hash.Add("chat-1").Add(model.Canonical).Add(epoch.ToString(System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            foreach (var message in messages)
            {
                hash.Add(JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions));
            }

            // The declared type, so that what the pipeline adds of its own stays out.
            hash.Add(JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatOptions))));
        }
        catch (NotSupportedException)
        {
            return null;
        }

        // Tools have no JSON form of their own.
        foreach (var tool in options?.Tools ?? [])
        {
            hash.Add(tool.GetType().Name).Add(tool.Name).Add(tool.Description).Add((tool as AIFunctionDeclaration)?.JsonSchema.GetRawText());
        }

        return hash.Finish();
    }
}
