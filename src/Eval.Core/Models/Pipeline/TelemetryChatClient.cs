using System.Diagnostics;
using System.Runtime.CompilerServices;
using Eval.Core.Telemetry;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>Traces each call from the suite's point of view: cache, retries and waiting included.</summary>
internal sealed class TelemetryChatClient(IChatClient inner, Candidate candidate, TimeProvider time) : DelegatingChatClient(inner)
{
    private readonly string _provider = candidate.Hosted?.Provider ?? "llama.cpp";
    private readonly string _model = candidate.Hosted?.Model ?? candidate.Id;
    private readonly Uri? _server = Uri.TryCreate(candidate.Hosted?.Endpoint, UriKind.Absolute, out var uri) ? uri : null;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        using var activity = Start(options!);
        var began = time.GetTimestamp();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            Answered(activity, scope, response.ModelId, response.ResponseId, response.FinishReason, began);
            return response;
        }
        catch (Exception e)
        {
            Failed(activity, e, began);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scope = CallScope.Of(ref options);
        using var activity = Start(options!);
        var began = time.GetTimestamp();
        ChatResponseUpdate? last = null;
        ChatFinishReason? finish = null;
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    break;
                }
            }
            catch (Exception e)
            {
                Failed(activity, e, began);
                throw;
            }

            if (last is null)
            {
                GenAiTelemetry.TimeToFirstChunk.Record(time.GetElapsedTime(began).TotalSeconds, Tags());
            }

            last = updates.Current;
            finish = last.FinishReason ?? finish;
            yield return last;
        }

        Answered(activity, scope, last?.ModelId, last?.ResponseId, finish, began);
    }

    private Activity? Start(ChatOptions options)
    {
        var activity = GenAiTelemetry.Source.StartActivity($"chat {_model}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            foreach (var (name, value) in Tags())
            {
                activity.SetTag(name, value);
            }

            activity.SetTag("gen_ai.request.max_tokens", options.MaxOutputTokens)
                .SetTag("gen_ai.request.temperature", options.Temperature)
                .SetTag("gen_ai.request.top_p", options.TopP)
                .SetTag("gen_ai.request.seed", options.Seed);
        }

        return activity;
    }

    private void Answered(Activity? activity, CallScope scope, string? model, string? id, ChatFinishReason? finish, long began)
    {
        var record = scope.Record;
        activity?.SetTag("gen_ai.response.model", model)
            .SetTag("gen_ai.response.id", id)
            .SetTag("gen_ai.response.finish_reasons", finish is { } reason ? new[] { reason.Value } : null)
            .SetTag("gen_ai.usage.input_tokens", record?.InputTokens)
            .SetTag("gen_ai.usage.output_tokens", record?.OutputTokens)
            .SetTag("gen_ai.usage.cache_read.input_tokens", record?.CachedInputTokens)
            .SetTag("eval.call.attempts", record?.Attempts)
            .SetTag("eval.call.cached", record?.Cached);
        if (record is { Cached: true })
        {
            // No call was made; its tokens and time were counted when it was.
            return;
        }

        var tags = Tags();
        GenAiTelemetry.OperationDuration.Record(time.GetElapsedTime(began).TotalSeconds, tags);
        if (record is { InputTokens: > 0 } or { OutputTokens: > 0 })
        {
            RecordTokens(tags, "input", record.InputTokens);
            RecordTokens(tags, "output", record.OutputTokens);
        }
    }

    private static void RecordTokens(TagList tags, string type, long count)
    {
        tags.Add("gen_ai.token.type", type);
        GenAiTelemetry.TokenUsage.Record((int)Math.Min(int.MaxValue, count), tags);
    }

    private void Failed(Activity? activity, Exception e, long began)
    {
        var error = e is ModelCallException call ? call.Failure.ToString() : e.GetType().Name;
        activity?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        var tags = Tags();
        tags.Add("error.type", error);
        GenAiTelemetry.OperationDuration.Record(time.GetElapsedTime(began).TotalSeconds, tags);
    }

    private TagList Tags()
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", "chat" },
            { "gen_ai.provider.name", _provider },
            { "gen_ai.request.model", _model },
        };
        if (_server is not null)
        {
            tags.Add("server.address", _server.Host);
            tags.Add("server.port", _server.Port);
        }

        return tags;
    }
}
