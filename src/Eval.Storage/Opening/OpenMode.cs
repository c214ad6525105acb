namespace Eval.Storage.Opening;

/// <summary>What a database is opened for.</summary>
public enum OpenMode
{
    /// <summary>Reads only: nothing is created, migrated or locked.</summary>
    ReadOnly,

    /// <summary>Reads and writes: file and folder are created, and the schema is brought up to date.</summary>
    ReadWrite,
}
