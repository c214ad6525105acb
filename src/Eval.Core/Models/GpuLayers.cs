namespace Eval.Core.Models;

/// <summary>How many layers of a local model are put on a GPU: as many as fit where one is present, all, or a number.</summary>
public readonly record struct GpuLayers
{
    private readonly int _value;

    private GpuLayers(int value) => _value = value;

    /// <summary>All layers where a GPU was found, none elsewhere. The only setting that accepts a machine without a GPU silently.</summary>
    public static GpuLayers Auto { get; } = new(0);

    /// <summary>All layers; a machine without a GPU is an error.</summary>
    public static GpuLayers All { get; } = new(-1);

    /// <summary>True for <see cref="Auto"/>.</summary>
    public bool IsAuto => _value == 0;

    /// <summary>True for <see cref="All"/>.</summary>
    public bool IsAll => _value == -1;

    /// <summary>The number of layers asked for, or null for auto and all.</summary>
    public int? Count => _value > 0 ? _value - 1 : null;

    /// <summary>True where the setting cannot be met without a GPU.</summary>
    public bool NeedsGpu => IsAll || Count > 0;

    /// <summary>A fixed number of layers, 0 or more; 0 keeps everything on the CPU.</summary>
    public static GpuLayers Of(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new(count + 1);
    }

    /// <summary>Reads <c>auto</c>, <c>all</c> or a number.</summary>
    public static bool TryParse(string text, out GpuLayers layers)
    {
        layers = Auto;
        if (text is "auto")
        {
            return true;
        }

        if (text is "all")
        {
            layers = All;
            return true;
        }

        if (!int.TryParse(text, out var count) || count < 0)
        {
            return false;
        }

        layers = Of(count);
        return true;
    }

    /// <summary>Gives the form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => IsAuto ? "auto" : IsAll ? "all" : Count!.Value.ToString();
}
