using Eval.Core.Imports;

namespace Eval.Cli.Documents;

/// <summary>What <c>import</c> took in. <c>runs</c> is empty for suites alone, <c>folder</c> null for results alone.</summary>
internal sealed record ImportDocument(
    int Schema, string Source, string Tool, string What, bool DryRun, string? Database, IReadOnlyList<ImportedRunEntry> Runs, string? Folder,
    IReadOnlyList<string> Files, IReadOnlyList<NotTakenEntry> NotTaken);

/// <summary>A run that was stored; <c>id</c> is null in a dry run.</summary>
internal sealed record ImportedRunEntry(
    long? Id, string? Name, OriginEntry Origin, IReadOnlyList<string> Candidates, IReadOnlyList<string> Suites, long? Samples);

/// <summary>Something of the source that has no counterpart here.</summary>
internal sealed record NotTakenEntry(string? File, int? Line, int? Column, string Key, string Why)
{
    public static NotTakenEntry Of(NotTaken item) => new(
        item.At?.File, item.At is { Line: > 0 } at ? at.Line : null, item.At is { Column: > 0 } place ? place.Column : null, item.Key, item.Why);
}
