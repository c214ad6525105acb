namespace Eval.Core.Ratings.Style;

/// <summary>Battles with features in memory.</summary>
/// <param name="models">Names of the models.</param>
/// <param name="features">Names of the features.</param>
/// <param name="battles">The battles.</param>
public sealed class StyledBattleList(IReadOnlyList<string> models, IReadOnlyList<string> features, IReadOnlyList<StyledBattle> battles) : IStyledBattles
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Models => models;

    /// <inheritdoc/>
    public IReadOnlyList<string> Features => features;

    /// <inheritdoc/>
    public int Clusters { get; } = battles.Count == 0 ? 0 : battles.Max(b => b.Battle.Cluster) + 1;

    /// <inheritdoc/>
    public IEnumerable<StyledBattle> Read() => battles;
}
