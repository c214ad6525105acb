using Eval.Core.Models;
using Eval.Core.Suites;
using Microsoft.Extensions.AI;

namespace Eval.Core.Judging.Methods;

/// <summary>What all judges that are asked by chat have in common.</summary>
internal static class ChatJudges
{
    /// <summary>Why a model cannot write a verdict, or null where it can.</summary>
    public static string? WhyNot(ModelDescription judge) =>
        judge.Capabilities.Chat ? null : judge.Capabilities.ChatProblem ?? "it has no chat, which a written verdict needs";

    /// <summary>The size of some requests.</summary>
    public static SampleEstimate Estimate(int maxTokens, IEnumerable<IReadOnlyList<ChatMessage>> requests)
    {
        var (calls, characters) = (0, 0L);
        foreach (var messages in requests)
        {
            calls++;
            characters += messages.Sum(m => (long)m.Text.Length);
        }

        return new SampleEstimate(calls, characters, (int)Math.Min(int.MaxValue, (long)calls * maxTokens));
    }
}
