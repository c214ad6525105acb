using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Answers;

namespace Eval.FakeEndpoint.Wire;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicFormat : IWireFormat
{
    public JsonObject Whole(Served served)
    {
        var choice = served.Answer.First;
        var body = Envelope(served, choice is null ? [] : WireJson.Array(Blocks(served, choice)), choice);
        if (served.Usage is { } usage)
        {
            body["usage"] = UsageOf(usage, usage.Output);
        }

        return body;
    }

    public IEnumerable<Frame> Frames(Served served)
    {
        var choice = served.Answer.First;
        var start = Envelope(served, [], null);
        if (served.Usage is { } usage)
        {
            start["usage"] = UsageOf(usage, 1);
        }

        yield return Event("message_start", new JsonObject { ["message"] = start });
        if (choice is not null)
        {
            var index = 0;
            foreach (var block in Blocks(served, choice))
            {
                foreach (var frame in Block(served, block, index, index == 0))
                {
                    yield return frame;
                }

                index++;
            }
        }

        var end = new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = choice is null ? "end_turn" : StopReason(choice), ["stop_sequence"] = choice?.StoppedBy },
        };
        if (served.Usage is { } total)
        {
            end["usage"] = new JsonObject { ["output_tokens"] = total.Output };
        }

        yield return Event("message_delta", end, ends: true);
        yield return Event("message_stop", [], ends: true);
    }

    public JsonNode Error(ApiError error, Dialect dialect)
    {
        var (type, message) = error.Kind switch
        {
            ApiErrorKind.Unauthorized => ("authentication_error", error.Message.StartsWith("You didn't", StringComparison.Ordinal) ? "x-api-key header is required" : Refusal(error)),
            ApiErrorKind.NotFound => ("not_found_error", error.Message),
            ApiErrorKind.RateLimit => ("rate_limit_error", "This request would exceed your organization's rate limit. For details, refer to: https://docs.claude.com/en/api/rate-limits."),
            ApiErrorKind.Quota => ("invalid_request_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."),
            ApiErrorKind.ContentFilter => ("invalid_request_error", "Output blocked by content filtering policy"),
            ApiErrorKind.Server => ("api_error", "Internal server error"),
            ApiErrorKind.Unavailable or ApiErrorKind.Overloaded => ("overloaded_error", "Overloaded"),
            _ => ("invalid_request_error", error.Message),
        };
        return new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message }, ["request_id"] = "req_fake" };
    }

    public Frame ErrorFrame(ApiError error, Dialect dialect) => new(WireJson.Event("error", Error(error, dialect)), 0);

    // The key is in OpenAI's sentence; masked or not, it stays.
    private static string Refusal(ApiError error) =>
        error.Message.Contains('*', StringComparison.Ordinal) ? "invalid x-api-key" : "invalid x-api-key: " + error.Message.Split(' ')[4].TrimEnd('.');

    private static JsonObject Envelope(Served served, JsonArray content, AnswerChoice? choice) => new()
    {
        ["id"] = "msg_" + served.Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = served.Request.Model,
        ["content"] = content,
        ["stop_reason"] = choice is null ? null : StopReason(choice),
        ["stop_sequence"] = choice?.StoppedBy,
    };

    // What was read from the cache is not among the input tokens here, other than with OpenAI.
    private static JsonObject UsageOf(Usage usage, int output) => new()
    {
        ["input_tokens"] = usage.Input - usage.CachedInput,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = usage.CachedInput,
        ["output_tokens"] = output,
        ["service_tier"] = "standard",
    };

    private static string StopReason(AnswerChoice choice) => choice switch
    {
        { StoppedBy: not null } => "stop_sequence",
        { Refused: true } or { Finish: "content_filter" } => "refusal",
        { Finish: "length" } => "max_tokens",
        { Finish: "tool_calls" } => "tool_use",
        _ => "end_turn",
    };

    private static IEnumerable<JsonObject> Blocks(Served served, AnswerChoice choice)
    {
        if (choice.Reasoning is { } reasoning)
        {
            yield return new JsonObject { ["type"] = "thinking", ["thinking"] = reasoning, ["signature"] = "ZmFrZQ==" };
        }

        if (choice.Text is not "" || choice.ToolCalls.Count == 0)
        {
            yield return new JsonObject { ["type"] = "text", ["text"] = choice.Text };
        }

        for (var i = 0; i < choice.ToolCalls.Count; i++)
        {
            yield return new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = $"toolu_{served.Id[..16]}{i}",
                ["name"] = choice.ToolCalls[i].Name,
                ["input"] = JsonNode.Parse(choice.ToolCalls[i].Arguments),
            };
        }
    }

    private static IEnumerable<Frame> Block(Served served, JsonObject block, int index, bool isFirst)
    {
        var (field, delta) = block["type"]!.GetValue<string>() switch
        {
            "thinking" => ("thinking", "thinking_delta"),
            "text" => ("text", "text_delta"),
            _ => ("input", "input_json_delta"),
        };
        var whole = field == "input" ? block["input"]!.ToJsonString() : block[field]?.GetValue<string>();
        block[field] = field == "input" ? new JsonObject() : "";
        block.Remove("signature");
        yield return Event("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = block });
        if (isFirst)
        {
            yield return Event("ping", []);
        }

        foreach (var (text, tokens) in whole is null ? [] : TokenChunks.Of(served.Vocabulary.Encode(whole), served.Vocabulary, served.Profile.TokensPerChunk))
        {
            var part = new JsonObject { ["type"] = delta, [field == "input" ? "partial_json" : field] = text };
            yield return Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = part }, tokens.Count);
        }

        if (field == "thinking")
        {
            yield return Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = new JsonObject { ["type"] = "signature_delta", ["signature"] = "ZmFrZQ==" } });
        }

        yield return Event("content_block_stop", new JsonObject { ["index"] = index }, ends: true);
    }

    private static Frame Event(string name, JsonObject data, int tokens = 0, bool ends = false)
    {
        data.Insert(0, "type", name);
        return new(WireJson.Event(name, data), tokens, ends);
    }
}
