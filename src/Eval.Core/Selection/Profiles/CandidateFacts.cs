using System.Globalization;
using Eval.Core.Models;

namespace Eval.Core.Selection.Profiles;

/// <summary>Facts of a candidate: what the user states, and what the workspace's settings and files tell.</summary>
internal static class CandidateFacts
{
    /// <summary>Facts that need not be stated.</summary>
    public static IReadOnlyList<string> Known { get; } = ["kind", "contextLength", "fileMegabytes"];

    // What the user states comes before what could be looked up.
    public static IReadOnlyDictionary<string, string> Of(Candidate candidate)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = candidate.Local is null ? "hosted" : "local" };
        if (candidate.Local?.Context is { } context)
        {
            facts["contextLength"] = context.ToString(CultureInfo.InvariantCulture);
        }

        if (candidate.Local is { } local && new FileInfo(local.File) is { Exists: true } file)
        {
            facts["fileMegabytes"] = (file.Length / 1e6).ToString("0.######", CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in candidate.Facts)
        {
            facts[name] = value;
        }

        return facts;
    }
}
