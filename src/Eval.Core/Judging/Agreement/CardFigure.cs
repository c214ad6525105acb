namespace Eval.Core.Judging.Agreement;

/// <summary>One number of a judge's card.</summary>
/// <param name="Group">What it belongs to.</param>
/// <param name="Id">Its id, which never changes its meaning.</param>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="N">What it was taken over: items, calls or pairs, as the name says.</param>
public sealed record CardFigure(CardGroup Group, string Id, string Name, int N)
{
    /// <summary>The value, or null where there is none (<see cref="Reason"/> says why).</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the two-sided interval, or null where none can be given (<see cref="Reason"/> says why).</summary>
    public double? Low { get; init; }

    /// <summary>Its upper end.</summary>
    public double? High { get; init; }

    /// <summary>Of a rate: how many; else null.</summary>
    public int? Count { get; init; }

    /// <summary>Independent groups of items, where items depend on each other; else null.</summary>
    public int? Clusters { get; init; }

    /// <summary>How the interval was made: <c>wilson</c>, <c>wilson-clusters</c>, <c>cluster-t</c>, <c>t</c>, <c>bootstrap</c>, <c>tango</c>, <c>fisher</c> …</summary>
    public string? Method { get; init; }

    /// <summary>True for a share, shown in per cent; false for a coefficient.</summary>
    public bool IsShare { get; init; }

    /// <summary>Why there is no value or no interval, or a remark; null where there is nothing to say.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a figure of a card belongs to.</summary>
public enum CardGroup
{
    /// <summary>How much was judged at all.</summary>
    Coverage,

    /// <summary>How often the judge says what people say.</summary>
    Agreement,

    /// <summary>What people among themselves, and rules without any sense, reach.</summary>
    Yardstick,

    /// <summary>Agreement beyond chance.</summary>
    Chance,

    /// <summary>How scores go together.</summary>
    Correlation,

    /// <summary>What moves the judge that should not.</summary>
    Bias,

    /// <summary>Several judges beside each other.</summary>
    Jury,
}
