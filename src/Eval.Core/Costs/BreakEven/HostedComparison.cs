namespace Eval.Core.Costs.BreakEven;

/// <summary>A volume from which own machines are no dearer than a hosted model.</summary>
/// <param name="Instances">Machines in use.</param>
/// <param name="Volume">The volume at which both cost the same.</param>
public readonly record struct Crossing(long Instances, decimal Volume);

/// <summary>Volumes at which own machines are no dearer.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where the next machine must be bought; null where they stay cheaper however much is asked.</param>
public readonly record struct CheaperRange(decimal From, decimal? To);

/// <summary>
/// Own machines against a hosted model that is paid by the unit. As machines come in steps there may be one volume at which both cost the same,
/// several, or none: with <c>d = price − marginal</c> they meet at <c>(n·fixed + overhead) / d</c> in step n, if that lies within the step.
/// </summary>
public sealed class HostedComparison
{
    private readonly SteppedCost _own;
    private readonly Money _hosted;

    /// <summary>Compares.</summary>
    /// <param name="own">What own machines cost.</param>
    /// <param name="hostedPerUnit">What the hosted model costs for a unit of volume.</param>
    public HostedComparison(SteppedCost own, Money hostedPerUnit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(own.Capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(own.Fixed.Usd);
        ArgumentOutOfRangeException.ThrowIfNegative(own.Overhead.Usd);
        (_own, _hosted) = (own, hostedPerUnit);
    }

    /// <summary>What own machines cost.</summary>
    public SteppedCost Own => _own;

    /// <summary>What the hosted model costs for a unit of volume.</summary>
    public Money HostedPerUnit => _hosted;

    /// <summary>True where own machines are cheaper at some volume: a full instance costs less for a unit than the hosted model.</summary>
    public bool EverPays => SavedByFullInstance > 0;

    /// <summary>What the hosted model costs at a volume.</summary>
    public Money HostedAt(decimal volume) => _hosted * volume;

    /// <summary>
    /// Where one instance would pay, <c>fixed / (price − marginal)</c> with the overhead, even if it cannot serve as much; null where it never would.
    /// </summary>
    public decimal? OfOneInstance => Difference > 0 ? (_own.Fixed + _own.Overhead).Usd / Difference : null;

    /// <summary>True where one instance serves the volume at which it pays. Beyond its capacity the next must be bought first, so that a break-even there is none.</summary>
    public bool IsReachableWithOneInstance => OfOneInstance <= _own.Capacity;

    /// <summary>Share of one instance's capacity at which it pays; above 1 where it cannot be reached, null where it never would.</summary>
    public decimal? UtilisationOfOneInstance => OfOneInstance / _own.Capacity;

    /// <summary>The volumes at which own machines begin to be no dearer, in rising order; none where they never are.</summary>
    /// <param name="most">How many to give at most: there may be very many where a full instance saves next to nothing.</param>
    /// <exception cref="OverflowException">The costs lie so far apart that a volume leaves the range of decimals, or instances that of whole numbers.</exception>
    public IReadOnlyList<Crossing> Crossings(int most = 100)
    {
        if (!EverPays)
        {
            return [];
        }

        var crossings = new List<Crossing>();
        for (var n = FirstStep; crossings.Count < most && Meeting(n) > (n - 1) * _own.Capacity; n++)
        {
            crossings.Add(new Crossing((long)n, Meeting(n)));
        }

        return crossings;
    }

    /// <summary>The volumes at which own machines are no dearer; the last range is open where they stay so. Empty where they never are.</summary>
    /// <param name="most">How many to give at most.</param>
    public IReadOnlyList<CheaperRange> CheaperRanges(int most = 100)
    {
        if (!EverPays)
        {
            return [];
        }

        var crossings = Crossings(most);
        if (crossings.Count == 0)
        {
            // Nothing is paid but by the unit.
            return [new CheaperRange(0, null)];
        }

        return [.. crossings.Select(c => new CheaperRange(
            c.Volume, Meeting(c.Instances + 1) > c.Instances * _own.Capacity ? c.Instances * _own.Capacity : null))];
    }

    /// <summary>The volume from which own machines are never dearer again, or null where there is none.</summary>
    public decimal? AlwaysCheaperFrom
    {
        get
        {
            if (!EverPays)
            {
                return null;
            }

            // Step n is cheaper from its start once n·fixed + overhead ≤ (n − 1)·capacity·d; the step before it holds the last crossing.
            var covered = Math.Max(1, Math.Ceiling((_own.Overhead.Usd + (_own.Capacity * Difference)) / SavedByFullInstance));
            return covered == 1 ? 0 : Meeting(covered - 1);
        }
    }

    private decimal Difference => (_hosted - _own.Marginal).Usd;

    // What a full instance saves in the period: capacity × d − fixed.
    private decimal SavedByFullInstance => (_own.Capacity * Difference) - _own.Fixed.Usd;

    // The first step in which full instances have saved the overhead.
    private decimal FirstStep => Math.Max(1, Math.Ceiling(_own.Overhead.Usd / SavedByFullInstance));

    private decimal Meeting(decimal instances) => ((_own.Fixed * instances) + _own.Overhead).Usd / Difference;
}
