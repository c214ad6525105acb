using Eval.Core.Schemas;
using Eval.Core.Schemas.Patterns;

namespace Eval.LlamaCpp.Grammars;

/// <summary>
/// The numbers of a range in plain decimal notation (no exponent, no leading zeros, no <c>-0</c>), as an automaton over their characters.
/// While the digits are read it remembers how what was read compares with each end of the range.
/// </summary>
internal static class NumberAutomaton
{
    private static readonly CodePointSet[] Classes = [.. "-.0123456789".Select(c => CodePointSet.Of((c, c)))];

    public static Automaton Of(NumberRange range, bool wholeOnly)
    {
        var low = range.Low is { } l ? new Bound(l) : null;
        var high = range.High is { } h ? new Bound(h) : null;
        return Automaton.Explore(
            new Place(Phase.Start, false, false, low?.Start ?? default, high?.Start ?? default),
            Classes,
            (place, c) => Next(place, c, wholeOnly, low, high),
            place => Accepts(place, range, low, high));
    }

    private static Place? Next(Place place, int c, bool wholeOnly, Bound? low, Bound? high)
    {
        switch (place.Phase)
        {
            case Phase.Start when c == '-':
                return place with { Phase = Phase.Minus, IsNegative = true };
            case Phase.Start or Phase.Minus when c is >= '0' and <= '9':
                return Read(place, c, low, high) with { Phase = c == '0' ? Phase.Zero : Phase.Whole };
            case Phase.Whole when c is >= '0' and <= '9':
                return Read(place, c, low, high);
            case Phase.Zero or Phase.Whole when c == '.' && !wholeOnly:
                return place with { Phase = Phase.Point, Low = low?.AtPoint(place.Low) ?? default, High = high?.AtPoint(place.High) ?? default };
            case Phase.Point or Phase.Fraction when c is >= '0' and <= '9':
                return Read(place, c, low, high) with { Phase = Phase.Fraction };
            default:
                return null;
        }
    }

    private static Place Read(Place place, int c, Bound? low, Bound? high)
    {
        var inFraction = place.Phase is Phase.Point or Phase.Fraction;
        return place with
        {
            HasNonZero = place.HasNonZero || c != '0',
            Low = low?.Read(place.Low, c, inFraction) ?? default,
            High = high?.Read(place.High, c, inFraction) ?? default,
        };
    }

    private static bool Accepts(Place place, NumberRange range, Bound? low, Bound? high)
    {
        if (place.Phase is not (Phase.Zero or Phase.Whole or Phase.Fraction) || (place.IsNegative && !place.HasNonZero))
        {
            return false;
        }

        var inFraction = place.Phase == Phase.Fraction;
        return (low is null || Side(low, place.Low) is > 0 || (Side(low, place.Low) == 0 && !range.LowIsExclusive))
            && (high is null || Side(high, place.High) is < 0 || (Side(high, place.High) == 0 && !range.HighIsExclusive));

        // How the number read compares with an end of the range, signs included.
        int Side(Bound bound, Comparison comparison)
        {
            if (place.IsNegative != bound.IsNegative)
            {
                // Zero counts as not negative on both sides.
                return place.IsNegative ? -1 : 1;
            }

            var magnitude = bound.Magnitude(comparison, inFraction);
            return place.IsNegative ? -magnitude : magnitude;
        }
    }

    private enum Phase
    {
        Start,
        Minus,
        Zero,
        Whole,
        Point,
        Fraction,
    }

    private sealed record Place(Phase Phase, bool IsNegative, bool HasNonZero, Comparison Low, Comparison High);

    /// <summary>How the digits read so far compare with a bound's: how many were read (no more than matter), and the first difference.</summary>
    private readonly record struct Comparison(int Count, int Difference);

    /// <summary>The magnitude of one end of the range.</summary>
    private sealed class Bound
    {
        private readonly string _whole;
        private readonly string _fraction;

        public Bound(JsonNumber value)
        {
            var parts = value.ToPlain().TrimStart('-').Split('.');
            (_whole, _fraction) = (parts[0], parts.Length > 1 ? parts[1] : "");
            IsNegative = value.IsNegative;
        }

        public bool IsNegative { get; }

        public Comparison Start => default;

        public Comparison Read(Comparison comparison, int c, bool inFraction)
        {
            var (count, difference) = comparison;
            if (inFraction)
            {
                // Past the bound's digits only whether anything follows matters.
                var theirs = count < _fraction.Length ? _fraction[count] : '0';
                return difference != 0 ? comparison : new Comparison(Math.Min(count + 1, _fraction.Length), c.CompareTo(theirs));
            }

            return count >= _whole.Length
                ? new Comparison(_whole.Length + 1, 1)
                : new Comparison(count + 1, difference != 0 ? difference : Math.Sign(c.CompareTo(_whole[count])));
        }

        /// <summary>The whole parts are complete: the longer is greater, equally long ones compare by their first difference.</summary>
        public Comparison AtPoint(Comparison comparison) => new(0, WholeDifference(comparison));

        public int Magnitude(Comparison comparison, bool inFraction)
        {
            var difference = inFraction ? comparison.Difference : WholeDifference(comparison);
            var read = inFraction ? comparison.Count : 0;

            // What is left of the bound's fraction ends in a digit that is not zero.
            return difference != 0 ? difference : read < _fraction.Length ? -1 : 0;
        }

        private int WholeDifference(Comparison comparison) =>
            comparison.Count != _whole.Length ? comparison.Count.CompareTo(_whole.Length) : comparison.Difference;
    }
}
