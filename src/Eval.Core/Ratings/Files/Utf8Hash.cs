using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// A fast hash of bytes for tables in memory: words of eight bytes are folded by 128-bit products. Its seed is secret and differs from process to process, so
/// that no file can be made whose names all collide; nothing that is shown depends on it.
/// </summary>
internal static class Utf8Hash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ ((ulong)bytes.Length * First);
        while (bytes.Length >= 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), Second);
            bytes = bytes[8..];
        }

        if (bytes.Length >= 4)
        {
            hash = Fold(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << 32)), Second);
        }
        else if (bytes.Length > 0)
        {
            hash = Fold(hash ^ (bytes[0] | ((ulong)bytes[bytes.Length >> 1] << 8) | ((ulong)bytes[^1] << 16)), Second);
        }

        return Fold(hash, First);
    }

    /// <summary>The hash of two, in their order.</summary>
    public static ulong Join(ulong one, ulong other) => Fold(one ^ Seed, First) ^ Fold(other + First, Second);

    private static ulong Fold(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;
}
