namespace Eval.Cli.Documents;

/// <summary>What <c>check</c> found.</summary>
internal sealed record CheckDocument(
    int Schema, bool Valid, string Workspace, int Candidates, int Suites, int Samples, IReadOnlyList<ProblemEntry> Problems,
    IReadOnlyList<string> Warnings);
