namespace Eval.Core.Ratings;

/// <summary>The words of rating methods.</summary>
public static class RatingMethods
{
    /// <summary>The methods by the word that files and commands use.</summary>
    public static IReadOnlyDictionary<string, RatingMethod> Words { get; } = new Dictionary<string, RatingMethod>(StringComparer.Ordinal)
    {
        ["bt"] = RatingMethod.BradleyTerry,
        ["rao-kupper"] = RatingMethod.RaoKupper,
        ["davidson"] = RatingMethod.Davidson,
    };

    /// <summary>The word of a method.</summary>
    public static string WordOf(RatingMethod method) => Words.First(w => w.Value == method).Key;
}
