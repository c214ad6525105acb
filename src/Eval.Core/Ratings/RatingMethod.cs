namespace Eval.Core.Ratings;

/// <summary>The model of wins and ties that ratings are estimated by. Their scales differ: ratings of two methods never share a table.</summary>
public enum RatingMethod
{
    /// <summary>Bradley–Terry; a tie is half a win and half a loss.</summary>
    BradleyTerry,

    /// <summary>Rao–Kupper (1967): ties have a threshold of their own.</summary>
    RaoKupper,

    /// <summary>Davidson (1970): ties by the geometric mean of both strengths.</summary>
    Davidson,
}
