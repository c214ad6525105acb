using System.Globalization;
using Eval.Core.Costs;
using Eval.Core.Judging;
using Eval.Core.Models;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Rubrics;
using Eval.Core.Workspaces;

namespace Eval.Core.Running;

/// <summary>Plans the scoring of stored answers.</summary>
public sealed partial class RunPlanner
{
    /// <summary>
    /// Plans to have a run's stored answers judged again. The data must be what it was, because the judge is shown fields of it. Throws
    /// <see cref="EvalConfigurationException"/> with every mistake found.
    /// </summary>
    public async Task<RunPlan> PlanAsync(RescoreRequest request, CancellationToken cancellationToken)
    {
        var (workspace, source) = (request.Workspace, request.Source);
        if (source.Import is not null && source.Cells.All(c => c.SuiteKind is not ("rubric" or "generation" or "arena")))
        {
            throw new EvalConfigurationException(null, $"run {source.Id} was imported from another tool: its suites have no data here that a judge could be shown");
        }

        var candidates = NameFilter.Choose("candidate of the run", [.. source.Cells.Select(c => c.CandidateId).Distinct(StringComparer.Ordinal)], request.Candidates);
        var names = NameFilter.Choose("suite of the run", [.. source.Cells.Select(c => c.SuiteName).Distinct(StringComparer.Ordinal)], request.Suites);
        var cells = source.Cells.Where(c => c.SkipReason is null && candidates.Contains(c.CandidateId) && names.Contains(c.SuiteName)).ToList();
        var suites = SuiteLoader.LoadAll(workspace.SuiteFiles).ToDictionary(s => s.Name, StringComparer.Ordinal);
        var problems = new List<ConfigProblem>();
        var references = new Dictionary<string, ModelDescription>(StringComparer.Ordinal);
        var planned = new List<RunCell>();
        foreach (var group in cells.GroupBy(c => c.SuiteName, StringComparer.Ordinal))
        {
            await CollectAsync(problems, async () => planned.AddRange(await RescoredAsync(request, [.. group], suites, references, cancellationToken)));
        }

        if (planned.Count == 0 && problems.Count == 0)
        {
            problems.Add(new ConfigProblem(null, $"run {source.Id} has no open answers that could be judged ({string.Join(", ", names)})", "suites of kind rubric and arena, and with --rubric and --judge those of kind generation"));
        }

        return problems.Count > 0 ? throw new EvalConfigurationException([.. problems.Distinct()]) : new RunPlan
        {
            Hash = HashOf(planned, references, source.Seed),
            Cells = [.. planned.OrderBy(c => source.Cells.Select(s => s.CandidateId).ToList().IndexOf(c.Candidate.Id))],
            Candidates = workspace.Candidates.ToDictionary(c => c.Id, StringComparer.Ordinal),
            Seed = source.Seed,
            Confidence = source.Confidence,
            Name = request.Name,
            Comment = string.Create(CultureInfo.InvariantCulture, $"answers of run {source.Id}{(request.Comment is null ? "" : $": {request.Comment}")}"),
            Tags = request.Tags,
            Trigger = "rescore",
            WorkspaceFile = workspace.File,
        };
    }

    // All candidates' cells of one suite: they share its data.
    private async Task<List<RunCell>> RescoredAsync(
        RescoreRequest request, IReadOnlyList<StoredCell> cells, Dictionary<string, Suite> suites, Dictionary<string, ModelDescription> references, CancellationToken cancellationToken)
    {
        var name = cells[0].SuiteName;
        var isOpen = cells[0].SuiteKind is "rubric" or "generation" or "arena";
        if (!isOpen || (cells[0].SuiteKind == "generation" && request.Rubric is null))
        {
            return request.Suites.Count == 0 ? [] : throw new EvalConfigurationException(
                null, isOpen ? $"the suite {name} has no rubric of its own" : $"the suite {name} is of kind {cells[0].SuiteKind}: it has no open answers that could be judged",
                isOpen ? "--rubric and --judge name what to judge it by" : null);
        }

        var workspace = request.Workspace;
        var found = suites.GetValueOrDefault(name);
        if (found is null)
        {
            (found, request) = Base(request, cells[0], suites);
        }

        var suite = RescoredSuite.Of(
            found ?? throw new EvalConfigurationException(new SourcePosition(workspace.File, 0, 0), $"the workspace has no suite \"{name}\" any more, whose data the judge is shown"),
            request, workspace.Directory);
        foreach (var id in SuiteKinds.Find(suite.Kind)!.References(suite))
        {
            references[id] = references.GetValueOrDefault(id) ?? await DescribeAsync(Reference(workspace, suite, id), cancellationToken);
            if (SuiteKinds.Find(suite.Kind)!.WhyNotReference(suite, references[id]) is { } why)
            {
                throw new EvalConfigurationException(null, $"{id}: {why}", "--judge names another one");
            }
        }

        suite = WithReferences(suite, references);
        var planned = new List<RunCell>();
        foreach (var same in cells.GroupBy(c => (c.Limit, c.DataHash)))
        {
            var context = new SampleContext(request.Source.Seed, await data.FewShotAsync(suite, request.Source.Seed, cancellationToken), WorkFolder(workspace)) { Candidates = same.Count() };
            var inspection = await data.InspectAsync(suite, same.Key.Limit, request.Source.Seed, s => SuiteKinds.Find(suite.Kind)!.Check(suite, s, context), cancellationToken);
            if (inspection.DataHash != same.Key.DataHash)
            {
                throw new EvalConfigurationException(
                    null,
                    same.First().Filter is { } filter ? $"{name}: only some samples were asked in run {request.Source.Id} ({filter}), and they cannot be told from its data any more"
                        : $"{name}: the data are not those that were asked in run {request.Source.Id}",
                    "run the suite again and have that run judged");
            }

            if (same.Select(c => AskedDefinition.Changed(c.DefinitionText, found.DefinitionText)).FirstOrDefault(k => k is not null) is { } key)
            {
                throw new EvalConfigurationException(
                    found.DefinedAt, $"{name}: the prompt is not the one that was asked in run {request.Source.Id} (\"{key}\" has changed)", "run the suite again and have that run judged");
            }

            if (SuiteKinds.Find(suite.Kind)!.WhyNotTogether(suite, [.. same.Select(c => c.CandidateId)]) is { } apart)
            {
                throw new EvalConfigurationException(null, $"{name}: {apart}");
            }

            planned.AddRange(same.Select(c => Rescored(c, suite, inspection, same.Count(), workspace)));
        }

        return planned;
    }

    // A generation suite's answers that were judged by a rubric are stored under both names: what it was judged by is what they are judged by again.
    private static (Suite? Suite, RescoreRequest Request) Base(RescoreRequest request, StoredCell cell, Dictionary<string, Suite> suites) =>
        JudgedBy.Of(cell.DefinitionText) is { RubricName.Length: > 0 } by && cell.SuiteName.EndsWith("." + by.RubricName, StringComparison.Ordinal)
            ? (suites.GetValueOrDefault(cell.SuiteName[..^(by.RubricName.Length + 1)]), request with
            {
                Rubric = request.Rubric ?? by.RubricName,
                Method = request.Method ?? (request.Rubric is null ? by.Method : null),
                Judges = request.Judges.Count > 0 ? request.Judges : by.Judges,
            })
            : (null, request);

    private RunCell Rescored(StoredCell cell, Suite suite, SuiteInspection data, int candidates, Workspace workspace) => new()
    {
        Candidate = workspace.Candidates.FirstOrDefault(c => c.Id == cell.CandidateId) ?? new Candidate { Id = cell.CandidateId },
        Model = new ModelDescription(cell.Model ?? new ModelIdentity("stored", cell.CandidateIdentity, "", ""), new ModelCapabilities(), new Dictionary<string, string>()),
        Suite = suite,
        DataHash = data.DataHash,
        Samples = data.Count,
        Epochs = cell.Epochs,
        Range = cell.Limit,
        AnswersFrom = cell.Id,
        Own = new RunEstimate(0, 0, 0),
        Estimate = Others(suite, data, candidates, cell.Epochs, workspace).Aggregate(new RunEstimate(0, 0, 0), (a, b) => a + b),
    };
}
