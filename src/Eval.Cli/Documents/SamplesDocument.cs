namespace Eval.Cli.Documents;

/// <summary>Stored samples: written by <c>samples</c>.</summary>
internal sealed record SamplesDocument(int Schema, long RunId, int Shown, long Matched, IReadOnlyList<SampleEntry> Samples);
