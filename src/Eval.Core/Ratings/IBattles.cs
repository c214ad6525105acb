namespace Eval.Core.Ratings;

/// <summary>Battles that can be read again and again, in one order: from memory, or from a file that is larger than it.</summary>
public interface IBattles
{
    /// <summary>Names of the models in order of their first appearance; complete before the first battle is read.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Number of clusters; 0 where all battles stand alone.</summary>
    int Clusters { get; }

    /// <summary>Reads all battles from the first one on.</summary>
    IEnumerable<Battle> Read();
}
