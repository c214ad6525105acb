namespace Eval.Core.Reports.Documents;

/// <summary>A run with every sample: written by <c>-o FILE.json</c>.</summary>
public sealed record RunReportDocument(int Schema, RunDocument Run, IReadOnlyList<SampleEntry> Samples);
