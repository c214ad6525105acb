using System.Globalization;
using System.Text;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// What the winner column says. Words and numbers are looked up as bytes; a number's meaning is settled only when all were seen, because <c>0</c> is a tie beside
/// <c>1</c> and <c>2</c>, and a loss beside <c>1</c> and <c>0.5</c>.
/// </summary>
internal sealed class WinnerLabels(WinnerForm form)
{
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

    /// <summary>What a label says, or null where it is unknown.</summary>
    /// <param name="label">The label, without blanks around it.</param>
    /// <param name="a">Name of model A.</param>
    /// <param name="b">Name of model B.</param>
    /// <param name="line">Its line; 0 once everything was seen.</param>
    /// <param name="problem">What is wrong with it, beyond being unknown; otherwise null.</param>
    public BattleOutcome? Of(ReadOnlySpan<byte> label, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, long line, out string? problem)
    {
        problem = null;
        var word = Known(label);
        if (line > 0 && word != Label.Unknown && _firstLines[(int)word] == 0)
        {
            _firstLines[(int)word] = line;
        }

        if (form != WinnerForm.Scores && form != WinnerForm.Places)
        {
            var named = label.SequenceEqual(a) ? BattleOutcome.AWins : label.SequenceEqual(b) ? BattleOutcome.BWins : (BattleOutcome?)null;
            if (form == WinnerForm.Names)
            {
                return named ?? (word is Label.Tie ? BattleOutcome.Tie : word is Label.BothBad ? BattleOutcome.BothBad : null);
            }

            if (named is not null && word != Label.Unknown && Outcome(word) != named)
            {
                problem = $"says \"{Encoding.UTF8.GetString(label)}\", which is one model's name and a word for something else";
                return null;
            }

            if (named is not null)
            {
                return named;
            }
        }

        return word switch
        {
            Label.Unknown => null,
            Label.Half => BattleOutcome.Tie,
            Label.One => BattleOutcome.AWins,
            Label.Two => form == WinnerForm.Scores ? null : BattleOutcome.BWins,
            Label.Three => form == WinnerForm.Scores ? null : BattleOutcome.Tie,
            Label.Zero => ZeroIsLoss ? BattleOutcome.BWins : BattleOutcome.Tie,
            _ => form == WinnerForm.Scores && word is Label.First or Label.Second ? null : Outcome(word),
        };
    }

    /// <summary>The first line whose 0 could be a tie as well as a loss, once everything was seen; 0 where there is none.</summary>
    public long DoubtfulLine => form == WinnerForm.Auto && !IsPlaces && !Seen(Label.Half) && !Seen(Label.Tie) && !Seen(Label.BothBad) ? _firstLines[(int)Label.Zero] : 0;

    private bool IsPlaces => form == WinnerForm.Places || (form == WinnerForm.Auto && (Seen(Label.Two) || Seen(Label.Three)));

    private bool ZeroIsLoss => !IsPlaces;

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
