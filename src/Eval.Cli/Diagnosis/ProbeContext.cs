using System.Text.Json.Serialization;
using Eval.LlamaCpp.Native;

namespace Eval.Cli.Diagnosis;

/// <summary>What the probing child tells its parent.</summary>
[JsonSerializable(typeof(LlamaDoctor))]
internal sealed partial class ProbeContext : JsonSerializerContext;
