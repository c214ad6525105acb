namespace Eval.Cli.Completion;

/// <summary>A word that a shell may offer.</summary>
/// <param name="Value">The whole word.</param>
/// <param name="Description">What it is, in a few words; may be empty.</param>
internal sealed record Offer(string Value, string Description)
{
    /// <summary>Not a word but a wish: the shell offers its own files or folders.</summary>
    public static Offer Files { get; } = new(":file", "");

    public static Offer Folders { get; } = new(":folder", "");
}
