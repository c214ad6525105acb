using System.CommandLine;
using System.Globalization;
using Eval.Cli.CommandLine;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Elo;
using Eval.Core.Ratings.Glicko;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>How <c>rate</c> rates: its options, read and checked against the method.</summary>
internal sealed record RateMethods
{
    public const string Elo = "elo";
    public const string Glicko = "glicko2";

    private static readonly Option<string?> Method = OptionKinds.Choice("--method", "How to rate [default: bt]", ["bt", "davidson", "rao-kupper", Elo, Glicko]);
    private static readonly Option<double?> Confidence = Number("--confidence", "Confidence of intervals, between 0 and 1 [default: 0.95]", c => c is > 0 and < 1, "between 0 and 1", "SHARE");
    private static readonly Option<string?> BothBad = OptionKinds.Choice("--both-bad", "Battles in which both were bad: as ties, or left out [default: tie]", ["tie", "leave"]);
    private static readonly Option<string?> Anchor = OptionKinds.Text("--anchor", "MODEL", "Put this model at 1000, or MODEL=RATING elsewhere; intervals are not narrowed by it");
    private static readonly Option<bool> Position = OptionKinds.Flag("--position", [], "Estimate what being shown first is worth, and rate without it");
    private static readonly Option<string?> Against = OptionKinds.Text("--against", "MODEL", "Also test each model against this one, with Holm's correction");
    private static readonly Option<int?> Bootstrap = OptionKinds.Whole("--bootstrap", [], "N", "Also give standard errors by N resamples of clusters (or battles), as a cross-check", 2);
    private static readonly Option<int?> Draws = OptionKinds.Whole("--draws", [], "N", "Draws that rank probabilities are counted over; 0 for none [default: 10000]", 0);
    private static readonly Option<int?> Seed = OptionKinds.Whole("--seed", [], "N", "Seed of draws and resamples [default: 17]", 0);
    private static readonly Option<double?> K = Number("--k", "Of elo: points that a battle moves at most [default: 4]", k => k is > 0 and <= 1e6, "above 0");
    private static readonly Option<double?> Start = Number("--start", "Of elo and glicko2: rating before the first battle [default: 1000, glicko2 1500]", double.IsFinite, "that is a rating");
    private static readonly Option<double?> Tau = Number("--tau", "Of glicko2: how quickly volatility may change [default: 0.5]", t => t is > 0 and <= 10, "above 0, at most 10");
    private static readonly Option<string?> PeriodOption = OptionKinds.Text("--period", "FIELD", "Of glicko2: the field of the rating period, or a number of battles [default: about 12 battles of each model]");

    public static IReadOnlyList<Option> Shared { get; } = [Method, Against, Anchor, Position, BothBad, Confidence, Bootstrap, Draws, Seed];

    public static OptionGroup Group { get; } = new("Ratings in the order of time", [K, Start, Tau, PeriodOption]);

    /// <summary>The method as it was named.</summary>
    public required string Name { get; init; }

    public required RatingOptions Likelihood { get; init; }

    public required EloOptions OfElo { get; init; }

    public required GlickoOptions OfGlicko { get; init; }

    /// <summary>Column of the rating period, or null.</summary>
    public string? Period { get; init; }

    /// <summary>Battles of a rating period, or null for as many as suit the number of models.</summary>
    public int? PeriodSize { get; init; }

    /// <summary>The model that others are tested against, or null.</summary>
    public string? Contrast { get; init; }

    /// <summary>Resamples for a cross-check; 0 for none.</summary>
    public int Resamples { get; init; }

    /// <summary>True where the order of battles matters.</summary>
    public bool IsOrdered => Name is Elo or Glicko;

    /// <summary>Reads the options.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="own">How the battles are rated where nothing else is asked for, with their confidence and seed; null for the program's defaults.</param>
    public static RateMethods Read(ParseResult parse, RatingOptions? own = null)
    {
        var name = parse.GetValue(Method) ?? (own is null ? "bt" : RatingMethods.WordOf(own.Method));
        Refuse(parse, name is Elo or Glicko ? [Anchor, Position, Against, Bootstrap, Draws, .. RateColumns.OfLikelihood] : [.. RateColumns.OfOrder, Start], name);
        Refuse(parse, name == Elo ? [Tau, PeriodOption, Confidence] : name == Glicko ? [K] : [K, Tau, PeriodOption], name);
        var (anchor, rating) = AnchorOf(parse.GetValue(Anchor));
        var bad = parse.GetValue(BothBad) switch { "leave" => BothBadRule.Leave, "tie" => BothBadRule.Tie, _ => own?.BothBad ?? BothBadRule.Tie };
        var confidence = parse.GetValue(Confidence) ?? own?.Confidence ?? 0.95;
        var period = parse.GetValue(PeriodOption);
        var size = int.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : (int?)null;
        return new RateMethods
        {
            Name = name,
            Likelihood = new RatingOptions
            {
                Method = name switch { "davidson" => RatingMethod.Davidson, "rao-kupper" => RatingMethod.RaoKupper, _ => RatingMethod.BradleyTerry },
                Confidence = confidence,
                Position = parse.GetResult(Position) is { Implicit: false } ? parse.GetValue(Position) : own?.Position == true,
                BothBad = bad,
                Anchor = anchor,
                AnchorRating = rating,
                Draws = parse.GetValue(Draws) ?? 10_000,
                Seed = parse.GetValue(Seed) ?? own?.Seed ?? 17,
            },
            OfElo = new EloOptions { K = parse.GetValue(K) ?? 4, Start = parse.GetValue(Start) ?? 1000, BothBad = bad },
            OfGlicko = new GlickoOptions { Start = parse.GetValue(Start) ?? 1500, Tau = parse.GetValue(Tau) ?? 0.5, BothBad = bad, Confidence = confidence },
            Period = size is null ? period : null,
            PeriodSize = size,
            Contrast = parse.GetValue(Against),
            Resamples = parse.GetValue(Bootstrap) ?? 0,
        };
    }

    private static (string? Model, double Rating) AnchorOf(string? text)
    {
        // A name may hold an equals sign: what follows the last one is a rating only where it is a number.
        var equals = text?.LastIndexOf('=') ?? -1;
        return equals > 0 && double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var rating) && double.IsFinite(rating)
            ? (text![..equals], rating) : (text, 1000);
    }

    private static void Refuse(ParseResult parse, IReadOnlyList<Option> options, string method)
    {
        var given = options.Where(o => parse.GetResult(o) is { Implicit: false }).Select(o => o.Name).ToList();
        if (given.Count > 0)
        {
            throw new EvalConfigurationException(null, $"{string.Join(", ", given)}: not of the method {method}", method is Elo or Glicko
                ? "these belong to bt, davidson and rao-kupper, which estimate ratings with their intervals" : "--method elo or glicko2 rates in the order of time");
        }
    }

    private static Option<double?> Number(string name, string description, Func<double, bool> fits, string words, string helpName = "N") => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && fits(number))
            {
                return number;
            }

            result.AddError($"{name} needs a number {words}, not \"{text}\"");
            return null;
        },
    };
}
