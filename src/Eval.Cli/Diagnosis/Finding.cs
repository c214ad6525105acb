using Eval.Cli.Documents;

namespace Eval.Cli.Diagnosis;

/// <summary>Makes findings of the three kinds.</summary>
internal static class Finding
{
    public const string Ok = "ok";
    public const string Note = "note";
    public const string Problem = "problem";

    public static FindingEntry Good(string topic, string text) => new(topic, Ok, text, null);

    /// <summary>Something that may be as wanted, and what to do where it is not.</summary>
    public static FindingEntry Remark(string topic, string text, string? advice = null) => new(topic, Note, text, advice);

    /// <summary>Something broken, and what to do about it.</summary>
    public static FindingEntry Bad(string topic, string text, string? advice = null) => new(topic, Problem, text, advice);
}
