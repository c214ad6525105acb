using System.Text;
using Eval.Core.Models;
using Eval.Core.Running;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>Makes requests and writes down when each event of their answers arrived. Nothing is computed here.</summary>
/// <param name="chat">The model.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestRecorder(IChatClient chat, TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Milliseconds since the recorder was made.</summary>
    public double NowMs => At(time.GetTimestamp());

    /// <summary>Makes one request. What ends the run is thrown; any other failure is part of the record.</summary>
    public async Task<RecordedAnswer> AskAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, double scheduledMs, CancellationToken cancellationToken)
    {
        var events = new List<TraceEvent>();
        var text = new StringBuilder();
        var usage = new UsageDetails();
        CallRecord? record = null;
        var submitted = time.GetTimestamp();
        (SampleOutcome Outcome, string? Reason) end = (SampleOutcome.Completed, null);
        string? failure = null;
        var attempts = 1;
        try
        {
            await foreach (var update in chat.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                // Before anything else is done with it.
                var arrived = time.GetTimestamp();
                record = CallRecord.Of(update) ?? record;
                if (update.FinishReason == ChatFinishReason.ContentFilter)
                {
                    end = (SampleOutcome.Refused, "the provider's content filter stopped the answer");
                }

                if (EventOf(update) is { } kind)
                {
                    events.Add(new TraceEvent(At(arrived), kind, TakeText(update, text)));
                }

                foreach (var details in update.Contents.OfType<UsageContent>())
                {
                    usage.Add(details.Details);
                }
            }

            if (!events.Exists(ServingTimes.HasText))
            {
                (failure, end) = ("Empty", (SampleOutcome.Unparsed, "the answer is empty"));
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (ModelCalls.OutcomeOf(e) is not { } outcome)
            {
                throw;
            }

            end = outcome;
            failure = end.Outcome.ToString();
            if (e is ModelCallException call)
            {
                (failure, attempts) = (call.Failure.ToString(), call.Attempts);
            }
        }

        var ended = time.GetTimestamp();
        var sentMs = At(record?.SentTimestamp ?? submitted);
        var trace = new RequestTrace
        {
            ScheduledMs = scheduledMs,
            SubmittedMs = At(submitted),
            SentMs = sentMs,
            Events = events,

            // Storing the answer in the cache is no part of the request.
            EndMs = record is { SentTimestamp: not null } ? sentMs + record.DurationMs : At(ended),
            Failure = failure,
            Attempts = record?.Attempts ?? attempts,
            InputTokens = record is { InputTokens: > 0 } ? record.InputTokens : usage.InputTokenCount ?? 0,
            CachedInputTokens = record?.CachedInputTokens ?? usage.CachedInputTokenCount ?? 0,
            OutputTokens = record is { OutputTokens: > 0 } ? record.OutputTokens : usage.OutputTokenCount ?? 0,
            ReasoningTokens = record?.ReasoningTokens ?? usage.ReasoningTokenCount ?? 0,
        };
        return new RecordedAnswer(trace, end.Outcome, end.Reason, text.ToString(), record?.CostMicroUsd);
    }

    // A note that the client itself adds at the end (how the answer ended, what it took) is no event of the stream.
    private static TraceEventKind? EventOf(ChatResponseUpdate update)
    {
        var kind = (TraceEventKind?)null;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 }:
                    return TraceEventKind.Text;
                case TextReasoningContent { Text.Length: > 0 }:
                    kind = TraceEventKind.Reasoning;
                    break;
                case UsageContent:
                    kind ??= TraceEventKind.Usage;
                    break;
                default:
                    kind ??= TraceEventKind.Empty;
                    break;
            }
        }

        return kind ?? (update.FinishReason is null && CallRecord.Of(update) is null ? TraceEventKind.Empty : null);
    }

    private static int TakeText(ChatResponseUpdate update, StringBuilder text)
    {
        var bytes = 0;
        foreach (var content in update.Contents)
        {
            bytes += content switch
            {
                TextContent answer => Encoding.UTF8.GetByteCount(answer.Text),
                TextReasoningContent thought => Encoding.UTF8.GetByteCount(thought.Text),
                _ => 0,
            };
            text.Append((content as TextContent)?.Text);
        }

        return bytes;
    }

    private double At(long timestamp) => time.GetElapsedTime(_origin, timestamp).TotalMilliseconds;
}
