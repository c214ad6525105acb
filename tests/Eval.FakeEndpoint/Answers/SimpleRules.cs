using System.Globalization;
using System.Text.RegularExpressions;
using Eval.Core.Statistics;
using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Answers;

/// <summary>Repeats the last user message.</summary>
internal sealed class EchoRule : IAnswerRule
{
    public ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new Draft(prompt.Question));
}

/// <summary>Always the same text.</summary>
internal sealed class FixedRule(string text) : IAnswerRule
{
    public ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new Draft(text));
}

/// <summary>A number of words, for measuring speed.</summary>
internal sealed class WordsRule(int count) : IAnswerRule
{
    private static readonly string[] Words = ["time", "year", "people", "way", "day", "work", "world", "house", "life", "hand"];

    public ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new Draft(string.Join(' ', Enumerable.Range(0, count).Select(_ => Words[random.Next(Words.Length)]))));
}

/// <summary>Picks one of the lettered choices of the prompt.</summary>
internal sealed partial class LetterRule : IAnswerRule
{
    public ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken)
    {
        var letters = Choices().Matches(prompt.Question).Select(m => m.Groups["letter"].Value).Distinct(StringComparer.Ordinal).ToList();
        return ValueTask.FromResult(new Draft(letters.Count == 0 ? "I see no choices." : $"The answer is ({letters[random.Next(letters.Count)]})."));
    }

    [GeneratedRegex(@"^\s*\(?(?<letter>[A-Z])[).:]\s", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Choices();
}

/// <summary>Works out the last sum of the prompt (+, -, *), right in a share of the prompts and off by a little in the others.</summary>
internal sealed partial class ArithmeticRule(double accuracy) : IAnswerRule
{
    public ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken)
    {
        if (Sums().Matches(prompt.Question) is not { Count: > 0 } sums)
        {
            return ValueTask.FromResult(new Draft("I see nothing to work out."));
        }

        var groups = sums[^1].Groups;
        var (a, b) = (Number(groups["a"]), Number(groups["b"]));
        var right = groups["sign"].Value switch
        {
            "+" => a + b,
            "-" => a - b,
            _ => a * b,
        };
        var result = right + (random.NextDouble() < accuracy ? 0 : 1 + random.Next(9));
        return ValueTask.FromResult(new Draft(string.Create(CultureInfo.InvariantCulture, $"{a} {groups["sign"].Value} {b} is {result}.\n#### {result}")));
    }

    private static long Number(Group group) => long.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<a>\d{1,9})\s*(?<sign>[-+*×])\s*(?<b>\d{1,9})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Sums();
}
