using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Progress;
using Eval.Cli.Rendering;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>models probe</c>: asks candidates what they can do, and tells which suites each could run.</summary>
internal static class ModelsProbeCommand
{
    private static readonly Argument<string[]> Candidates = new("candidate")
    {
        HelpName = "CANDIDATE",
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Ids or quoted wildcards [default: all]",
    };

    public static Command Create() => new EvalCommand("probe", "Ask candidates what they can do, and which suites they can run")
    {
        Details = "A hosted candidate is asked a few questions of some tokens, as before every run: nothing is believed that was not tried. Local ones are read from their files. "
            + "Exit code 2 where a key or an address is wrong, 4 where an endpoint does not answer.",
        Examples =
        [
            new("models probe", "all candidates of the workspace"),
            new("models probe 'tiny-*' --json", "some of them, for a script"),
        ],
        Arguments = { Candidates },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = WorkspaceLoader.Load(context.WorkspaceFilePath);
        var chosen = NameFilter.Choose("candidate", [.. workspace.Candidates.Select(c => c.Id)], context.Parse.GetValue(Candidates) ?? []);
        var suites = Suites(context, workspace);
        using var composition = new Composition(context);
        var probes = await PatienceNotice.WhileAsync(context, PatienceNotice.Probing, Task.WhenAll(workspace.Candidates
            .Where(c => chosen.Contains(c.Id, StringComparer.Ordinal)).Select(c => ProbeAsync(c, composition.Models, suites, cancellationToken))));
        var entries = probes.Select(p => p.Entry).ToList();
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new ProbeDocument(1, entries), DocumentContext.Default.ProbeDocument);
        }
        else
        {
            ProbeReport.Write(context.Out, entries);
        }

        return probes.Select(p => p.ExitCode).DefaultIfEmpty(ExitCodes.Done).Max();
    }

    // What a model can do does not depend on suites: mistakes in them are told, and left to "check".
    private static IReadOnlyList<Suite> Suites(CommandContext context, Workspace workspace)
    {
        try
        {
            return SuiteLoader.LoadAll(workspace.SuiteFiles);
        }
        catch (EvalConfigurationException e)
        {
            context.Hint($"the suites are left out: {(e.Problems.Count == 1 ? "one mistake" : $"{e.Problems.Count} mistakes")} in their files, see: {context.Command("check")}");
            return [];
        }
    }

    // Each line names its candidate already.
    private static string WithoutName(Candidate candidate, string message) =>
        new[] { $"{candidate.Id}: ", $"candidate \"{candidate.Id}\": " }.FirstOrDefault(p => message.StartsWith(p, StringComparison.Ordinal)) is { } name ? message[name.Length..] : message;

    private static async Task<(ProbeEntry Entry, int ExitCode)> ProbeAsync(
        Candidate candidate, IReadOnlyList<IModelProvider> providers, IReadOnlyList<Suite> suites, CancellationToken cancellationToken)
    {
        var entry = new ProbeEntry(
            candidate.Id,
            candidate.Local is null ? "hosted" : "local",
            candidate.Local?.File ?? $"{candidate.Hosted?.Provider}/{candidate.Hosted?.Model}",
            Problem: null, Advice: null, Capabilities: null, Facts: new Dictionary<string, string>(), Suites: []);
        try
        {
            if (providers.FirstOrDefault(p => p.CanOpen(candidate)) is not { } provider)
            {
                return (entry with { Problem = "no provider can open it" }, ExitCodes.Usage);
            }

            var model = await provider.DescribeAsync(candidate, cancellationToken);
            return (entry with
            {
                Capabilities = CapabilitiesEntry.Of(model.Capabilities),
                Facts = model.Facts,
                Suites = [.. suites.Select(s => new SuiteFit(s.Name, SuiteKinds.Find(s.Kind)!.WhyNot(s, model)))],
            }, ExitCodes.Done);
        }
        catch (EvalConfigurationException e)
        {
            return (entry with { Problem = string.Join("; ", e.Problems.Select(p => WithoutName(candidate, p.Message))), Advice = e.Problems[0].Hint }, ExitCodes.Usage);
        }
        catch (ModelUnavailableException e)
        {
            return (entry with { Problem = WithoutName(candidate, e.Message) }, ExitCodes.Broken);
        }
    }
}
