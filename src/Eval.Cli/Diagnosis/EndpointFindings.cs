using Eval.Cli.CommandLine;
using Eval.Cli.Commands;
using Eval.Cli.Documents;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.Providers;

namespace Eval.Cli.Diagnosis;

/// <summary>The hosted candidates of the workspace: key, address, and what probes find that each can do.</summary>
internal static class EndpointFindings
{
    public static async Task<IReadOnlyList<FindingEntry>> MakeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var composition = new Composition(context);
        var candidates = Candidates(context).Where(composition.Hosted.CanOpen).ToList();
        return await Task.WhenAll(candidates.Select(async c => Read(c, await composition.Hosted.ExamineAsync(c, cancellationToken))));
    }

    // A workspace that is not sound is reported as such, further down.
    private static IReadOnlyList<Candidate> Candidates(CommandContext context)
    {
        try
        {
            return context.OptionalWorkspaceFile is { } file ? WorkspaceLoader.Load(file).Candidates : [];
        }
        catch (EvalConfigurationException)
        {
            return [];
        }
    }

    private static FindingEntry Read(Candidate candidate, EndpointExamination found)
    {
        var place = $"{candidate.Hosted!.Provider} {candidate.Hosted.Model} at {found.Address}";
        return found.Model is { } model
            ? Finding.Good(candidate.Id, $"{place}; {Key(found)}; {Abilities(model)}")
            : Finding.Bad(candidate.Id, $"{place}; {found.Problem}", found.Advice);
    }

    private static string Key(EndpointExamination found) => found.KeySource is "none needed" or "in the headers" ? $"key {found.KeySource}" : $"key from {found.KeySource} accepted";

    private static string Abilities(ModelDescription model)
    {
        var can = model.Capabilities;
        List<string> words = ["chat"];
        Add(can.JsonSchemas == true, "JSON schemas");
        Add(can.AnswerLogProbabilities, "log-probabilities");
        Add(can.Seeds, "seeds");
        Add(can.RawPrompts, "raw prompts");
        Add(can.Likelihoods, "likelihoods");
        var text = string.Join(", ", words);
        text += can.LikelihoodProblem is { } problem ? $"; no likelihoods: {problem}" : "";
        text += model.Facts.TryGetValue("notTaken", out var fields) ? $"; does not take {fields}" : "";
        text += can.ContextLength is { } length ? $"; context {length:#,0} tokens" : "";
        return text + (model.Facts.TryGetValue("answeredBy", out var name) ? $"; answered by {name}" : "");

        void Add(bool has, string word)
        {
            if (has)
            {
                words.Add(word);
            }
        }
    }
}
