using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Perplexity;

/// <summary>
/// How well a model predicts given texts: by the rules of lm-evaluation-harness (rolling) and of llama.cpp's perplexity tool (half windows,
/// KL divergence from a reference). The metrics of the suite choose the passes. (research/benchmark-harnesses.md 2.1 to 2.4)
/// </summary>
public sealed class PerplexityKind : ISuiteKind
{
    private const int TokensPerUnit = 8192;

    private static readonly FieldPath StandardText = FieldPath.TryParse("text", out var path) ? path : throw new InvalidOperationException();

    /// <inheritdoc/>
    public string Name => "perplexity";

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricIds { get; } =
    [
        "ppl_word_rolling", "ppl_byte_rolling", "bits_per_byte", "ppl_token_halfwindow",
        "kld_mean", "kld_p50", "kld_p90", "kld_p95", "kld_p99", "kld_p999", "kld_max", "top_token_agreement", "ppl_ratio",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultMetricIds { get; } = ["bits_per_byte", "ppl_word_rolling"];

    /// <inheritdoc/>
    public object Read(ConfigMap map)
    {
        var settings = new PerplexitySettings
        {
            Text = Field(map, "text", map.OptionalString("text") ?? "text") ?? StandardText,
            Original = map.OptionalString("original") is { } original ? Field(map, "original", original) : null,
            ContextLength = map.OptionalInt("contextLength", min: 8) ?? 0,
            WindowsPerUnit = map.OptionalInt("windowsPerUnit", min: 1, max: 100_000),
            Reference = map.OptionalString("reference"),
        };
        var named = map.OptionalStrings("metrics");
        var compared = PerplexityPasses.Of(named.Count > 0 ? named : DefaultMetricIds).Compared;
        if (compared && settings.Reference is null)
        {
            map.Report("reference", "\"reference\" is missing: KL metrics compare with a candidate of the workspace");
        }
        else if (!compared && settings.Reference is not null)
        {
            map.Report("reference", "\"reference\" is not used: no metric compares with it", "kld_mean, top_token_agreement, ppl_ratio …");
        }

        foreach (var key in (string[])["prompt", "fewShot"])
        {
            if (map.Has(key))
            {
                map.Report(key, $"\"{key}\" has no meaning in a perplexity suite");
            }
        }

        return settings;
    }

    /// <inheritdoc/>
    public SampleEstimate Check(Suite suite, Sample sample, SampleContext context)
    {
        var settings = (PerplexitySettings)suite.Settings;
        var text = Text(settings.Text, sample);
        if (settings.Original is { } original)
        {
            Text(original, sample);
        }

        var calls = PerplexityPasses.Of(suite.Metrics).Calls;
        return new SampleEstimate(calls, (long)calls * text.Length, OutputTokens: 0);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> References(Suite suite) => ((PerplexitySettings)suite.Settings).Reference is { } id ? [id] : [];

    /// <inheritdoc/>
    public string? WhyNot(Suite suite, ModelDescription model) =>
        !model.Capabilities.TextWindows ? "the model gives no likelihoods of whole texts"
        : PerplexityPasses.Of(suite.Metrics).Compared && !model.Capabilities.FullDistributions ? "the model gives no whole distributions"
        : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<WorkUnit> CutAsync(
        Suite suite,
        IAsyncEnumerable<Sample> samples,
        SampleContext context,
        IModelSession model,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = (PerplexitySettings)suite.Settings;
        var passes = PerplexityPasses.Of(suite.Metrics);
        var likelihood = Likelihood(model);
        var next = 0;
        await foreach (var sample in samples.WithCancellation(cancellationToken))
        {
            var text = Text(settings.Text, sample);
            var original = settings.Original is { } field ? Text(field, sample) : text;
            var rolling = passes.Rolling ? await MeasureAsync(WindowKind.Rolling) : null;
            var chunks = passes.Chunked ? await MeasureAsync(WindowKind.HalfWindow) : null;
            var perUnit = settings.WindowsPerUnit ?? Math.Max(1, TokensPerUnit / Math.Max(1, (rolling ?? chunks)!.ContextLength));
            var windows = Math.Max(rolling?.WindowCount ?? 0, chunks?.WindowCount ?? 0);
            var (words, bytes) = (TextSize.Words(original), TextSize.Bytes(original));
            for (var first = 0; first == 0 || first < windows; first += perUnit)
            {
                var part = new PerplexityPart(sample.Id, text, words, bytes, rolling, chunks, first, perUnit);
                var id = windows <= perUnit ? sample.Id : string.Create(CultureInfo.InvariantCulture, $"{sample.Id}#{(first / perUnit) + 1:0000}");
                yield return new WorkUnit(next, Epoch: 0, [sample with { Ordinal = next, Id = id }], part);
                next++;
            }

            async Task<TextWindows> MeasureAsync(WindowKind kind) => text.Length == 0
                ? new TextWindows(0, 0, settings.ContextLength)
                : await likelihood.MeasureTextAsync(text, new WindowRule(kind, settings.ContextLength), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SampleResult>> RunAsync(
        Suite suite, WorkUnit unit, SampleContext context, IModelSession model, CancellationToken cancellationToken)
    {
        var part = (PerplexityPart)unit.Payload!;
        var start = SampleResults.Start(suite, unit, unit.Samples[0], SampleOutcome.Completed);

        // Parts of one text depend on each other, so a text is a cluster unless the suite names a wider one.
        start = start with { Cluster = start.Cluster ?? part.DocumentId };
        return [await new PartScorer(suite, context, model, Likelihood(model)).RunAsync(start, part, cancellationToken)];
    }

    private static ILikelihoodModel Likelihood(IModelSession model) =>
        model.Likelihood ?? throw new ModelUnavailableException("the model gives no likelihoods of whole texts", isPermanent: true);

    private static string Text(FieldPath field, Sample sample) =>
        field.TryFind(sample.Fields, out var value) && value is JsonValue v && v.GetValueKind() == JsonValueKind.String
            ? v.GetValue<string>()
            : throw new EvalConfigurationException(
                sample.Source, value is null ? $"there is no field \"{field}\" (sample {sample.Id})" : $"the field \"{field}\" is not a text (sample {sample.Id})",
                NearestName.Hint(field.Segments[0], sample.Fields.Select(f => f.Key)));

    private static FieldPath? Field(ConfigMap map, string key, string text)
    {
        if (FieldPath.TryParse(text, out var path))
        {
            return path;
        }

        map.Report(key, $"\"{text}\" is not a field", "write a.b for a field in a map and [Field name] for a name with spaces");
        return null;
    }
}
