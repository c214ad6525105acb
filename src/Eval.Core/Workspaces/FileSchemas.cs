namespace Eval.Core.Workspaces;

/// <summary>
/// The JSON Schemas (draft 2020-12) of the files that users write, for editors and tests. The readers themselves check more, with better
/// messages; a test keeps the keys of both equal.
/// </summary>
public static class FileSchemas
{
    /// <summary>Schema of <c>eval.yaml</c>.</summary>
    public static string Workspace => Load("eval.schema.json");

    /// <summary>Schema of <c>suite.yaml</c>, the keys of all kinds included.</summary>
    public static string Suite => Load("suite.schema.json");

    /// <summary>Schema of a gate's policy file; the same keys as an entry of <c>gates:</c>.</summary>
    public static string GatePolicy => Load("gate.schema.json");

    /// <summary>Schema of a rubric's file.</summary>
    public static string Rubric => Load("rubric.schema.json");

    private static string Load(string name)
    {
        using var stream = typeof(FileSchemas).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
