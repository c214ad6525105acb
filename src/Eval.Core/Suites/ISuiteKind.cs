using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites;

/// <summary>
/// One kind of suite (perplexity, multiple choice …): reads its own keys, cuts samples into units of work, and turns a model's numbers
/// into results. Kinds hold no state; they are listed in <see cref="SuiteKinds"/>.
/// </summary>
public interface ISuiteKind
{
    /// <summary>The word after <c>kind:</c>.</summary>
    string Name { get; }

    /// <summary>Metric ids that this kind can feed, the default ones first.</summary>
    IReadOnlyList<string> MetricIds { get; }

    /// <summary>Metrics reported where the suite names none.</summary>
    IReadOnlyList<string> DefaultMetricIds { get; }

    /// <summary>
    /// True where the kind measures time: its suites run after all others and one at a time, so that nothing of this program stands in their way, and
    /// no answer is served from the cache.
    /// </summary>
    bool MeasuresTime => false;

    /// <summary>
    /// True where the candidates' answers are compared with each other once all are there: battles follow the cells, and the numbers of one candidate
    /// depend on who else takes part. Default: false.
    /// </summary>
    bool IsTournament => false;

    /// <summary>True where the kind can feed a metric: one of <see cref="MetricIds"/>, or one of a family whose members have a number in their id.</summary>
    bool Feeds(string metricId) => MetricIds.Contains(metricId);

    /// <summary>
    /// The metrics to report: by default those that the suite names, or else <see cref="DefaultMetricIds"/>. A kind whose metrics depend on its
    /// settings chooses here, and may add what must never stand alone.
    /// </summary>
    /// <param name="settings">What <see cref="Read"/> returned.</param>
    /// <param name="named">Metrics that the suite names; may be empty.</param>
    IReadOnlyList<string> MetricsOf(object settings, IReadOnlyList<string> named) => named.Count > 0 ? named : DefaultMetricIds;

    /// <summary>Slices that the kind itself sets in <see cref="SampleResult.Slices"/>, whatever fields the data has (a load …). Default: none.</summary>
    IReadOnlyList<string> OwnSlices => [];

    /// <summary>Reads the kind's own keys of <c>suite.yaml</c>; what it returns becomes <see cref="Suite.Settings"/>.</summary>
    /// <param name="map">The suite's map. Keys that nobody asked for are reported by the loader afterwards.</param>
    object Read(ConfigMap map);

    /// <summary>Adds to a suite's definition what its file only names (the content of a rubric …), so that a change of it is a change of the suite.</summary>
    /// <param name="settings">What <see cref="Read"/> returned.</param>
    /// <param name="definition">The definition as JSON.</param>
    void Define(object settings, JsonObject definition)
    {
    }

    /// <summary>
    /// Checks one sample while the run is planned and tells its size, so that a bad row is reported with file and line before any model is
    /// asked. Throws <see cref="EvalConfigurationException"/>.
    /// </summary>
    SampleEstimate Check(Suite suite, Sample sample, SampleContext context);

    /// <summary>Ids of other candidates that the suite compares a model with; their identity is part of the plan. Default: none.</summary>
    IReadOnlyList<string> References(Suite suite) => [];

    /// <summary>Why a model cannot be what the suite names it for (a judge …), or null where it can. Default: it can.</summary>
    string? WhyNotReference(Suite suite, ModelDescription model) => null;

    /// <summary>Adds to a suite's definition what its references are, where the scores depend on it. Default: nothing; the plan keeps them.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="references">The models that <see cref="References"/> names, by id.</param>
    /// <param name="definition">The definition as JSON.</param>
    void DefineReferences(Suite suite, IReadOnlyDictionary<string, ModelDescription> references, JsonObject definition)
    {
    }

    /// <summary>Why a model cannot run this suite, or null where it can.</summary>
    string? WhyNot(Suite suite, ModelDescription model);

    /// <summary>Share, from 0 to 1, of the work for others that <see cref="Check"/> estimates sample by sample which is really asked: a limit may stand on the whole. Default 1.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="candidates">Candidates of the run.</param>
    /// <param name="samples">Samples of each, repetitions included.</param>
    double OthersShare(Suite suite, int candidates, int samples) => 1;

    /// <summary>Why these candidates cannot run the suite together (one alone has nobody to meet …), or null where they can. Default: they can.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="candidates">Ids of all candidates of the run that can run the suite each by itself.</param>
    string? WhyNotTogether(Suite suite, IReadOnlyList<string> candidates) => null;

    /// <summary>
    /// Cuts a stream of samples into units of work. The cut depends on the suite, the plan and the model alone, never on timing.
    /// </summary>
    IAsyncEnumerable<WorkUnit> CutAsync(
        Suite suite, IAsyncEnumerable<Sample> samples, SampleContext context, IModelSession model, CancellationToken cancellationToken);

    /// <summary>
    /// Does one unit. Returns one result for each of its samples, in their order. Throws <see cref="ModelUnavailableException"/> where the
    /// model is gone; anything about a single sample is an outcome of that sample.
    /// </summary>
    Task<IReadOnlyList<SampleResult>> RunAsync(
        Suite suite, WorkUnit unit, SampleContext context, IModelSession model, CancellationToken cancellationToken);
}
