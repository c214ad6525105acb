using System.Text.Json.Nodes;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites;

/// <summary>One item of a data set.</summary>
/// <param name="Ordinal">Its place in the planned suite, from 0: after limit, before epochs. Units of work are cut by it.</param>
/// <param name="Id">The data's own id, or <c>file:row</c> where it has none; unique in the suite.</param>
/// <param name="Fields">The row as the templates and scorers see it.</param>
/// <param name="Source">File and line it came from.</param>
public sealed record Sample(int Ordinal, string Id, JsonObject Fields, SourcePosition Source)
{
    /// <summary>What was answered to it in an earlier run, where that is scored again; else null.</summary>
    public SampleResult? Answered { get; init; }
}
