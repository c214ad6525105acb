using Eval.Core.Gates;
using Eval.Core.Suites;

namespace Eval.Service.Gating;

/// <summary>The steps in which a suite is asked under early stopping, and what was seen after each.</summary>
internal sealed class SuiteLooks
{
    private readonly List<int> _shared = [];

    /// <param name="rule">When to look.</param>
    /// <param name="planned">Samples planned in all.</param>
    public SuiteLooks(EarlyStopping rule, int planned) => (Planned, Limits) = (planned, GateLooks.Sizes(rule, planned));

    /// <summary>Samples planned in all.</summary>
    public int Planned { get; }

    /// <summary>The nested limits, rising to <see cref="Planned"/>.</summary>
    public IReadOnlyList<int> Limits { get; }

    /// <summary>Steps that were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>True where no further step is left.</summary>
    public bool IsLast => Asked >= Limits.Count;

    /// <summary>The next step, to be asked now.</summary>
    /// <param name="limit">The limit of the gate as a whole, or null: that of the last step.</param>
    public SampleRange Next(int? limit)
    {
        var after = Asked == 0 ? 0 : Limits[Asked - 1];
        Asked++;
        return new SampleRange(after, IsLast ? limit : Limits[Asked - 1]);
    }

    /// <summary>The looks up to one that sees so many shared samples.</summary>
    public LooksTaken Seen(int shared)
    {
        // A look that brought nothing new is none.
        if (_shared.Count == 0 || shared > _shared[^1])
        {
            _shared.Add(shared);
        }

        return new LooksTaken([.. _shared], Planned, IsLast);
    }
}
