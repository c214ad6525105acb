namespace Eval.Core.Running;

/// <summary>Tells whether two stored samples are the same question: by what was sent and what would have been right.</summary>
public static class QuestionHash
{
    private const int Characters = 24;

    /// <summary>A short hash (96 bits, lower-case hex) of a sample's prompt and target, or null where neither is known.</summary>
    public static string? Of(SampleResult sample) => sample switch
    {
        { QuestionHash: { } kept } => kept,
        { Prompt: null, Target: null } => null,
        _ => ContentHash.Of(sample.Prompt, sample.Target)[..Characters],
    };
}
