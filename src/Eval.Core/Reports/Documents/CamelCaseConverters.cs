using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Running;

namespace Eval.Core.Reports.Documents;

/// <summary>Writes <c>finished</c> for <see cref="RunStatus.Finished"/>.</summary>
public sealed class RunStatusConverter() : JsonStringEnumConverter<RunStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>Writes <c>providerError</c> for <see cref="SampleOutcome.ProviderError"/>.</summary>
public sealed class SampleOutcomeConverter() : JsonStringEnumConverter<SampleOutcome>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
