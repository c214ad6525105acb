namespace Eval.Cli.Documents;

/// <summary>What was written: by <c>init</c>. Files are relative to the folder.</summary>
internal sealed record InitDocument(
    int Schema, string Folder, string Workspace, IReadOnlyList<string> Candidates, IReadOnlyList<string> Suites, IReadOnlyList<string> Files);
