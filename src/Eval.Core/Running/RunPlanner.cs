using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.Core.Scoring.Commands;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Running;

/// <summary>
/// Turns a request into an immutable plan. Everything is loaded and checked first, so that a mistake costs nothing: all problems of all
/// files are reported together, with their places, before any model is asked.
/// </summary>
/// <param name="providers">Who opens models, in order of preference.</param>
/// <param name="data">Reads data sets.</param>
/// <param name="time">The clock: prices hold for a time.</param>
public sealed partial class RunPlanner(IReadOnlyList<IModelProvider> providers, SuiteData data, TimeProvider time)
{
    /// <summary>Makes the plan. Throws <see cref="EvalConfigurationException"/> with every mistake found.</summary>
    public async Task<RunPlan> PlanAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var workspace = request.Workspace;
        var suites = ChooseSuites(request);
        var chosen = NameFilter.Choose("candidate", [.. workspace.Candidates.Select(c => c.Id)], request.Candidates);
        var candidates = workspace.Candidates.Where(c => chosen.Contains(c.Id, StringComparer.Ordinal)).ToList();
        if (candidates.Count == 0)
        {
            throw new EvalConfigurationException(new SourcePosition(workspace.File, 0, 0), "the workspace has no candidates");
        }

        var problems = new List<ConfigProblem>();
        var unavailable = new List<ModelUnavailableException>();
        var models = new List<(Candidate Candidate, ModelDescription Model)>();
        foreach (var (candidate, description) in Describe(candidates, cancellationToken))
        {
            await CollectAsync(problems, async () =>
            {
                try
                {
                    models.Add((candidate, await description));
                }
                catch (ModelUnavailableException e)
                {
                    // What the user wrote wrongly elsewhere is told first: it will not pass by waiting.
                    unavailable.Add(e);
                }
            });
        }

        var seed = request.Seed ?? workspace.Defaults.Seed;
        var planned = new List<(Suite Suite, SuiteInspection Data, SampleRange Range)>();
        foreach (var suite in suites)
        {
            var range = request.Ranges.GetValueOrDefault(suite.Name, request.Limit).Within(suite.Limit);
            await CollectAsync(problems, async () =>
            {
                var context = new SampleContext(seed, await data.FewShotAsync(suite, seed, cancellationToken), WorkFolder(workspace))
                {
                    Commands = request.AllowCommands ? new ScorerCommands(TimeProvider.System) : null,
                    Candidates = candidates.Count,
                };
                var kind = SuiteKinds.Find(suite.Kind)!;
                var inspection = await data.InspectAsync(suite, range, seed, s => kind.Check(suite, s, context), cancellationToken);
                if (inspection.Count > 0 || suite.Selection is null)
                {
                    planned.Add((suite, inspection, range));
                }
            });
        }

        var references = new Dictionary<string, ModelDescription>(StringComparer.Ordinal);
        foreach (var (suite, id) in planned.Select(p => p.Suite).SelectMany(s => SuiteKinds.Find(s.Kind)!.References(s).Select(id => (s, id))))
        {
            await CollectAsync(problems, async () =>
            {
                var reference = Reference(workspace, suite, id);
                references[id] = references.GetValueOrDefault(id) ?? models.FirstOrDefault(m => m.Candidate.Id == id).Model ?? await DescribeAsync(reference, cancellationToken);
                if (SuiteKinds.Find(suite.Kind)!.WhyNotReference(suite, references[id]) is { } why)
                {
                    throw new EvalConfigurationException(suite.DefinedAt, $"suite \"{suite.Name}\": {id}: {why}");
                }
            });
        }

        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }

        planned = [.. planned.Select(p => p with { Suite = WithReferences(p.Suite, references) })];
        if (planned.Count == 0)
        {
            throw new EvalConfigurationException(
                null, $"no sample of {string.Join(", ", suites.Select(s => s.Name))} matches: {suites[0].Selection}", await NearSampleAsync(suites, seed, cancellationToken));
        }

        if (unavailable.Count > 0)
        {
            throw new ModelUnavailableException(string.Join("; ", unavailable.Select(e => e.Message)), unavailable.TrueForAll(e => e.IsPermanent), unavailable[0]);
        }

        var cells = (
            from m in models
            from p in planned
            select Cell(m.Candidate, m.Model, p.Suite, p.Data, p.Range, models.Count, p.Suite.Epochs is { } own && request.Epochs is null
                ? own
                : request.Epochs ?? workspace.Defaults.Epochs, workspace)).ToList();
        cells = [.. cells.Select(c => c.SkipReason is null && WhyNotTogether(c, cells) is { } why ? c with { SkipReason = why, Own = new(0, 0, 0), Estimate = new(0, 0, 0) } : c)];
        return new RunPlan
        {
            Hash = HashOf(cells, references, seed),
            Cells = cells,
            Candidates = workspace.Candidates.ToDictionary(c => c.Id, StringComparer.Ordinal),
            Seed = seed,
            Confidence = request.Confidence,
            Name = request.Name,
            Comment = request.Comment,
            Tags = request.Tags,
            Trigger = request.Trigger,
            WorkspaceFile = workspace.File,
        };
    }

    /// <summary>Where large intermediate files of a workspace's runs are kept.</summary>
    public static string WorkFolder(Workspace workspace) => Path.Combine(workspace.Directory, "results", "work");

    private static List<Suite> ChooseSuites(RunRequest request)
    {
        var all = SuiteLoader.LoadAll(request.Workspace.SuiteFiles);
        var names = NameFilter.Choose("suite", [.. all.Select(s => s.Name)], request.Suites);
        var suites = all.Where(s => names.Contains(s.Name, StringComparer.Ordinal)).ToList();
        if (suites.Count == 0)
        {
            throw new EvalConfigurationException(new SourcePosition(request.Workspace.File, 0, 0), "the workspace has no suites");
        }

        var tags = NameFilter.Choose("tag of these suites", [.. suites.SelectMany(s => s.Tags).Distinct(StringComparer.Ordinal)], request.SuiteTags);
        var selection = request.Selection is { IsEmpty: false } some ? some : null;
        return [.. suites.Where(s => request.SuiteTags.Count == 0 || s.Tags.Intersect(tags).Any()).Select(s => s with { Selection = selection })];
    }

    // A misspelt id is worth a second look through the data.
    private async Task<string?> NearSampleAsync(List<Suite> suites, int seed, CancellationToken cancellationToken)
    {
        var wanted = suites[0].Selection!.Ids.FirstOrDefault(i => !i.Contains('*') && !i.Contains('?'));
        if (wanted is null)
        {
            return null;
        }

        var ids = new List<string>();
        foreach (var suite in suites)
        {
            await foreach (var sample in data.ReadAsync(suite with { Selection = null }, null, seed, cancellationToken))
            {
                ids.Add(sample.Id);
            }
        }

        return NearestName.Find(wanted, ids) is { } near ? $"did you mean \"{near}\"?" : ids.Count > 0 ? $"ids look like \"{ids[0]}\"" : null;
    }

    // All endpoints at once, so that several that do not answer take the patience of one; those of one endpoint one after the other, because its
    // server may have to load each model, and so are the files of this machine.
    private List<(Candidate Candidate, Task<ModelDescription> Description)> Describe(IEnumerable<Candidate> candidates, CancellationToken cancellationToken)
    {
        var last = new Dictionary<string, Task>(StringComparer.Ordinal);
        var begun = new List<(Candidate, Task<ModelDescription>)>();
        foreach (var candidate in candidates)
        {
            var place = candidate.Hosted is { } hosted ? $"{hosted.Provider} {hosted.Endpoint}" : "";
            var description = AfterAsync(last.GetValueOrDefault(place, Task.CompletedTask), candidate);
            last[place] = description;
            begun.Add((candidate, description));
        }

        return begun;

        async Task<ModelDescription> AfterAsync(Task before, Candidate candidate)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await DescribeAsync(candidate, cancellationToken);
        }
    }

    private async Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var provider = providers.FirstOrDefault(p => p.CanOpen(candidate))
            ?? throw new EvalConfigurationException(
                candidate.DefinedAt, $"candidate \"{candidate.Id}\": no provider can open it ({candidate.Hosted?.Provider ?? "local"})");
        return await provider.DescribeAsync(candidate, cancellationToken);
    }

    // A candidate may set the length of its answers itself.
    private static long OutputTokens(Candidate candidate, SuiteInspection data) =>
        candidate.Hosted?.MaxOutputTokens is { } own && data.OutputTokens > 0 ? own * data.Calls : data.OutputTokens;

    private RunCell Cell(
        Candidate candidate, ModelDescription model, Suite suite, SuiteInspection data, SampleRange range, int candidates, int epochs, Workspace workspace)
    {
        var price = candidate.Price?.Today(time);
        var why = SuiteKinds.Find(suite.Kind)!.WhyNot(suite, model);
        var own = why is null ? RunEstimate.Of(data.Calls * epochs, data.Characters * epochs, OutputTokens(candidate, data) * epochs, price) : new RunEstimate(0, 0, 0);
        return new RunCell
        {
            Candidate = candidate,
            Model = model,
            Suite = suite,
            DataHash = data.DataHash,
            Samples = data.Count,
            Epochs = epochs,
            Range = range,
            Own = own,
            Estimate = why is null ? Others(suite, data, candidates, epochs, workspace).Aggregate(own, (a, b) => a + b) : own,
            SkipReason = why,
        };
    }

    private static string? WhyNotTogether(RunCell cell, List<RunCell> all) => SuiteKinds.Find(cell.Suite.Kind)!.WhyNotTogether(
        cell.Suite, [.. all.Where(c => c.Suite.Name == cell.Suite.Name && c.SkipReason is null).Select(c => c.Candidate.Id)]);

    private IEnumerable<RunEstimate> Others(Suite suite, SuiteInspection data, int candidates, int epochs, Workspace workspace) => data.Others is not { } others ? []
        : SuiteKinds.Find(suite.Kind)!.References(suite).Select(id => Judging(others.Part(SuiteKinds.Find(suite.Kind)!.OthersShare(suite, candidates, data.Count * epochs)), epochs, workspace.Candidates.First(c => c.Id == id).Price?.Today(time)));

    // At the least, the answers that are read are short.
    private static RunEstimate Judging(OtherEstimate others, int epochs, PriceSpec? price)
    {
        RunEstimate Of(long characters) => RunEstimate.Of(others.Calls * epochs, characters * epochs, others.OutputTokens * epochs, price);
        return Of(others.Characters + others.AnswerCharacters) with { Low = Of(others.Characters).Low };
    }

    private static Suite WithReferences(Suite suite, Dictionary<string, ModelDescription> references)
    {
        var kind = SuiteKinds.Find(suite.Kind)!;
        return kind.References(suite).Count == 0 ? suite : SuiteLoader.Redefine(suite, suite.Settings, definition => kind.DefineReferences(suite, references, definition));
    }

    private static Candidate Reference(Workspace workspace, Suite suite, string id) =>
        workspace.Candidates.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.Ordinal))
        ?? throw new EvalConfigurationException(
            suite.DefinedAt, $"suite \"{suite.Name}\": the reference \"{id}\" is no candidate of the workspace",
            NearestName.Hint(id, workspace.Candidates.Select(c => c.Id)));

    private static string HashOf(IEnumerable<RunCell> cells, Dictionary<string, ModelDescription> references, int seed)
    {
        using var hash = new ContentHash();
        hash.Add("plan-1").Add(seed.ToString());
        foreach (var cell in cells)
        {
            hash.Add(cell.Candidate.Id).Add(cell.Model.Identity.Canonical)
                .Add(cell.Suite.Name).Add(cell.Suite.Version).Add(cell.Suite.DefinitionHash).Add(cell.DataHash)
                .Add(cell.Epochs.ToString()).Add(cell.Limit?.ToString()).Add(cell.SkipReason);
            if (cell.Filter is { } filter)
            {
                // Two selections may take the same samples today and others when the data grow. Added only where there is one: plans without keep their hash.
                hash.Add("filter").Add(filter);
            }

            if (cell.AnswersFrom is { } answers)
            {
                hash.Add($"answers of cell {answers}");
            }

            foreach (var id in SuiteKinds.Find(cell.Suite.Kind)!.References(cell.Suite))
            {
                hash.Add(references[id].Identity.Canonical);
            }
        }

        return hash.Finish();
    }

    private static async Task CollectAsync(List<ConfigProblem> problems, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (EvalConfigurationException e)
        {
            problems.AddRange(e.Problems);
        }
    }
}
