using Eval.Core.Selection.Profiles;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Profiles;

/// <summary>The worked example of the oracle (candidates and numbers invented there) as a profile in YAML whose values are stated.</summary>
internal static class WorkedProfile
{
    public static readonly string[] Candidates = ["A", "B", "C", "D", "E"];

    public const string Default = """
        description: Which one?
        factors:
          - { id: quality, worst: 0.6, best: 0.95, values: { A: 0.90, B: 0.82, C: 0.86, D: 0.74, E: 0.70 } }
          - { id: cost, unit: "USD per 1,000", worst: 20, best: 0.3, scale: log, values: { A: 12, B: 0.9, C: 3.2, D: 0.6, E: 0.5 } }
          - { id: latency, unit: s, worst: 8, best: 1, values: { A: 4, B: 1.8, C: 5.5, D: 1.2, E: 1.1 } }
          - { id: context, worst: 8192, best: 262144, scale: log, values: { A: 200000, B: 128000, C: 128000, D: 32768, E: 8192 } }
          - { id: safety, worst: 0.85, best: 1, values: { A: 0.97, B: 0.95, C: 0.93, D: 0.90, E: 0.88 } }
        weights: { quality: 40, cost: 20, latency: 15, context: 5, safety: 20 }
        mustHaves:
          - { factor: context, min: 32000 }
        """;

    /// <summary>The workspace that holds the profile under the name <c>default</c>.</summary>
    public static Workspace Workspace(string profile = Default)
    {
        using var folder = new TemporaryFolder();
        var candidates = string.Concat(Candidates.Select(c => $"  - {{ id: {c}, hosted: {{ provider: openai, model: m-{c} }}, facts: {{ region: {(c == "A" ? "us" : "eu")} }} }}\n"));
        var indented = string.Concat(profile.ReplaceLineEndings("\n").Split('\n').Select(l => $"    {l}\n"));
        return WorkspaceLoader.Load(folder.Write("eval.yaml", $"candidates:\n{candidates}selection:\n  default:\n{indented}"));
    }

    public static async Task<Decision> DecideAsync(string profile = Default, Core.Selection.Weights.WeightSet? weights = null)
    {
        var workspace = Workspace(profile);
        var read = workspace.Selection["default"];
        var evidence = await ProfileEvidenceReader.ReadAsync(read, workspace.Candidates, new Dictionary<string, IReadOnlyList<Core.Comparisons.ComparedCell>>(), CancellationToken.None);
        return Decision.Of(read, evidence, weights, draws: 1000);
    }
}
