using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Verdicts;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Scoring;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Generation;
using Microsoft.Extensions.AI;

namespace Eval.Core.Judging.Methods;

/// <summary>Asks a judge until a reply can be read, as often as the call allows, and keeps every reply.</summary>
internal static class JudgeAsking
{
    /// <summary>True where a judge is held to a JSON form.</summary>
    public static bool IsStructured(IModelSession judge, JudgeCall call) => call.Structured && judge.Description.Capabilities.JsonSchemas == true;

    /// <summary>One verdict. Failed calls are not asked again here: that is the pipeline's affair.</summary>
    /// <param name="judge">Who is asked.</param>
    /// <param name="call">How.</param>
    /// <param name="prompt">What is sent.</param>
    /// <param name="task">What is judged.</param>
    /// <param name="order">The order of two answers, or null.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ModelUnavailableException">The judge is gone for good, or its key is refused.</exception>
    /// <exception cref="ModelCallException">The budget allows no further call.</exception>
    public static async Task<JudgeAnswer> AskAsync(
        IModelSession judge, JudgeCall call, JudgePrompt prompt, JudgeTask task, PairOrder? order, CancellationToken cancellationToken)
    {
        var replies = new List<JudgeReply>();
        var state = VerdictState.Unparsed;
        string? problem = null;
        for (var attempt = 1; attempt <= Math.Max(1, call.Attempts); attempt++)
        {
            var messages = prompt.Messages(task, order, attempt, state == VerdictState.Refused ? null : problem);
            var reply = await SendAsync(judge, messages, Options(call, prompt, attempt), order, cancellationToken);
            if (reply.Response is not { } response)
            {
                replies.Add(reply.Reply);
                return new JudgeAnswer(reply.State, Reading: null, reply.Reply.Problem, replies);
            }

            var reading = Read(response, prompt, out state);
            problem = reading.Problem;
            replies.Add(reply.Reply with { Problem = problem });
            if (state == VerdictState.Scored)
            {
                return new JudgeAnswer(state, reading, Reason: null, replies);
            }
        }

        var what = state == VerdictState.Refused ? "the judge refused"
            : replies.Count == 1 ? "the reply could not be read"
            : $"none of {replies.Count} replies could be read";
        return new JudgeAnswer(state, Reading: null, $"{what}: {problem}", replies);
    }

    /// <summary>Sends one request; a failed call becomes a reply without text and a state.</summary>
    public static async Task<(ChatResponse? Response, JudgeReply Reply, VerdictState State)> SendAsync(
        IModelSession judge, IReadOnlyList<ChatMessage> messages, ChatOptions options, PairOrder? order, CancellationToken cancellationToken)
    {
        var reply = new JudgeReply(GenerationPrompt.Text(messages), "", Order: order is { } o ? PairOrders.WordOf(o) : null) { JudgeId = judge.Candidate.Id };
        try
        {
            var response = await judge.Chat!.GetResponseAsync(messages, options, cancellationToken);
            var call = CallRecord.Of(response);
            return (response, reply with
            {
                Text = response.Text,
                DurationMs = call?.DurationMs ?? 0,
                CostMicroUsd = call?.CostMicroUsd,
                Cached = call?.Cached ?? false,
                InputTokens = call?.InputTokens ?? response.Usage?.InputTokenCount ?? 0,
                OutputTokens = call?.OutputTokens ?? response.Usage?.OutputTokenCount ?? 0,
            }, VerdictState.Scored);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (ModelCalls.OutcomeOf(e) is not { } failure)
            {
                throw;
            }

            return (null, reply with { Problem = failure.Reason }, failure.Outcome == SampleOutcome.Refused ? VerdictState.Refused : VerdictState.Failed);
        }
    }

    private static ChatOptions Options(JudgeCall call, JudgePrompt prompt, int attempt) => new()
    {
        Temperature = (float)call.Temperature,
        MaxOutputTokens = call.MaxTokens,
        Seed = (long)call.Seed + attempt - 1,
        ResponseFormat = prompt.IsStructured ? ChatResponseFormat.ForJsonSchema(prompt.Form.Schema(), "verdict") : null,
    };

    private static VerdictReading Read(ChatResponse response, JudgePrompt prompt, out VerdictState state)
    {
        state = VerdictState.Unparsed;
        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            state = VerdictState.Refused;
            return VerdictReading.None("the provider's content filter stopped the reply");
        }

        if (response.FinishReason == ChatFinishReason.Length)
        {
            // What was cut off may have been the verdict, and what looks like one a thought on the way to it.
            return VerdictReading.None("it reached its limit of tokens");
        }

        var text = ReasoningTags.Default.Strip(response.Text, out var isCutOff);
        if (isCutOff)
        {
            return VerdictReading.None("its thoughts were cut off");
        }

        var reading = prompt.Form.Read(text, prompt.IsStructured);
        if (reading.Values is not null)
        {
            state = VerdictState.Scored;
        }
        else if (Refusals.IsRefusal(text))
        {
            state = VerdictState.Refused;
            return VerdictReading.None("it declines to judge");
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            return VerdictReading.None("it is empty");
        }

        return reading;
    }
}

/// <summary>What asking one judge for one verdict gave.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Reading">The verdict; null unless scored.</param>
/// <param name="Reason">Why there is none.</param>
/// <param name="Replies">Every reply.</param>
internal sealed record JudgeAnswer(VerdictState State, VerdictReading? Reading, string? Reason, IReadOnlyList<JudgeReply> Replies);
