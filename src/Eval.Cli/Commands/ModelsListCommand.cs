using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.Providers;

namespace Eval.Cli.Commands;

/// <summary><c>models list</c>: the candidates of the workspace, and whether each can be used as it stands.</summary>
internal static class ModelsListCommand
{
    public static Command Create() => new EvalCommand("list", "List the candidates of the workspace")
    {
        Examples = [new("models list", "what can be run"), new("models list --json", "for a script")],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = WorkspaceLoader.Load(context.WorkspaceFilePath);
        using var composition = new Composition(context);
        var models = new List<ModelEntry>();
        foreach (var candidate in workspace.Candidates)
        {
            models.Add(candidate.Hosted is not null && composition.Hosted.CanOpen(candidate)
                ? Hosted(candidate, composition.Hosted.Preview(candidate))
                : await DescribeAsync(candidate, composition.Models, cancellationToken));
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new ModelsDocument(1, models), DocumentContext.Default.ModelsDocument);
        }
        else
        {
            ModelsReport.Write(context.Out, models, context.Surroundings.CurrentDirectory);
        }

        return ExitCodes.Done;
    }

    private static ModelEntry Entry(Candidate candidate) => new(
        candidate.Id,
        candidate.Local is null ? "hosted" : "local",
        candidate.Local?.File ?? $"{candidate.Hosted?.Provider}/{candidate.Hosted?.Model}",
        Available: true, Problem: null, Weights: null, Engine: null, candidate.Facts, PriceEntry.Of(candidate.Price));

    // A list costs nothing: endpoints are asked by the doctor and by runs.
    private static ModelEntry Hosted(Candidate candidate, EndpointExamination found) => Entry(candidate) with
    {
        Available = found.Problem is null,
        Problem = found.Problem is { } problem ? $"{problem}{(found.Advice is { } advice ? $" ({advice})" : "")}" : null,
        Facts = Merge(new Dictionary<string, string> { ["endpoint"] = found.Address, ["key"] = found.KeySource }, candidate.Facts),
    };

    private static async Task<ModelEntry> DescribeAsync(
        Candidate candidate, IReadOnlyList<IModelProvider> providers, CancellationToken cancellationToken)
    {
        var entry = Entry(candidate);
        try
        {
            if (providers.FirstOrDefault(p => p.CanOpen(candidate)) is not { } provider)
            {
                return entry with { Available = false, Problem = "no provider can open it" };
            }

            var description = await provider.DescribeAsync(candidate, cancellationToken);
            return entry with
            {
                Weights = description.Identity.Weights,
                Engine = description.Identity.Engine,
                Facts = Merge(description.Facts, candidate.Facts),
            };
        }
        catch (EvalConfigurationException e)
        {
            return entry with { Available = false, Problem = string.Join("; ", e.Problems.Select(p => (p with { At = null }).ToString())) };
        }
        catch (ModelUnavailableException e)
        {
            return entry with { Available = false, Problem = e.Message };
        }
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> found, IReadOnlyDictionary<string, string> stated)
    {
        var facts = new Dictionary<string, string>(found, StringComparer.Ordinal);
        foreach (var (name, value) in stated)
        {
            facts[name] = value;
        }

        return facts;
    }
}
