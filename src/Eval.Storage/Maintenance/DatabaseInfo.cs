namespace Eval.Storage.Maintenance;

/// <summary>What a database file is and holds.</summary>
public sealed record DatabaseInfo
{
    /// <summary>Absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Size of the file, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Size of the write-ahead log beside it, in bytes; 0 where there is none.</summary>
    public required long LogBytes { get; init; }

    /// <summary>Bytes inside the file that hold nothing any more; <c>db vacuum</c> gives them back.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>The last migration of its schema.</summary>
    public required string Schema { get; init; }

    /// <summary>Migrations that it still needs: an older version of this program wrote it.</summary>
    public required IReadOnlyList<string> Pending { get; init; }

    /// <summary>Migrations that this program does not know: a newer version wrote it.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }

    /// <summary>Its tables the longest first.</summary>
    public required IReadOnlyList<TableInfo> Tables { get; init; }

    /// <summary>Runs by their status.</summary>
    public required IReadOnlyDictionary<string, long> Runs { get; init; }

    /// <summary>Copies that were made before its schema was changed, beside it.</summary>
    public required IReadOnlyList<CopyInfo> Copies { get; init; }

    /// <summary>What a check of the whole file found; empty where it is sound, null where it was not checked.</summary>
    public IReadOnlyList<string>? Damage { get; init; }
}

/// <summary>A table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Rows.</param>
public sealed record TableInfo(string Name, long Rows);

/// <summary>A copy of a database.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Bytes">Its size.</param>
public sealed record CopyInfo(string Path, long Bytes);
