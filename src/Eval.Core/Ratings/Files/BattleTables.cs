namespace Eval.Core.Ratings.Files;

/// <summary>What the names and keys of a file were numbered to when it was read first.</summary>
internal sealed class BattleTables(int clusterings, WinnerForm form)
{
    public NameTable Models { get; } = new();

    public NameTable Categories { get; } = new();

    public NameTable Periods { get; } = new();

    public NameTable Raters { get; } = new();

    public KeyTable Prompts { get; } = new();

    public KeyTable[] Clusters { get; } = [.. Enumerable.Range(0, clusterings).Select(_ => new KeyTable())];

    public WinnerLabels Labels { get; } = new(form);
}
