using System.Text.Json;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Probing;

/// <summary>Asks for an answer in a given form, with a question that nobody would answer in that form by chance.</summary>
internal sealed class SchemaProbe(IDialect dialect, Endpoint endpoint, HostedModelSpec spec, RequestQuirks quirks, ProbeRetry retry)
{
    private static readonly JsonElement Schema = JsonDocument.Parse(
        """{"type":"object","properties":{"fox":{"type":"string","enum":["quick","brown"]}},"required":["fox"],"additionalProperties":false}""").RootElement.Clone();

    /// <summary>True where the answer has the form; null where it was cut off before anybody could tell.</summary>
    public async Task<bool?> RunAsync(CancellationToken cancellationToken)
    {
        if (quirks.Omit.Contains("response_format"))
        {
            return false;
        }

        using var chat = dialect.Chat(endpoint, spec, quirks);
        try
        {
            var options = new ChatOptions { MaxOutputTokens = 64, Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "fox") };
            var answer = await retry.AskAsync(token => chat.GetResponseAsync([new ChatMessage(ChatRole.User, "Say hello.")], options, token), cancellationToken);
            return IsFox(answer.Text) ? true : answer.FinishReason == ChatFinishReason.Length ? null : false;
        }
        catch (ModelCallException e) when (e.Failure is CallFailure.BadRequest or CallFailure.Filtered)
        {
            return false;
        }
    }

    private static bool IsFox(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("fox", out var fox)
                && fox.ValueKind == JsonValueKind.String && fox.GetString() is "quick" or "brown";
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
