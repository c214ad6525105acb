using MathNet.Numerics.LinearAlgebra;

namespace Eval.Core.Ratings.Fitting;

/// <summary>The fit of models that can all be told from their own battles: a strongly connected part of "beat or tied".</summary>
internal sealed class FittedPart
{
    /// <param name="members">The models, ascending.</param>
    /// <param name="fit">Their fit, in the same order.</param>
    public FittedPart(int[] members, LikelihoodFit fit) =>
        (Members, Fit, Sandwich) = (members, fit, new Sandwich(fit.Values.Length));

    /// <summary>Places of the models in all models, ascending; their order is that of the fit.</summary>
    public int[] Members { get; }

    public LikelihoodFit Fit { get; }

    public Sandwich Sandwich { get; }

    /// <summary>Battles that stand alone.</summary>
    public double Alone { get; set; }

    /// <summary>Robust covariance of the parameters; null where a single cluster holds all battles. Set by <see cref="Finish"/>.</summary>
    public Matrix<double>? Covariance { get; private set; }

    /// <summary>Names of the features of style that were fitted, in the order of their parameters.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Clusters and battles that stand alone; 0 where all do.</summary>
    public double Clusters => Sandwich.Clusters == 0 ? 0 : Sandwich.Clusters + Alone;

    /// <summary>Of intervals by Student's t, clusters − 1; null where battles stand alone and intervals are normal.</summary>
    public double? DegreesOfFreedom => Sandwich.Clusters == 0 ? null : Clusters - 1;

    /// <summary>True where the battles vary: without, the covariance is 0 and says nothing.</summary>
    public bool Varies => Covariance is null || Enumerable.Range(0, Members.Length).Any(i => Covariance[i, i] > 1e-14);

    /// <summary>Fits a part; null where all battles are ties, or where the method finds no finite optimum (a note says so).</summary>
    /// <param name="cells">All battles.</param>
    /// <param name="members">The models of the part, ascending, 2 or more.</param>
    /// <param name="options">How to rate.</param>
    /// <param name="notes">Where to say why there is none.</param>
    public static FittedPart? TryFit(BattleCells cells, int[] members, RatingOptions options, List<string> notes)
    {
        var pairs = Pairs(cells, members);
        if (pairs.All(p => p.Wins + p.Losses == 0))
        {
            return null;
        }

        var method = MethodFor(options.Method, pairs);
        var position = options.Position;
        var fit = GroupedLikelihood.Fit(members.Length, pairs, method, position);
        if (fit is null && position)
        {
            fit = GroupedLikelihood.Fit(members.Length, pairs, method, position: false);
            if (fit is not null)
            {
                notes.Add("The term for being shown first is left out: these battles do not tell it from the strengths (models must be shown on both sides, and the first must neither always win nor always lose).");
            }
        }

        if (fit is null)
        {
            notes.Add($"The fit has no finite optimum that Newton's method could find ({Name(method)}): the ratings are those of one virtual tie, without intervals.");
            return null;
        }

        var part = new FittedPart(members, fit);
        part.AddAlone(cells);
        return part;
    }

    /// <summary>Battles between some models, by their places in the list.</summary>
    public static PairCounts[] Pairs(BattleCells cells, int[] members)
    {
        var place = new Dictionary<int, int>(members.Length);
        foreach (var member in members)
        {
            place.Add(member, place.Count);
        }

        var pairs = new List<PairCounts>();
        foreach (ref readonly var cell in cells.All)
        {
            if (cell.Weight > 0 && place.TryGetValue(cell.A, out var a) && place.TryGetValue(cell.B, out var b))
            {
                pairs.Add(new PairCounts(a, b, cell.Weights[BattleOutcome.AWins], cell.Weights[BattleOutcome.BWins], cell.Weights[BattleOutcome.Tie]));
            }
        }

        return [.. pairs];
    }

    /// <summary>Without ties the tie parameter is at its lower end, where both tie models are Bradley–Terry.</summary>
    public static RatingMethod MethodFor(RatingMethod method, PairCounts[] pairs) => pairs.Any(p => p.Ties > 0) ? method : RatingMethod.BradleyTerry;

    /// <summary>The name that readers know a method by.</summary>
    public static string Name(RatingMethod method) => method switch
    {
        RatingMethod.RaoKupper => "Rao–Kupper",
        RatingMethod.Davidson => "Davidson",
        _ => "Bradley–Terry",
    };

    /// <summary>Computes the covariance when all scores have been added.</summary>
    public void Finish() => Covariance = Sandwich.Covariance(Fit.Bread, Alone);

    private void AddAlone(BattleCells cells)
    {
        var place = Members.Index().ToDictionary(m => m.Item, m => m.Index);
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        Span<int> places = stackalloc int[4];
        Span<double> score = stackalloc double[4];
        foreach (ref readonly var cell in cells.All)
        {
            if (cell.Lone == 0 || !place.TryGetValue(cell.A, out var a) || !place.TryGetValue(cell.B, out var b))
            {
                continue;
            }

            Alone += cell.Lone;
            Fit.Terms(a, b, terms);
            for (var outcome = 0; outcome < 3; outcome++)
            {
                var n = 2;
                (places[0], places[1], score[0], score[1]) = (a, b, terms[outcome].X, -terms[outcome].X);
                if (Fit.Layout.Position >= 0)
                {
                    (places[n], score[n++]) = (Fit.Layout.Position, terms[outcome].X);
                }

                if (Fit.Layout.Tie >= 0)
                {
                    (places[n], score[n++]) = (Fit.Layout.Tie, terms[outcome].T);
                }

                Sandwich.AddAlone(cell.LoneSquares[outcome], places[..n], score[..n]);
            }
        }
    }
}
