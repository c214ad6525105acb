namespace Eval.Cli.Documents;

/// <summary>A database: written by <c>db info</c>. <c>damage</c> is null where the file was not checked (<c>--check</c>).</summary>
internal sealed record DbDocument(
    int Schema, string Database, long Bytes, long LogBytes, long FreeBytes, string Migration, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown,
    IReadOnlyDictionary<string, long> Runs, IReadOnlyList<TableEntry> Tables, IReadOnlyList<CopyEntry> Copies, IReadOnlyList<string>? Damage);

/// <summary>A table.</summary>
internal sealed record TableEntry(string Name, long Rows);

/// <summary>A copy of the database beside it.</summary>
internal sealed record CopyEntry(string File, long Bytes);

/// <summary>What was done: written by <c>db vacuum</c>, <c>db migrate</c> and <c>db backup</c>.</summary>
internal sealed record DbWorkDocument(int Schema, string Database, long BytesBefore, long BytesAfter, IReadOnlyList<string> Migrations, string? Copy);
