using System.Runtime.InteropServices;

namespace Eval.Core.Metrics;

/// <summary>Many single-precision numbers as one text: base64 of their little-endian bytes. Percentiles need every token's number.</summary>
public static class PackedFloats
{
    /// <summary>Property of <see cref="Running.SampleResult.DetailJson"/> that holds the divergence of each compared token.</summary>
    public const string DivergenceProperty = "kld";

    /// <summary>Packs numbers.</summary>
    public static string Pack(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return Convert.ToBase64String(MemoryMarshal.AsBytes(values));
        }

        throw new PlatformNotSupportedException("needs a little-endian machine");
    }

    /// <summary>Unpacks them. Throws <see cref="FormatException"/> for a text that <see cref="Pack"/> did not make.</summary>
    public static float[] Unpack(string text)
    {
        var bytes = Convert.FromBase64String(text);
        return bytes.Length % sizeof(float) == 0
            ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : throw new FormatException("the packed numbers are cut off");
    }
}
