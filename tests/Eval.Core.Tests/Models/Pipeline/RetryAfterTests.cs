using Eval.Core.Models.Pipeline;

namespace Eval.Core.Tests.Models.Pipeline;

public class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(1994, 11, 6, 8, 49, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120.0)]
    [InlineData(" 3 ", 3.0)]
    [InlineData("0.25", 0.25)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 30.0)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 30.0)]
    [InlineData("Sun Nov  6 08:49:37 1994", 30.0)]
    [InlineData("Sun, 06 Nov 1994 08:00:00 GMT", 0.0)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("1e999", null)]
    public void Parse_SecondsOrDate_IsTimeFromNow(string? value, double? seconds) =>
        RetryAfter.Parse(value, Now)?.TotalSeconds.ShouldBe(seconds!.Value);

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData(null)]
    public void Parse_Neither_IsNull(string? value) => RetryAfter.Parse(value, Now).ShouldBeNull();

    [Fact]
    public void ParseMilliseconds_Number_IsTime()
    {
        RetryAfter.ParseMilliseconds("1500").ShouldBe(TimeSpan.FromSeconds(1.5));
        RetryAfter.ParseMilliseconds("x").ShouldBeNull();
    }
}
