using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Local;

/// <summary>
/// What tokens cost on a machine that is paid by the hour. Rates are goodput: what the machine was measured to write at the highest load that still
/// meets the latency objective. Its peak makes it look cheaper than it is, and so does leaving out the hours in which nobody asks.
/// </summary>
public static class MachinePrice
{
    /// <summary>The price of a million tokens: <c>price of an hour / (tokens of an hour × utilisation)</c>.</summary>
    /// <param name="perHour">What the machine costs in an hour, busy or not.</param>
    /// <param name="goodput">Tokens it writes at the objective, above 0.</param>
    /// <param name="utilisation">Share of the paid time in which it is busy, above 0 to 1.</param>
    public static PerMillion PerMillionTokens(Money perHour, TokenRate goodput, decimal utilisation)
    {
        CheckUtilisation(utilisation);
        ArgumentOutOfRangeException.ThrowIfZero(goodput.Hourly);
        return PerMillion.FromPerUnit(perHour.Usd / (goodput.Hourly * utilisation));
    }

    /// <summary>
    /// What one call costs where reading and writing have rates of their own, as with long prompts: <c>(in / prefill + out / decode)</c> of machine time.
    /// </summary>
    /// <param name="perHour">What the machine costs in an hour, busy or not.</param>
    /// <param name="prefill">Tokens of input that it reads, above 0 where there is input.</param>
    /// <param name="decode">Tokens of output that it writes, above 0 where there is output.</param>
    /// <param name="usage">The call; what came from a prompt cache takes no time.</param>
    /// <param name="utilisation">Share of the paid time in which it is busy, above 0 to 1.</param>
    public static Money OfCall(Money perHour, TokenRate prefill, TokenRate decode, CallUsage usage, decimal utilisation)
    {
        CheckUtilisation(utilisation);
        return perHour * (HoursFor(usage.InputTokens - usage.CachedInputTokens, prefill) + HoursFor(usage.OutputTokens, decode)) * (1 / utilisation);
    }

    /// <summary>What renting machines for a time costs, busy or not.</summary>
    /// <param name="perHour">What one machine costs in an hour.</param>
    /// <param name="machines">Machines, 0 or more.</param>
    /// <param name="time">How long.</param>
    public static Money OfRent(Money perHour, int machines, Duration time) => perHour * machines * (decimal)time.Hours;

    private static decimal HoursFor(long tokens, TokenRate rate) => tokens == 0 ? 0 : tokens / rate.Hourly;

    private static void CheckUtilisation(decimal utilisation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(utilisation);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(utilisation, 1);
    }
}
