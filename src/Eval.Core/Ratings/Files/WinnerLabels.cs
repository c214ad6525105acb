using System.Globalization;
using System.Text;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// What the winner column says. Words and numbers are looked up as bytes; a number's meaning is settled only when all were seen, because <c>0</c> is a loss beside
/// <c>1</c> and <c>0.5</c>, and doubtful elsewhere: beside <c>1</c> and <c>2</c> it is a tie where these are places, and a win where they number classes.
/// </summary>
internal sealed class WinnerLabels(WinnerForm form)
{
    /// <summary>The code of a 0, which is a tie or a loss; other verdicts are coded by their <see cref="BattleOutcome"/>.</summary>
    private const int ZeroCode = 4;

    private const int MostSpellings = 1000;

    private static readonly (BattleOutcome Outcome, string[] Words)[] Words =
    [
        (BattleOutcome.AWins, ["model_a", "a", "[[a]]", "first", "a>b", "[[a>b]]", "a>>b", "[[a>>b]]"]),
        (BattleOutcome.BWins, ["model_b", "b", "[[b]]", "second", "b>a", "[[b>a]]", "b>>a", "[[b>>a]]"]),
        (BattleOutcome.Tie, ["tie", "draw", "equal", "[[c]]", "c", "a=b", "[[a=b]]"]),
        (BattleOutcome.BothBad, ["tie (bothbad)", "bothbad", "both_bad", "both bad", "neither"]),
    ];

    private readonly NameTable _spellings = new();
    private readonly List<Label> _labels = [];
    private readonly long[] _firstLines = new long[Enum.GetValues<Label>().Length];

    /// <summary>Labels that are taken, as they are written by the tools that people use; a hint.</summary>
    public static string Expected => "model_a, model_b, tie, tie (bothbad); a, b, tie, bothbad; or the winner's name";

    /// <summary>The outcomes by their codes, once everything was seen.</summary>
    public BattleOutcome[] Outcomes => [BattleOutcome.AWins, BattleOutcome.BWins, BattleOutcome.Tie, BattleOutcome.BothBad, IsPlaces ? BattleOutcome.Tie : BattleOutcome.BWins];

    /// <summary>The code of what a label says, or null where it is unknown.</summary>
    /// <param name="label">The label, without blanks around it.</param>
    /// <param name="a">Name of model A.</param>
    /// <param name="b">Name of model B.</param>
    /// <param name="line">Its line.</param>
    /// <param name="problem">What is wrong with it, beyond being unknown; otherwise null.</param>
    public int? Of(ReadOnlySpan<byte> label, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, long line, out string? problem)
    {
        problem = null;
        var word = Known(label);
        if (word != Label.Unknown && _firstLines[(int)word] == 0)
        {
            _firstLines[(int)word] = line;
        }

        if (form != WinnerForm.Scores && form != WinnerForm.Places)
        {
            var named = label.SequenceEqual(a) ? BattleOutcome.AWins : label.SequenceEqual(b) ? BattleOutcome.BWins : (BattleOutcome?)null;
            if (form == WinnerForm.Names)
            {
                return (int?)named ?? (word is Label.Tie or Label.BothBad ? (int?)Outcome(word) : null);
            }

            if (named is not null && word != Label.Unknown && Outcome(word) != named)
            {
                problem = $"says \"{Encoding.UTF8.GetString(label)}\", which is one model's name and a word for something else";
                return null;
            }

            if (named is not null)
            {
                return (int)named;
            }
        }

        return word switch
        {
            Label.Zero => ZeroCode,
            Label.First or Label.Second or Label.Two or Label.Three when form == WinnerForm.Scores => null,
            _ => (int?)Outcome(word),
        };
    }

    /// <summary>
    /// The first line whose 0 could mean several things, once everything was seen; 0 where there is none. Only a ½ without a 2 or 3 tells scores: 0, 1 and 2 may number
    /// classes (A, B, tie) as well as places, and so may 0 and 1 beside a word for ties.
    /// </summary>
    public long DoubtfulLine => form == WinnerForm.Auto && (!Seen(Label.Half) || IsPlaces) ? _firstLines[(int)Label.Zero] : 0;

    private bool IsPlaces => form == WinnerForm.Places || (form == WinnerForm.Auto && (Seen(Label.Two) || Seen(Label.Three)));

    private bool Seen(Label label) => _firstLines[(int)label] > 0;

    private static BattleOutcome? Outcome(Label word) => word switch
    {
        Label.First or Label.One => BattleOutcome.AWins,
        Label.Second or Label.Two => BattleOutcome.BWins,
        Label.Tie or Label.Three or Label.Half => BattleOutcome.Tie,
        Label.BothBad => BattleOutcome.BothBad,
        _ => null,
    };

    private Label Known(ReadOnlySpan<byte> label)
    {
        var known = _spellings.Find(label);
        if (known >= 0)
        {
            return _labels[known];
        }

        // Spellings are kept so that the next one costs a look-up; names of models are many and are told by the battle.
        var meaning = Read(label.Length <= 20 ? Encoding.UTF8.GetString(label).ToLowerInvariant() : "");
        if (meaning != Label.Unknown && _spellings.Count < MostSpellings)
        {
            _spellings.Add(label);
            _labels.Add(meaning);
        }

        return meaning;
    }

    private static Label Read(string word) =>
        Words.FirstOrDefault(w => w.Words.Contains(word)) is { Words: not null } found
            ? found.Outcome switch { BattleOutcome.AWins => Label.First, BattleOutcome.BWins => Label.Second, BattleOutcome.Tie => Label.Tie, _ => Label.BothBad }
            : !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Label.Unknown
            : number switch { 0 => Label.Zero, 0.5 => Label.Half, 1 => Label.One, 2 => Label.Two, 3 => Label.Three, _ => Label.Unknown };

    private enum Label
    {
        Unknown,
        First,
        Second,
        Tie,
        BothBad,
        Zero,
        Half,
        One,
        Two,
        Three,
    }
}
