namespace Eval.Core.Ratings.Fitting;

/// <summary>Where the parameters of a fit lie: θ of each model, then the position term, the tie parameter and the features of style, where there are any.</summary>
/// <param name="Models">How many models.</param>
/// <param name="Method">The model of wins and ties.</param>
/// <param name="HasPosition">Whether being shown first has a term.</param>
/// <param name="Features">How many features of style.</param>
internal readonly record struct ParameterLayout(int Models, RatingMethod Method, bool HasPosition, int Features)
{
    /// <summary>Place of the position term; −1 where there is none.</summary>
    public int Position => HasPosition ? Models : -1;

    /// <summary>Place of the tie parameter (Rao–Kupper's η; the logarithm of Davidson's ν); −1 where there is none.</summary>
    public int Tie => Method == RatingMethod.BradleyTerry ? -1 : Models + (HasPosition ? 1 : 0);

    /// <summary>Place of the first feature of style; the number of parameters where there is none.</summary>
    public int Style => Models + (HasPosition ? 1 : 0) + (Method == RatingMethod.BradleyTerry ? 0 : 1);

    /// <summary>How many parameters.</summary>
    public int Size => Style + Features;

    /// <summary>What the outcome of a battle depends on: θ_A − θ_B and the position term (style is added by whoever knows it).</summary>
    public double Difference(double[] values, int a, int b) => values[a] - values[b] + (HasPosition ? values[Models] : 0);

    /// <summary>The tie parameter, or 0.</summary>
    public double TieValue(double[] values) => Tie < 0 ? 0 : values[Tie];
}
