using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Ratings.Files;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>The options of <c>rate</c> that say which columns of a file hold what.</summary>
internal static class RateColumns
{
    /// <summary>What <c>--cluster</c> is given where all battles are to stand alone.</summary>
    private const string NoCluster = "none";

    private static readonly Option<string?> ModelA = OptionKinds.Text("--model-a", "FIELD", "The model that was shown first [default: model_a …]");
    private static readonly Option<string?> ModelB = OptionKinds.Text("--model-b", "FIELD", "The other model [default: model_b …]");
    private static readonly Option<string?> Winner = OptionKinds.Text("--winner", "FIELD", "The verdict: model_a, model_b, tie, tie (bothbad); a, b; the winner's name … [default: winner …]");
    private static readonly Option<string?> WinnerIs = OptionKinds.Choice("--winner-is", "What verdicts are where they could be two things [default: told from them]", ["names", "places", "scores"]);
    private static readonly Option<string?> Rater = OptionKinds.Text("--rater", "FIELD", "With --raters: the field of who voted [default: rater, judge …]; with --votes: the name of who voted, where the sheet has none");
    private static readonly Option<string?> Time = OptionKinds.Text("--time", "FIELD", "Of elo and glicko2: when it was fought [default: tstamp …, else the file's order]");

    private static readonly Option<string[]> Cluster = OptionKinds.Many(
        "--cluster", [], "FIELD", "What groups battles that depend on each other; two fields are taken as two ways of depending [default: the prompt's column, where there is one; none for none]");

    private static readonly Option<string[]> Filter = new("--filter")
    {
        HelpName = "FIELD=VALUE",
        Description = "Only battles with this value, or with FIELD!=VALUE without it (repeatable; several values of one field are alternatives)",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<string?> By = OptionKinds.Text("--by", "FIELD", "One table for each value of this field, such as a category");
    private static readonly Option<string?> Weights = OptionKinds.Text("--weights", "FIELD", "A weight of each battle, above 0");
    private static readonly Option<bool> Inverse = OptionKinds.Flag("--inverse-probability", [], "Weigh each battle by one over the probability of its pair (field probability, or the one of --weights)");

    public static OptionGroup Group { get; } = new("Fields of the file", [Filter, By, Cluster, Weights, Inverse, ModelA, ModelB, Winner, WinnerIs, Rater, Time]);

    /// <summary>Options that only a fit by likelihood understands.</summary>
    public static IReadOnlyList<Option> OfLikelihood { get; } = [Cluster, Weights, Inverse];

    /// <summary>Options that say where a file has what a run has in its own place.</summary>
    public static IReadOnlyList<Option> OfFiles { get; } = [ModelA, ModelB, Winner, WinnerIs, Time];

    /// <summary>Who voted: a field of a file, or a name.</summary>
    public static Option<string?> RaterOption => Rater;

    /// <summary>Options that only ratings in the order of time understand.</summary>
    public static IReadOnlyList<Option> OfOrder { get; } = [Time];

    public static BattleFileOptions Read(ParseResult parse, bool ordered, bool raters, string? period)
    {
        var given = (parse.GetValue(Cluster) ?? []).Distinct(StringComparer.Ordinal).ToList();
        return new BattleFileOptions
        {
            ModelA = parse.GetValue(ModelA),
            ModelB = parse.GetValue(ModelB),
            Winner = parse.GetValue(Winner),
            WinnerForm = parse.GetValue(WinnerIs) switch { "names" => WinnerForm.Names, "places" => WinnerForm.Places, "scores" => WinnerForm.Scores, _ => WinnerForm.Auto },
            Rater = parse.GetValue(Rater),
            Raters = raters || parse.GetValue(Rater) is not null,
            Times = ordered && period is null,
            Time = parse.GetValue(Time),
            Period = period,
            Clusterings = ordered ? [] : given switch
            {
                [] => null,
                [NoCluster] => [],
                [var one] => [[one]],
                [var one, var other] => [[one], [other], [one, other]],
                _ => throw new EvalConfigurationException(null, "--cluster takes one field, or two for two ways of depending"),
            },
            Filters = [.. (parse.GetValue(Filter) ?? []).Select(One)],
            Category = parse.GetValue(By),
            Weight = parse.GetValue(Weights),
            InverseProbability = parse.GetValue(Inverse),
        };
    }

    private static BattleFilter One(string text)
    {
        var (key, value) = OptionKinds.Pair("--filter", text);
        return key.EndsWith('!') ? new BattleFilter(key[..^1].TrimEnd(), value, Excludes: true) : new BattleFilter(key, value);
    }
}
