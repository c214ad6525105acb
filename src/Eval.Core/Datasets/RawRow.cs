using System.Text.Json.Nodes;

namespace Eval.Core.Datasets;

/// <summary>A row as its file has it, before split, map and id.</summary>
/// <param name="Fields">Its fields.</param>
/// <param name="Line">The line where it begins, from 1.</param>
internal readonly record struct RawRow(JsonObject Fields, int Line);
