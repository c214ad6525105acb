namespace Eval.Core.Ratings.Fitting;

/// <summary>What a connected part's battles can tell of each of its models: the main group, and where the others stand to it.</summary>
internal sealed class Standings
{
    private readonly Dictionary<int, RatingState> _states = [];

    private Standings(int[] main) => Main = main;

    /// <summary>The largest group in which each can be reached from each by "beat or tied"; ascending. Of one model, it estimates nothing.</summary>
    public int[] Main { get; }

    /// <summary>The state of a model as far as wins and losses tell it; the fit may still find that there is no variation.</summary>
    public RatingState this[int model] => _states[model];

    public static Standings Of(BattleGraph graph, int[] component)
    {
        var parts = graph.StrongParts(component);
        var main = parts.OrderByDescending(p => p.Length).ThenBy(p => p[0]).First();
        var standings = new Standings(main);
        var (below, above) = (graph.Below(main[0]), graph.Above(main[0]));
        foreach (var part in parts)
        {
            var state = part == main && main.Length > 1 ? RatingState.Estimated
                : component.Length == 1 ? RatingState.NotInformative
                : main.Length > 1 ? Against(above[part[0]], below[part[0]])
                : Against(!BeatenFromOutside(graph, part[0]), !BeatsOutside(graph, part[0]));
            foreach (var model in part)
            {
                standings._states[model] = state;
            }
        }

        return standings;
    }

    // A group that beat some of the main group's way and lost to others: nothing places it.
    private static RatingState Against(bool above, bool below) =>
        above == below ? RatingState.NotEstimable : above ? RatingState.Undefeated : RatingState.Winless;

    // Without a main group every part is one model: above and below count it itself.
    private static bool BeatenFromOutside(BattleGraph graph, int model) => graph.Above(model).Count(m => m) > 1;

    private static bool BeatsOutside(BattleGraph graph, int model) => graph.Below(model).Count(m => m) > 1;
}
