using Eval.Core.Running;

namespace Eval.Storage.Runs;

/// <summary>Outcomes as stored, without building a string for each sample.</summary>
internal static class OutcomeNames
{
    private static readonly Dictionary<string, SampleOutcome> ByName =
        Enum.GetValues<SampleOutcome>().ToDictionary(o => o.ToString(), StringComparer.Ordinal);

    private static readonly Dictionary<SampleOutcome, string> Names = ByName.ToDictionary(p => p.Value, p => p.Key);

    public static string Of(SampleOutcome outcome) => Names[outcome];

    public static SampleOutcome Parse(string name) => ByName[name];
}
