using Eval.Core.Models;

namespace Eval.Core.Costs.Tables;

/// <summary>One model of a price table.</summary>
/// <param name="Name">The model's name in the table, often with its provider before it (<c>azure/gpt-4o</c>).</param>
/// <param name="Provider">Who sells it, or null.</param>
/// <param name="Mode">What it does (<c>chat</c>, <c>embedding</c> …), or null.</param>
/// <param name="Price">What it costs, as far as the table says so.</param>
/// <param name="RetiredOn">The day it is switched off, or null.</param>
public sealed record ListedPrice(string Name, string? Provider, string? Mode, PriceSpec Price, DateOnly? RetiredOn);
