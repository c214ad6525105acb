namespace Eval.Cli.Documents;

/// <summary>What <c>check</c> found. Where a rubric was checked alone, its file (or the name of a built-in one) stands in the workspace's place.</summary>
internal sealed record CheckDocument(
    int Schema, bool Valid, string Workspace, int Candidates, int Suites, int Rubrics, int Samples, IReadOnlyList<ProblemEntry> Problems,
    IReadOnlyList<string> Warnings);
