using System.Text;
using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Judging.Protection;

/// <summary>
/// Verdicts that need no judge: an answer that says nothing is worst, equal answers tie. A judge that is asked about such answers can be fooled by
/// them (a lone <c>:</c> passes as right up to every third time, 2507.08794), and costs money.
/// </summary>
public static class SettledVerdicts
{
    private const int LeastRepeats = 8;
    private const int LongestToken = 12;

    /// <summary>The verdict on one answer, or null where a judge is needed.</summary>
    public static JudgeVerdict? OfScore(JudgeTask task, Rubric rubric)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rubric);
        return WhyWorst(task.Answer, task.Reference) is not { } why ? null : new JudgeVerdict
        {
            State = VerdictState.Scored,
            Score = rubric.Scale.Min,
            Criteria = rubric.Criteria.ToDictionary(c => c.Name, _ => (double)rubric.Scale.Min, StringComparer.Ordinal),
            Reason = "settled without a call: " + why,
        };
    }

    /// <summary>The verdict on two answers, or null where a judge is needed.</summary>
    public static JudgeVerdict? OfPair(JudgeTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Others is not { Count: > 0 } others)
        {
            return null;
        }

        if (task.Turns.Count == others.Count && task.Turns.Zip(others).All(p => IsSame(p.First.Answer, p.Second)))
        {
            return WhyWorst(task.Answer, task.Reference) is { } nothing
                ? Pair(0, $"the answers are identical, and {nothing}", isBad: true)
                : Pair(0, "the answers are identical");
        }

        return (WhyWorst(task.Answer, task.Reference), WhyWorst(others[^1], task.Reference)) switch
        {
            ({ }, { }) => Pair(0, "both answers say nothing", isBad: true),
            ({ } why, null) => Pair(-1, why),
            (null, { } why) => Pair(1, "on the other side, " + why),
            _ => null,
        };
    }

    /// <summary>Why an answer needs no judge to be the worst, or null: it is empty, nothing but punctuation, or one thing over and over.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="reference">A right answer, or null: an answer that equals it is never the worst.</param>
    public static string? WhyWorst(string answer, string? reference = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (reference is not null && !string.IsNullOrWhiteSpace(reference) && IsSame(answer, reference))
        {
            return null;
        }

        var seen = TextOf(answer);
        return seen.Length == 0 ? "the answer is empty"
            : seen.EnumerateRunes().All(r => Rune.IsPunctuation(r) || Rune.IsWhiteSpace(r)) ? "the answer is nothing but punctuation"
            : IsConstant(seen) ? "the answer is one thing over and over"
            : null;
    }

    // What cannot be seen is not there.
    private static string TextOf(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var folded = TextSkeleton.Fold(rune);
            if (string.IsNullOrWhiteSpace(folded))
            {
                seen.Append(folded);
            }
            else if (!Rune.IsControl(rune))
            {
                seen.Append(rune.ToString());
            }
        }

        return seen.ToString().Trim();
    }

    private static bool IsConstant(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length >= LeastRepeats && parts[0].Length <= LongestToken && parts.All(p => p == parts[0]))
        {
            return true;
        }

        // Without spaces between: aaaaaaaa, hahahahahahahaha. Digits may be a number.
        for (var length = 1; length <= LongestToken && parts.Length == 1 && length * LeastRepeats <= text.Length; length++)
        {
            if (!char.IsAsciiDigit(text[0]) && IsRepeated(text, length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRepeated(string text, int length)
    {
        for (var i = length; i < text.Length; i++)
        {
            if (text[i] != text[i - length])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(string one, string other) =>
        one.ReplaceLineEndings("\n").AsSpan().Trim().SequenceEqual(other.ReplaceLineEndings("\n").AsSpan().Trim());

    private static JudgeVerdict Pair(int strength, string why, bool isBad = false) => new()
    {
        State = VerdictState.Scored,
        Score = (strength + 1) / 2.0,
        Pair = new PairwiseOutcome(strength, strength) { BadFirst = isBad, BadSecond = isBad },
        Reason = "settled without a call: " + why,
    };
}
