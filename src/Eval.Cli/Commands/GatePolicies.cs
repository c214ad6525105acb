using Eval.Cli.CommandLine;
using Eval.Core.Gates;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>Finds the policy that the user means, and who the user is.</summary>
internal static class GatePolicies
{
    /// <summary>The gate of a name, the policy in a file, or the workspace's only gate.</summary>
    public static GatePolicy Find(string? reference, Workspace workspace, CommandContext context)
    {
        if (reference is null)
        {
            return workspace.Gates.Count switch
            {
                1 => workspace.Gates.Values.Single(),
                0 => throw new EvalConfigurationException(
                    new SourcePosition(workspace.File, 0, 0), "the workspace has no gate", "write one under \"gates:\", or name a policy file with --policy"),
                _ => throw new EvalConfigurationException(
                    null, $"the workspace has {workspace.Gates.Count} gates", $"name one with --policy: {string.Join(", ", workspace.Gates.Keys)}"),
            };
        }

        if (workspace.Gates.TryGetValue(reference, out var named))
        {
            return named;
        }

        var file = Path.GetFullPath(reference, context.Surroundings.CurrentDirectory);
        return File.Exists(file)
            ? GatePolicyFile.Load(file)
            : throw new EvalConfigurationException(
                null, $"the policy \"{reference}\" is no gate of the workspace and no file", NearestName.Hint(reference, workspace.Gates.Keys));
    }

    /// <summary>Whom a record names: who started the CI job, or else the user of this machine.</summary>
    public static string Who(CommandContext context) =>
        context.Surroundings.Set("GITHUB_ACTOR") ?? context.Surroundings.Set("BUILD_REQUESTEDFOR") ?? Environment.UserName;
}
