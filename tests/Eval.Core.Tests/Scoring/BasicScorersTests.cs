using Eval.Core.Scoring;
using Eval.Core.Workspaces;
using static Eval.Core.Tests.Scoring.ScorerTesting;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Scoring;

public class BasicScorersTests
{
    [Theory]
    [InlineData("exact_match", "Paris", "Paris", 1)]
    [InlineData("exact_match", " Paris\n", "Paris", 1)]
    [InlineData("exact_match", "paris", "Paris", 0)]
    [InlineData("{ exact_match: { trim: false } }", " Paris", "Paris", 0)]
    [InlineData("{ exact_match: { ignoreCase: true } }", "paris", "Paris", 1)]
    [InlineData("{ exact_match: { ignorePunctuation: true } }", "Paris!", "Paris", 1)]
    [InlineData("{ exact_match: { ignorePunctuation: true } }", "Pari§s", "Paris", 0)] // only ASCII punctuation goes
    [InlineData("{ exact_match: { ignore: ['\\d', 'x$'] } }", "P4ar1isx", "Paris", 1)]
    [InlineData("{ exact_match: { extract: 'answer is (\\w+)' } }", "The answer is Paris. No, the answer is Rome.", "Paris", 1)]
    [InlineData("{ exact_match: { extract: 'answer is (\\w+)', take: last } }", "The answer is Rome. No, the answer is Paris.", "Paris", 1)]
    [InlineData("{ exact_match: { extract: '(a)|(b)', take: last } }", "a b", "b", 1)] // the group that matched
    [InlineData("{ regex_match: { pattern: '^yes\\b', ignoreCase: true } }", "Yes, always", "", 1)]
    [InlineData("{ regex_match: { pattern: '^yes\\b' } }", "Yes, always", "", 0)]
    [InlineData("{ regex_match: { pattern: '.*' } }", "", "", 0)] // an empty answer is never right
    [InlineData("contains", "It is PARIS.", "Paris", 1)]
    [InlineData("{ contains: { ignoreCase: false } }", "It is PARIS.", "Paris", 0)]
    [InlineData("{ contains: { atStart: true } }", "Paris, of course", "paris", 1)]
    [InlineData("{ contains: { atStart: true } }", "It is Paris", "paris", 0)]
    [InlineData("{ contains: { atStart: true, wholeWord: true } }", "cats and a cat", "cat", 0)]
    [InlineData("{ contains: { wholeWord: true } }", "the catalogue", "cat", 0)]
    [InlineData("{ contains: { wholeWord: true } }", "the catalogue of a cat", "cat", 1)]
    public void Score_Text_IsAsDeclared(string scoring, string text, string reference, double expected) => Value(scoring, text, reference).ShouldBe(expected);

    [Theory]
    [InlineData("so 70000.00", "70000", 1)]
    [InlineData("7e4", "70000", 1)]
    [InlineData("$70,000.", "70000", 1)]
    [InlineData("-70000", "70000", 0)]
    [InlineData("-$5", "-5", 1)]
    [InlineData("pages 10-15", "15", 1)] // a hyphen between numbers is no sign
    [InlineData("12.5%", "12.5", 1)]
    [InlineData("it is .5", "0.5", 1)]
    [InlineData("1,234,567 people", "1234567", 1)]
    [InlineData("1,2", "2", 1)] // a list, not thousands
    [InlineData("70000 apples and 3 pears", "3", 1)]
    [InlineData("1e999", "1", 0)]
    public void Score_Numeric_ComparesValues(string text, string reference, double expected) => Value("numeric_match", text, reference).ShouldBe(expected);

    [Fact]
    public void Score_NumericTolerance_IsTheSuites()
    {
        Value("{ numeric_match: { absolute: 0.01 } }", "3.14", "3.1416").ShouldBe(1);
        Value("{ numeric_match: { relative: 0.1 } }", "109", "100").ShouldBe(1);
        Value("{ numeric_match: { relative: 0.1 } }", "111", "100").ShouldBe(0);
        Value("{ numeric_match: { extract: 'total: (\\S+)' } }", "total: 5, tax: 7", "5").ShouldBe(1);
        Score("numeric_match", "none", "5").IsUnread.ShouldBeTrue();
    }

    [Fact]
    public void Score_SeveralReferences_AnyCounts()
    {
        Value("exact_match", "Rome", "Paris", "Rome").ShouldBe(1);
        Value("contains", "Rome", "Paris", "Rome").ShouldBe(1);
        Value("{ contains: { all: true } }", "Rome", "Paris", "Rome").ShouldBe(0);
        Value("{ contains: { all: true } }", "Rome and Paris", "Paris", "Rome").ShouldBe(1);
    }

    [Fact]
    public void Score_ChoiceLetter_ReadsLettersAndTexts()
    {
        var use = Use("choice_letter");
        var row = Row("""{"choices":["red","green","blue"]}""");
        Right("The answer is (B).", "B").ShouldBe(1);
        Right("B", "(B)").ShouldBe(1);
        Right("green", "green").ShouldBe(1);
        Right("C", "B").ShouldBe(0);
        Score(use, "perhaps", row, new Reference("B")).IsUnread.ShouldBeTrue();
        Value("{ choice_letter: { count: 4 } }", "D.", "D").ShouldBe(1);
        Should.Throw<EvalConfigurationException>(() => use.Scorer.Check(use.Options, Row("{}"), Context)).Message.ShouldContain("choice_letter");

        double Right(string text, string reference) => Score(use, text, row, new Reference(reference)).Measures["acc_generated"];
    }

    [Fact]
    public void Score_HostilePattern_IsLinear()
    {
        // Backtracking would take hours on this.
        Value("{ regex_match: { pattern: '^(a+)+$' } }", new string('a', 50_000) + "!").ShouldBe(0);
    }

    [Theory]
    [InlineData("nothing_match", "is not a scorer")]
    [InlineData("exact_mach", "exact_match")]
    [InlineData("[contains, contains]", "named twice")]
    [InlineData("{ regex_match: {} }", "needs a \"pattern\"")]
    [InlineData("{ regex_match: { pattern: '(' } }", "not a regular expression")]
    [InlineData("{ exact_match: { take: last } }", "goes with \"extract\"")]
    [InlineData("{ exact_match: { casing: true } }", "unknown key \"casing\"")]
    [InlineData("[]", "names no scorer")]
    public void Read_Mistake_IsReported(string scoring, string message) =>
        Should.Throw<EvalConfigurationException>(() => Use(scoring)).Problems.ShouldHaveSingleItem().ToString().ShouldContain(message);

    [Fact]
    public void BuiltIn_EveryImplementation_IsListed()
    {
        var implementations = typeof(IScorer).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IScorer)));
        implementations.ShouldBe(Scorers.BuiltIn.Select(s => s.GetType()).Distinct(), ignoreOrder: true);
        Scorers.BuiltIn.Select(s => s.Name).ShouldBeUnique();
        Scorers.BuiltIn.ShouldAllBe(s => s.Metrics.Count > 0 && ReferenceEquals(Scorers.Find(s.Name), s));
    }

    [Theory]
    [InlineData("<think>a</think>b", "b", false)]
    [InlineData("<THINK>a</Think>b", "b", false)]
    [InlineData("a</think>b", "b", false)] // the opening tag stands in the prompt with some templates
    [InlineData("<think>a", "", true)]
    [InlineData("x<think>a</think>y<think>z", "y", true)]
    [InlineData("no thoughts", "no thoughts", false)]
    public void Strip_Thoughts_LeavesTheAnswer(string text, string answer, bool isCutOff)
    {
        ReasoningTags.Default.Strip(text, out var cut).ShouldBe(answer);
        cut.ShouldBe(isCutOff);
    }
}
