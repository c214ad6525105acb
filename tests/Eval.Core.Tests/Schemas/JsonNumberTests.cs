using System.Numerics;
using Eval.Core.Schemas;

namespace Eval.Core.Tests.Schemas;

public class JsonNumberTests
{
    [Theory]
    [InlineData("0", "-0.00e5", 0)]
    [InlineData("1", "1.000", 0)]
    [InlineData("100", "1e2", 0)]
    [InlineData("1e-400", "0", 1)]
    [InlineData("-1e400", "-1e399", -1)]
    [InlineData("0.1", "0.09999", 1)]
    [InlineData("9", "10", -1)]
    [InlineData("-9", "-10", 1)]
    [InlineData("1e99999999999999999999", "1e9999999999999", 1)]
    public void CompareTo_Pairs_IsExact(string a, string b, int order)
    {
        Math.Sign(JsonNumber.Parse(a).CompareTo(JsonNumber.Parse(b))).ShouldBe(order);
        Math.Sign(JsonNumber.Parse(b).CompareTo(JsonNumber.Parse(a))).ShouldBe(-order);
    }

    [Fact]
    public void CompareTo_RandomDecimals_AgreesWithBigIntegers()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b) = (Decimal(random), Decimal(random));
            Math.Sign(JsonNumber.Parse(a.Text).CompareTo(JsonNumber.Parse(b.Text))).ShouldBe(a.Scaled.CompareTo(b.Scaled), $"{a.Text} and {b.Text}");
            JsonNumber.Parse(a.Text).IsInteger.ShouldBe(a.Scaled % BigInteger.Pow(10, 12) == 0, a.Text);
            JsonNumber.Parse(JsonNumber.Parse(a.Text).ToPlain()).ShouldBe(JsonNumber.Parse(a.Text));
        }
    }

    // A number in JSON's notation, and its value times 10^12.
    private static (string Text, BigInteger Scaled) Decimal(Random random)
    {
        var (whole, decimals, exponent) = (random.Next(0, 200), random.Next(0, 4), random.Next(-6, 7));
        var fraction = random.Next(0, (int)Math.Pow(10, decimals));
        var text = (random.Next(2) == 0 ? "-" : "") + whole + (decimals == 0 ? "" : "." + fraction.ToString("D" + decimals)) + (exponent == 0 ? "" : "e" + exponent);
        var scaled = ((whole * BigInteger.Pow(10, decimals)) + (decimals == 0 ? 0 : fraction)) * BigInteger.Pow(10, 12 + exponent - decimals);
        return (text, text[0] == '-' ? -scaled : scaled);
    }
}
