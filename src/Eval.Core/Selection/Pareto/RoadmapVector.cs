namespace Eval.Core.Selection.Pareto;

/// <summary>From one version of a family to the next: what it changed in cost and quality.</summary>
/// <param name="From">The earlier version.</param>
/// <param name="To">The later version.</param>
/// <param name="CostDecades">log10 of the later cost over the earlier one: −1 is a tenth of the cost.</param>
/// <param name="Quality">Later quality − earlier quality.</param>
/// <param name="PushesFront">True where no version before it, nor anybody else on the list, is as cheap and as good.</param>
public sealed record RoadmapVector(string From, string To, double CostDecades, double Quality, bool PushesFront)
{
    /// <summary>The vectors of a family's versions.</summary>
    /// <param name="versions">Versions in the order of their appearance; costs above 0.</param>
    /// <param name="others">Everybody else whom a version must not be dominated by, or empty.</param>
    public static IReadOnlyList<RoadmapVector> Of(IReadOnlyList<CostQualityPoint> versions, IReadOnlyList<CostQualityPoint> others)
    {
        if (versions.Any(v => !(v.Cost > 0)))
        {
            throw new ArgumentException("costs on a logarithmic axis must be above 0", nameof(versions));
        }

        return
        [
            .. versions.Zip(versions.Skip(1), (from, to) => new RoadmapVector(
                from.Name,
                to.Name,
                Math.Log10(to.Cost / from.Cost),
                to.Quality - from.Quality,
                !versions.TakeWhile(v => !ReferenceEquals(v, to)).Concat(others).Any(p => p.Cost <= to.Cost && p.Quality >= to.Quality))),
        ];
    }
}
