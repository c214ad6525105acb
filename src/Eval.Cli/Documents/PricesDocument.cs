using Eval.Core.Costs.Tables;
using Eval.Core.Models;

namespace Eval.Cli.Documents;

/// <summary>Prices and what is odd about them: written by <c>models prices check</c> and <c>models prices import</c>.</summary>
internal sealed record PricesDocument(int Schema, IReadOnlyList<PricedModelEntry> Models);

/// <summary>One price. <c>Candidate</c> is null for a model of a table that no candidate uses; <c>Yaml</c> is null where no price is known.</summary>
internal sealed record PricedModelEntry(string? Candidate, string Model, string? Yaml, bool? SameAsStated, IReadOnlyList<PriceFindingEntry> Findings)
{
    public static PricedModelEntry Of(string? candidate, string model, PriceSpec? price, IEnumerable<PriceFinding> findings, bool? sameAsStated = null) =>
        new(candidate, model, price is null ? null : PriceText.Yaml(price), sameAsStated, [.. findings.Select(f => new PriceFindingEntry(f.Rule, f.Message))]);
}

/// <summary>Something about a price that deserves a look.</summary>
internal sealed record PriceFindingEntry(string Rule, string Message);
