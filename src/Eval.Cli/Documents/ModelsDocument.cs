using Eval.Core.Models;

namespace Eval.Cli.Documents;

/// <summary>The candidates of a workspace: written by <c>models list</c>.</summary>
internal sealed record ModelsDocument(int Schema, IReadOnlyList<ModelEntry> Models);

/// <summary>One candidate.</summary>
internal sealed record ModelEntry(
    string Id, string Kind, string Source, bool Available, string? Problem, string? Weights, string? Engine,
    IReadOnlyDictionary<string, string> Facts, PriceEntry? Price);

/// <summary>What it costs, in US dollars.</summary>
internal sealed record PriceEntry(decimal? InputPerMTok, decimal? OutputPerMTok, decimal? PerHour, DateOnly? AsOf)
{
    public static PriceEntry? Of(PriceSpec? price) => price is null ? null : new(price.InputPerMTok, price.OutputPerMTok, price.PerHour, price.AsOf);
}
