using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>A test of a configuration, its defaults put in and its lists of values unfolded.</summary>
/// <param name="At">Where it stands in the configuration; null where it is a row of a file.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">Its line there.</param>
/// <param name="Description">What it is called, or null.</param>
/// <param name="Variables">Its variables.</param>
/// <param name="Metadata">Its labels.</param>
/// <param name="Assertions">What is asserted.</param>
internal sealed record PromptfooTest(
    YamlNode? At, string File, int Line, string? Description, JsonObject Variables, IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<PromptfooAssertion> Assertions);

/// <summary>One assertion.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value, or null.</param>
/// <param name="Others">Keys that say more about it (threshold, weight, metric …).</param>
internal sealed record PromptfooAssertion(string Type, JsonNode? Value, IReadOnlyList<string> Others);
