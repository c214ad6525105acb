namespace Eval.Cli.Documents;

/// <summary>What <c>doctor</c> found: one entry a question.</summary>
internal sealed record DoctorDocument(int Schema, bool Healthy, IReadOnlyList<FindingEntry> Findings);

/// <summary>One finding. <c>state</c> is <c>ok</c>, <c>note</c> or <c>problem</c>.</summary>
internal sealed record FindingEntry(string Topic, string State, string Text, string? Advice);
