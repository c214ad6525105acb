namespace Eval.Core.Costs.Units;

/// <summary>A size of memory. GB are 10⁹ bytes, GiB 2³⁰: 7 % apart, and often mixed up.</summary>
public readonly record struct MemorySize : IComparable<MemorySize>
{
    private MemorySize(double bytes) => Bytes = bytes;

    /// <summary>Bytes; broken numbers come from half a byte a parameter.</summary>
    public double Bytes { get; }

    /// <summary>KiB of 2¹⁰ bytes.</summary>
    public double Kibibytes => Bytes / 1024;

    /// <summary>MiB of 2²⁰ bytes.</summary>
    public double Mebibytes => Bytes / (1 << 20);

    /// <summary>GiB of 2³⁰ bytes.</summary>
    public double Gibibytes => Bytes / (1 << 30);

    /// <summary>GB of 10⁹ bytes.</summary>
    public double Gigabytes => Bytes / 1e9;

    /// <summary>So many bytes.</summary>
    public static MemorySize FromBytes(double bytes) => new(bytes);

    /// <summary>So many MiB of 2²⁰ bytes.</summary>
    public static MemorySize FromMebibytes(double mebibytes) => new(mebibytes * (1 << 20));

    /// <summary>So many GiB of 2³⁰ bytes.</summary>
    public static MemorySize FromGibibytes(double gibibytes) => new(gibibytes * (1 << 30));

    /// <summary>So many GB of 10⁹ bytes.</summary>
    public static MemorySize FromGigabytes(double gigabytes) => new(gigabytes * 1e9);

    /// <summary>The sum of two.</summary>
    public static MemorySize operator +(MemorySize left, MemorySize right) => new(left.Bytes + right.Bytes);

    /// <summary>The difference of two.</summary>
    public static MemorySize operator -(MemorySize left, MemorySize right) => new(left.Bytes - right.Bytes);

    /// <summary>A size several times, or a share of it.</summary>
    public static MemorySize operator *(MemorySize size, double factor) => new(size.Bytes * factor);

    /// <summary>How many times one size is another.</summary>
    public static double operator /(MemorySize size, MemorySize other) => size.Bytes / other.Bytes;

    /// <summary>True where the left size is smaller.</summary>
    public static bool operator <(MemorySize left, MemorySize right) => left.Bytes < right.Bytes;

    /// <summary>True where the left size is greater.</summary>
    public static bool operator >(MemorySize left, MemorySize right) => left.Bytes > right.Bytes;

    /// <summary>True where the left size is smaller or equal.</summary>
    public static bool operator <=(MemorySize left, MemorySize right) => left.Bytes <= right.Bytes;

    /// <summary>True where the left size is greater or equal.</summary>
    public static bool operator >=(MemorySize left, MemorySize right) => left.Bytes >= right.Bytes;

    /// <inheritdoc/>
    public int CompareTo(MemorySize other) => Bytes.CompareTo(other.Bytes);
}
