using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Comparisons;
using Eval.Core.Models;
using Eval.Core.Reports.Decisions;
using Eval.Core.Reports.Decisions.Html;
using Eval.Core.Running;
using Eval.Core.Selection.Profiles;
using Eval.Core.Selection.Simulation;
using Eval.Core.Selection.Weights;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Queries;

namespace Eval.Cli.Commands;

/// <summary><c>rank</c>: which candidate to choose.</summary>
internal static class RankCommand
{
    private const int DefaultDraws = 10_000;
    private const int LeastDraws = 100;

    private static readonly Option<string?> Profile = OptionKinds.Text("--profile", "NAME", "The decision's profile under \"selection:\" [default: the only one, or default]", "-p");
    private static readonly Option<string[]> Candidates = OptionKinds.Many("--model", ["-m"], "CANDIDATE", "Compare only these, or those that a pattern matches");
    private static readonly Option<string[]> Weights = OptionKinds.Many("--weight", ["-w"], "FACTOR=SHARE", "Try a weight: this factor has this share of 1, the others keep their proportions");
    private static readonly Option<int?> Draws = OptionKinds.Whole("--draws", [], "N", $"Draws of the simulation [default: {DefaultDraws:N0}]", 1);
    private static readonly Option<int?> Seed = OptionKinds.Whole("--seed", [], "N", "Seed of the simulation [default: the workspace's]", 0);
    private static readonly Option<bool> Markdown = OptionKinds.Flag("--markdown", [], "Write Markdown, for a pull request");
    private static readonly ReportOptions Reports = new("rank", [ReportFormat.Html, ReportFormat.Markdown, ReportFormat.Json], toStandardOutput: true);

    public static Command Create() => new EvalCommand("rank", "Choose a model: weighted factors against cost, with the doubt and what would change it")
    {
        Details = "Reads stored results, prices and facts; asks no model. Must-haves come first. Values lie between anchors that the profile fixes, so that a newcomer never turns the order "
            + "of the others. One simulation varies items, times and weights together: P(rank 1) is for the whole decision.",
        Examples =
        [
            new("rank", "the decision of the workspace's profile"),
            new("rank --weight cost=0.6", "what if cost had 60 % of the weight"),
            new("rank --profile default --json", "everything, for a program"),
            new("rank -o decision.html", "one page for those who decide and sign"),
            new("rank -o decision.md", "for a pull request"),
        ],
        Options = { Profile, Candidates, Weights, Draws, Seed, Markdown, Reports.Output, Reports.Format },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var reports = Reports.Read(context);
        if (parse.GetValue(Markdown) && (context.Json || reports.ToStandardOutput))
        {
            throw new EvalConfigurationException(null, "--markdown and --json or --format are forms of one result: choose one");
        }

        var workspace = WorkspaceLoader.Load(context.WorkspaceFilePath);
        var profile = Find(workspace, parse.GetValue(Profile));
        var candidates = Chosen(workspace, profile, parse.GetValue(Candidates) ?? []);
        var weights = Tried(profile, parse.GetValue(Weights) ?? []);
        var (seed, draws) = (parse.GetValue(Seed) ?? workspace.Defaults.Seed, parse.GetValue(Draws) ?? DefaultDraws);
        if (draws is < LeastDraws or > SimulationInput.MostDraws)
        {
            throw new EvalConfigurationException(null, $"--draws {draws}: from {Figures.Count(LeastDraws)} to {Figures.Count(SimulationInput.MostDraws)}");
        }

        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var cells = new Dictionary<string, IReadOnlyList<ComparedCell>>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            cells[candidate.Id] = await CellsAsync(database, candidate.Id, cancellationToken);
        }

        var evidence = await ProfileEvidenceReader.ReadAsync(profile, candidates, cells, cancellationToken);
        var decision = Decision.Of(profile, evidence, weights, seed, draws);
        await WriteAsync(context, decision, reports, seed, draws, cancellationToken);
        if (profile.Expires is { } day && day <= DateOnly.FromDateTime(context.Surroundings.Clock.GetUtcNow().UtcDateTime))
        {
            context.Hint(string.Create(CultureInfo.InvariantCulture, $"this decision was to be looked at again on {day:yyyy-MM-dd}: are its weights, anchors and prices still right?"));
        }

        return decision.Survivors is not null ? ExitCodes.Done : decision.MustHaves.Kept.Count == 0 ? ExitCodes.Inconclusive : ExitCodes.Broken;
    }

    private static DecisionProfile Find(Workspace workspace, string? name)
    {
        var all = workspace.Selection;
        if (name is not null)
        {
            return all.TryGetValue(name, out var named) ? named
                : throw new EvalConfigurationException(null, $"the workspace has no profile \"{name}\"", NearestName.Hint(name, all.Keys) ?? "profiles stand under \"selection:\"");
        }

        return all.Count == 1 ? all.Values.Single()
            : all.TryGetValue("default", out var usual) ? usual
            : all.Count == 0 ? throw new EvalConfigurationException(new SourcePosition(workspace.File, 0, 0), "the workspace has no profile", "write one under \"selection:\": factors with worst and best, and weights")
            : throw new EvalConfigurationException(null, $"the workspace has {all.Count} profiles", $"name one with --profile: {string.Join(", ", all.Keys)}");
    }

    private static IReadOnlyList<Candidate> Chosen(Workspace workspace, DecisionProfile profile, string[] named)
    {
        string[] all = [.. workspace.Candidates.Select(c => c.Id)];
        var chosen = NameFilter.Choose("candidate", NameFilter.Choose("candidate", all, profile.Candidates), named);
        return [.. workspace.Candidates.Where(c => chosen.Contains(c.Id))];
    }

    // One after the other: each keeps the proportions of those before it.
    private static WeightSet? Tried(DecisionProfile profile, string[] given)
    {
        WeightSet? tried = null;
        string[] ids = [.. profile.Factors.Select(f => f.Factor.Id)];
        foreach (var text in given)
        {
            var (factor, share) = OptionKinds.Pair("--weight", text);
            if (!ids.Contains(factor))
            {
                throw new EvalConfigurationException(null, $"--weight: there is no factor \"{factor}\"", NearestName.Hint(factor, ids));
            }

            if (!double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || weight is not (>= 0 and <= 1))
            {
                throw new EvalConfigurationException(null, $"--weight {text}: \"{share}\" is no share from 0 to 1", "--weight cost=0.6");
            }

            var from = tried ?? profile.Weights;
            var place = Array.IndexOf(ids, factor);
            tried = from[place] < 1 ? from.With(place, weight) : throw new EvalConfigurationException(null, $"--weight {text}: {factor} has all the weight, and the others no proportions to keep");
        }

        return tried;
    }

    private static async Task<IReadOnlyList<ComparedCell>> CellsAsync(EvalDatabase database, string candidate, CancellationToken cancellationToken)
    {
        var cells = new List<ComparedCell>();
        foreach (var reference in await database.CellQueries.FullestAsync(new CellFilter { CandidateId = candidate }, cancellationToken))
        {
            if (await database.CellQueries.GetAsync(reference, cancellationToken) is { } cell)
            {
                cells.Add(cell);
            }
        }

        return cells;
    }

    private static async Task WriteAsync(CommandContext context, Decision decision, ReportFiles reports, int seed, int draws, CancellationToken cancellationToken)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, RankDocument.Of(decision, seed, draws), DocumentContext.Default.RankDocument);
        }
        else if (context.Parse.GetValue(Markdown))
        {
            context.Surroundings.Out.Write(DecisionMarkdown.Of(decision));
        }
        else if (!reports.ToStandardOutput)
        {
            RankReport.Write(context.Out, decision);
        }

        RunReports.Tell(await reports.WriteAsync(async (stream, format) =>
        {
            if (format == ReportFormat.Markdown)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(DecisionMarkdown.Of(decision)), cancellationToken);
                return null;
            }

            var json = JsonOf(decision, seed, draws);
            if (format == ReportFormat.Html)
            {
                await DecisionHtml.WriteAsync(stream, decision, Convert.ToHexStringLower(SHA256.HashData(json)), context.Surroundings.Clock.GetUtcNow());
            }
            else
            {
                await stream.WriteAsync(json, cancellationToken);
            }

            return null;
        }), context);
    }

    // The very bytes of decision.json, so that the hash on the page can be checked against the file.
    private static byte[] JsonOf(Decision decision, int seed, int draws) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(RankDocument.Of(decision, seed, draws), DocumentContext.Default.RankDocument), (byte)'\n'];
}
