namespace Eval.Storage.Schema;

/// <summary>A card of a judge; see <see cref="Core.Judging.Agreement.JudgeCard"/>.</summary>
internal sealed class JudgeCardRow
{
    public long Id { get; set; }

    public required string JudgeIdentity { get; set; }

    public required string Judge { get; set; }

    public required string Method { get; set; }

    public required string MethodVersion { get; set; }

    public required string RubricHash { get; set; }

    public required string RubricName { get; set; }

    /// <summary>Name of the file that the labels came from.</summary>
    public required string SourceFile { get; set; }

    public required string SourceHash { get; set; }

    /// <summary>Judged items by what people say of them, as a JSON object.</summary>
    public required string Classes { get; set; }

    /// <summary>Judged items of the rarest class that a judge which blocks needs.</summary>
    public int LeastLabels { get; set; }

    public int Judged { get; set; }

    /// <summary>The card as a JSON document.</summary>
    public required string Card { get; set; }

    public required string Program { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
