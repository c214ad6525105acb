using System.Text.Json.Nodes;
using Eval.Core.Scoring;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Tests.Suites.Kinds;

namespace Eval.Core.Tests.Scoring;

/// <summary>A scorer as a suite would use it.</summary>
internal static class ScorerTesting
{
    public static ScorerUse Use(string scoring)
    {
        var suite = KindTesting.Suite($"kind: generation\nprompt: p\ntarget: t\nscoring: {scoring}\n");
        return ((GenerationSettings)suite.Settings).Scoring.Single();
    }

    public static Score Score(string scoring, string text, params string[] references) =>
        Score(Use(scoring), text, KindTesting.Row("{}"), [.. references.Select(r => new Reference(JsonValue.Create(r)))]);

    public static Score Score(ScorerUse use, string text, Sample row, params Reference[] references) =>
        use.Scorer.ScoreAsync(new ScoringInput(text, references, row), use.Options, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public static double Value(string scoring, string text, params string[] references) => Score(scoring, text, references).Measures.Values.First();
}
