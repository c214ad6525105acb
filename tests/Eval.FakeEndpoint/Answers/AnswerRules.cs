using System.Globalization;
using Eval.FakeEndpoint.Language;

namespace Eval.FakeEndpoint.Answers;

/// <summary>The rules by name.</summary>
internal static class AnswerRules
{
    /// <summary>Reads a rule; throws <see cref="FormatException"/> with what can be written.</summary>
    public static IAnswerRule Parse(string text, ILanguage language)
    {
        var (name, argument) = text.IndexOf(':', StringComparison.Ordinal) is var at and > 0 ? (text[..at], text[(at + 1)..]) : (text, null);
        return (name, argument) switch
        {
            ("echo", null) => new EchoRule(),
            ("greedy", null) => new GreedyRule(language),
            ("gguf", { }) => new GreedyRule(language),
            ("letter", null) => new LetterRule(),
            ("arithmetic", null) => new ArithmeticRule(1),
            ("arithmetic", { } share) when double.TryParse(share, CultureInfo.InvariantCulture, out var accuracy) && accuracy is >= 0 and <= 1 => new ArithmeticRule(accuracy),
            ("words", { } count) when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var words) => new WordsRule(words),
            ("fixed", { } fixedText) => new FixedRule(fixedText),
            ("table", { } file) => TableRule.Read(file),
            _ => throw new FormatException(
                $"'{text}' is no source of answers: echo, letter, greedy, arithmetic, arithmetic:SHARE, words:N, fixed:TEXT, table:FILE or gguf:FILE"),
        };
    }
}
