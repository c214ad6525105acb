namespace Eval.Storage.Schema;

/// <summary>A suite's definition as it stood when a run was planned. Runs share a row while the definition is the same.</summary>
internal sealed class SuiteRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public required string Version { get; set; }

    public required string Kind { get; set; }

    public string? Description { get; set; }

    public required string DefinitionHash { get; set; }

    /// <summary>The canonical definition that the hash is taken over, or null where the loader kept none.</summary>
    public string? DefinitionText { get; set; }

    /// <summary>Metric ids as a JSON array, in the order they are reported.</summary>
    public required string Metrics { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }
}
