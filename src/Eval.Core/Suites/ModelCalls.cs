using Eval.Core.Models;
using Eval.Core.Running;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites;

/// <summary>One call to a chat model on behalf of a sample: what every kind that asks for answers does alike.</summary>
internal static class ModelCalls
{
    // Where chat clients put the words of a refusal that an endpoint sends apart from the answer.
    private const string RefusalProperty = "refusal";

    /// <summary>Asks once and never again (trying again is the pipeline's affair); whatever fails about this one call is the sample's outcome.</summary>
    /// <param name="chat">The model.</param>
    /// <param name="messages">What is sent.</param>
    /// <param name="options">How.</param>
    /// <param name="start">The result so far.</param>
    /// <param name="cancellationToken">Stops the run; that is no outcome.</param>
    /// <exception cref="ModelUnavailableException">The model is gone for good, or the key is refused.</exception>
    /// <exception cref="ModelCallException">The budget allows no further call: the run ends, the sample has no outcome.</exception>
    public static async Task<ModelAnswer> AskAsync(
        IChatClient chat, IReadOnlyList<ChatMessage> messages, ChatOptions options, SampleResult start, CancellationToken cancellationToken)
    {
        ChatResponse response;
        try
        {
            response = await chat.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (OutcomeOf(e) is not { } failure)
            {
                throw;
            }

            return new ModelAnswer(start with { Outcome = failure.Outcome, Reason = failure.Reason }, Response: null);
        }

        var answered = Book(start, response) with { Outcome = SampleOutcome.Completed, Reason = null, Answer = response.Text };
        return new ModelAnswer(
            response.FinishReason == ChatFinishReason.ContentFilter
                ? answered with
                {
                    Outcome = SampleOutcome.Refused,
                    Reason = "the provider's content filter stopped the answer",
                    Answer = response.Text.Length > 0 ? response.Text : response.AdditionalProperties?.GetValueOrDefault(RefusalProperty)?.ToString() ?? "",
                }
                : answered,
            response);
    }

    /// <summary>The outcome that a failed call gives its sample, or null where it must end the run (or the candidate) instead.</summary>
    /// <exception cref="ModelUnavailableException">The key is refused: no call of this candidate can work.</exception>
    public static (SampleOutcome Outcome, string Reason)? OutcomeOf(Exception failure) => failure switch
    {
        ModelUnavailableException { IsPermanent: true } => null,
        ModelCallException { Failure: CallFailure.OverBudget } => null,
        ModelCallException { Failure: CallFailure.Unauthorized } call => throw new ModelUnavailableException(call.Message, isPermanent: true, call),
        ModelCallException call => (OutcomeOf(call.Failure), call.Message),
        RequestFailedException { Failure.Kind: RequestFailureKind.EngineFailed } request => (SampleOutcome.ProviderError, request.Message),
        RequestFailedException request => (SampleOutcome.Skipped, request.Message),
        TimeoutException or OperationCanceledException => (SampleOutcome.TimedOut, "no answer in time"),

        // A chat client is somebody else's code; whatever it throws about one call is that sample's outcome.
        _ => (SampleOutcome.ProviderError, failure.Message),
    };

    // What neither a key nor a budget is to blame for.
    private static SampleOutcome OutcomeOf(CallFailure failure) => failure switch
    {
        CallFailure.Filtered => SampleOutcome.Refused,
        CallFailure.Timeout => SampleOutcome.TimedOut,
        CallFailure.TooLong => SampleOutcome.Skipped,
        _ => SampleOutcome.ProviderError,
    };

    /// <summary>Copies time, tokens and cost: from the pipeline's record where there is one, else the model's own count of tokens.</summary>
    private static SampleResult Book(SampleResult result, ChatResponse response) => CallRecord.Of(response) is { } call
        ? result with
        {
            DurationMs = call.DurationMs,
            Cached = call.Cached,
            CostMicroUsd = call.CostMicroUsd,
            InputTokens = Whole(call.InputTokens),
            OutputTokens = Whole(call.OutputTokens),
        }
        : result with { InputTokens = Whole(response.Usage?.InputTokenCount ?? 0), OutputTokens = Whole(response.Usage?.OutputTokenCount ?? 0) };

    private static int Whole(long tokens) => (int)Math.Clamp(tokens, 0, int.MaxValue);
}

/// <summary>What a call gave: the sample as far as it is known, and the response where there is one.</summary>
/// <param name="Sample">
/// <see cref="SampleOutcome.Completed"/> where there is an answer to score; else the outcome, with its reason.
/// </param>
/// <param name="Response">The response, also of a refused answer; null where the call failed.</param>
internal sealed record ModelAnswer(SampleResult Sample, ChatResponse? Response);
