using Eval.Core.Models;

namespace Eval.Core.Costs.Hosted;

/// <summary>
/// Prices for a mix of input and output. One blend cannot rank models: which is cheaper depends on the mix, so that money is always computed for the
/// user's own.
/// </summary>
public static class BlendedPrice
{
    /// <summary>The price of a million tokens of which input and output have these parts: 3 to 1 is what Artificial Analysis shows.</summary>
    /// <param name="price">The price below every threshold.</param>
    /// <param name="input">Parts of input, 0 or more.</param>
    /// <param name="output">Parts of output, 0 or more; not both parts may be 0.</param>
    /// <returns>The price, or null where a part that is used has none.</returns>
    public static PerMillion? Of(PriceSpec price, decimal input, decimal output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfZero(input + output);
        return (input > 0 && price.InputPerMTok is null) || (output > 0 && price.OutputPerMTok is null)
            ? null
            : new PerMillion((((price.InputPerMTok ?? 0) * input) + ((price.OutputPerMTok ?? 0) * output)) / (input + output));
    }

    /// <summary>
    /// Input tokens for each output token at which two models cost the same; null where one is cheaper at every mix. On one side of it the one is
    /// cheaper, on the other side the other.
    /// </summary>
    /// <param name="one">A price below every threshold, of input and output.</param>
    /// <param name="other">Another.</param>
    public static decimal? EqualAt(PriceSpec one, PriceSpec other)
    {
        var (input, output) = (other.InputPerMTok - one.InputPerMTok, one.OutputPerMTok - other.OutputPerMTok);
        return input is null || output is null || input == 0 || output / input <= 0 ? null : output / input;
    }
}
