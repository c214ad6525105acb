namespace Eval.Core.Ratings;

/// <summary>Battles in memory.</summary>
/// <param name="models">Names of the models; <see cref="Battle.A"/> and <see cref="Battle.B"/> are places in it.</param>
/// <param name="battles">The battles.</param>
public sealed class BattleList(IReadOnlyList<string> models, IReadOnlyList<Battle> battles) : IBattles
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Models => models;

    /// <inheritdoc/>
    public int Clusters { get; } = battles.Count == 0 ? 0 : battles.Max(b => b.Cluster) + 1;

    /// <inheritdoc/>
    public IEnumerable<Battle> Read() => battles;
}
