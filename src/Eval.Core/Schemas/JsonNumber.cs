using System.Globalization;
using System.Numerics;

namespace Eval.Core.Schemas;

/// <summary>
/// A JSON number, exact at any size and precision: comparing and testing for wholeness never goes through floating point, and no number
/// is expanded, so <c>1e999999999</c> costs nothing.
/// </summary>
public readonly struct JsonNumber : IComparable<JsonNumber>, IEquatable<JsonNumber>
{
    // Value = ±0.d1d2d3… × 10^_point, with d1 and the last digit not zero; zero has no digits.
    private readonly string? _digits;
    private readonly long _point;

    private JsonNumber(bool negative, string digits, long point) => (IsNegative, _digits, _point) = (negative && digits.Length > 0, digits, point);

    /// <summary>True below zero.</summary>
    public bool IsNegative { get; }

    /// <summary>True for zero, with either sign.</summary>
    public bool IsZero => Digits.Length == 0;

    /// <summary>True where there is no fractional part.</summary>
    public bool IsInteger => _point >= Digits.Length;

    /// <summary>The significant digits, without zeros at either end; empty for zero.</summary>
    public string Digits => _digits ?? "";

    /// <summary>Where the decimal point stands, counted in digits from the start of <see cref="Digits"/>; negative where zeros follow the point first.</summary>
    public long Point => _point;

    /// <summary>Reads a number in JSON's notation. Throws <see cref="FormatException"/> for anything else.</summary>
    public static JsonNumber Parse(ReadOnlySpan<char> text)
    {
        var negative = text.Length > 0 && text[0] == '-';
        var rest = negative ? text[1..] : text;
        var mark = rest.IndexOfAny('e', 'E');
        var mantissa = mark < 0 ? rest : rest[..mark];
        var exponent = mark < 0 ? 0 : Exponent(rest[(mark + 1)..]);
        var dot = mantissa.IndexOf('.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var all = dot < 0 ? whole.ToString() : string.Concat(whole, mantissa[(dot + 1)..]);
        if (whole.Length == 0 || all.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw new FormatException($"\"{text}\" is not a number");
        }

        var leading = all.AsSpan().IndexOfAnyExcept('0');
        return leading < 0
            ? new JsonNumber(false, "", 0)
            : new JsonNumber(negative, all.AsSpan(leading).TrimEnd('0').ToString(), whole.Length - leading + exponent);
    }

    /// <inheritdoc/>
    public int CompareTo(JsonNumber other)
    {
        if (IsZero || other.IsZero || IsNegative != other.IsNegative)
        {
            return Sign.CompareTo(other.Sign);
        }

        var magnitude = _point != other._point ? _point.CompareTo(other._point) : string.CompareOrdinal(Digits, other.Digits);
        return IsNegative ? -magnitude : magnitude;
    }

    /// <summary>The value in plain decimal notation, without an exponent; throws <see cref="OverflowException"/> beyond 1,000 digits.</summary>
    public string ToPlain()
    {
        if (IsZero)
        {
            return "0";
        }

        if (Math.Abs(_point) + Digits.Length > 1000)
        {
            throw new OverflowException("the number has more than 1,000 digits");
        }

        var point = (int)_point;
        var text = point <= 0 ? "0." + new string('0', -point) + Digits
            : point >= Digits.Length ? Digits.PadRight(point, '0')
            : Digits[..point] + "." + Digits[point..];
        return IsNegative ? "-" + text : text;
    }

    /// <inheritdoc/>
    public bool Equals(JsonNumber other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsNegative, _point, Digits);

    /// <inheritdoc/>
    public override string ToString() => Math.Abs(_point) + Digits.Length <= 40 ? ToPlain()
        : $"{(IsNegative ? "-" : "")}0.{Digits}e{_point.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Same value.</summary>
    public static bool operator ==(JsonNumber a, JsonNumber b) => a.Equals(b);

    /// <summary>Another value.</summary>
    public static bool operator !=(JsonNumber a, JsonNumber b) => !a.Equals(b);

    /// <summary>Less.</summary>
    public static bool operator <(JsonNumber a, JsonNumber b) => a.CompareTo(b) < 0;

    /// <summary>Greater.</summary>
    public static bool operator >(JsonNumber a, JsonNumber b) => a.CompareTo(b) > 0;

    /// <summary>Less or the same.</summary>
    public static bool operator <=(JsonNumber a, JsonNumber b) => a.CompareTo(b) <= 0;

    /// <summary>Greater or the same.</summary>
    public static bool operator >=(JsonNumber a, JsonNumber b) => a.CompareTo(b) >= 0;

    private int Sign => IsZero ? 0 : IsNegative ? -1 : 1;

    // Beyond ±10^17 the exact exponent no longer matters: no other number of a text that fits in memory comes near.
    private static long Exponent(ReadOnlySpan<char> text) =>
        text.Length <= 18
            ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : (long)BigInteger.Clamp(
                BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), -100_000_000_000_000_000, 100_000_000_000_000_000);
}
