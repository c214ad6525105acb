using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Gguf;

namespace Eval.Cli.Diagnosis;

/// <summary>The model files of the workspace's local candidates: whether each is there and whole. Hashes are left to runs.</summary>
internal static class LocalFileFindings
{
    public static IEnumerable<FindingEntry> Make(CommandContext context)
    {
        var locals = Candidates(context).Where(c => c.Local is not null).ToList();
        var sound = 0;
        foreach (var candidate in locals)
        {
            if (Look(context, candidate) is { } finding)
            {
                yield return finding;
            }
            else
            {
                sound++;
            }
        }

        if (sound > 0)
        {
            yield return Finding.Good("model files", sound == 1 ? "1 is there" : $"{sound} are there");
        }
    }

    private static FindingEntry? Look(CommandContext context, Candidate candidate)
    {
        var local = candidate.Local!;
        if (!File.Exists(local.File))
        {
            return local.Url is null
                ? Finding.Bad(candidate.Id, $"{local.File}: there is no such file", "correct \"file\", or name where it can be fetched: \"url\" and \"sha256\"")
                : Finding.Remark(candidate.Id, $"{local.File} was not fetched yet", $"fetch it: {context.Command($"models pull {candidate.Id}")}");
        }

        try
        {
            GgufFile.Read(local.File);
            return null;
        }
        catch (Exception e) when (e is GgufFormatException or IOException or UnauthorizedAccessException)
        {
            return Finding.Bad(candidate.Id, e.Message, local.Url is null ? null : $"fetch it again: {context.Command($"models pull {candidate.Id} --force")}");
        }
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
}
