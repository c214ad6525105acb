namespace Eval.Core.Ratings.Style;

/// <summary>Battles with what the two answers look like; they can be read again and again, in one order.</summary>
public interface IStyledBattles
{
    /// <summary>Names of the models; complete before the first battle is read.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Names of the features; every battle has as many numbers. At least one.</summary>
    IReadOnlyList<string> Features { get; }

    /// <summary>Number of clusters; 0 where all battles stand alone.</summary>
    int Clusters { get; }

    /// <summary>Reads all battles from the first one on.</summary>
    IEnumerable<StyledBattle> Read();
}
