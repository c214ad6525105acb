using Eval.Core.Models;
using Eval.Core.Statistics;

namespace Eval.Benchmarks.Cases;

/// <summary>Multiple-choice questions of random words: a context that four continuations share.</summary>
internal static class ChoiceItems
{
    public const int Choices = 4;

    /// <summary>
    /// Questions as long as those of HellaSwag's validation set, whose contexts have 81 to 357 characters and whose endings have 34 to 244
    /// (5th and 95th percentile of its 10,042 rows; means 226 and 135).
    /// </summary>
    /// <param name="words">Where words come from.</param>
    /// <param name="count">How many questions.</param>
    /// <param name="preamble">What stands before every context (few-shot examples), or empty.</param>
    public static IReadOnlyList<ContinuationRequest> Make(Func<SeededRandom, int, string> words, int count, string preamble = "")
    {
        var random = SeededRandom.For(1, "choices");
        var requests = new List<ContinuationRequest>(count * Choices);
        for (var i = 0; i < count; i++)
        {
            var context = preamble + Text(81, 357);
            for (var c = 0; c < Choices; c++)
            {
                requests.Add(new ContinuationRequest(context, " " + Text(34, 244), preamble.Length));
            }
        }

        return requests;

        string Text(int shortest, int longest)
        {
            var length = shortest + random.Next(longest - shortest + 1);
            return words(random, 1 + (length / 2))[..length].TrimEnd();
        }
    }
}
