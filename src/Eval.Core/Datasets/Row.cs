using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>One row of a data set, after split and map.</summary>
/// <param name="Id">Its id: by the data set's <c>id</c> template, its field <c>id</c>, or <c>file:row</c>.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Source">File and line where it begins (line 0 where the format has none).</param>
public sealed record Row(string Id, JsonObject Fields, SourcePosition Source);
