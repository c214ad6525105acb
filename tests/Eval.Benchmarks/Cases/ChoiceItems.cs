using Eval.Core.Models;
using Eval.Core.Statistics;

namespace Eval.Benchmarks.Cases;

/// <summary>Multiple-choice questions of random words: a context that four continuations share.</summary>
internal static class ChoiceItems
{
    public const int Choices = 4;

    /// <summary>Questions whose contexts have 20 to 60 words and whose continuations have 4 to 12, like those of HellaSwag.</summary>
    /// <param name="words">Where words come from.</param>
    /// <param name="count">How many questions.</param>
    /// <param name="preamble">What stands before every context (few-shot examples), or empty.</param>
    /// <param name="shrink">Divides the lengths, for models with short contexts.</param>
    public static IReadOnlyList<ContinuationRequest> Make(Func<SeededRandom, int, string> words, int count, string preamble = "", int shrink = 1)
    {
        var random = SeededRandom.For(1, "choices");
        var requests = new List<ContinuationRequest>(count * Choices);
        for (var i = 0; i < count; i++)
        {
            var context = preamble + words(random, (20 + random.Next(41)) / shrink);
            for (var c = 0; c < Choices; c++)
            {
                requests.Add(new ContinuationRequest(context, " " + words(random, 4 + random.Next(9)), preamble.Length));
            }
        }

        return requests;
    }
}
