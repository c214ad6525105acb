using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Workspaces;
using Spectre.Console;

namespace Eval.Cli.Commands;

/// <summary>The part of <c>check</c> that reads rubrics.</summary>
internal static class RubricCheck
{
    /// <summary>Every mistake in some rubric files.</summary>
    public static IReadOnlyList<ConfigProblem> Problems(IEnumerable<string> files)
    {
        try
        {
            RubricLoader.LoadAll(files);
            return [];
        }
        catch (EvalConfigurationException e)
        {
            return e.Problems;
        }
    }

    /// <summary>Checks one rubric, named as a suite in the current folder would name it.</summary>
    public static int Run(CommandContext context, string nameOrPath)
    {
        var here = context.Surroundings.CurrentDirectory;
        Rubric rubric;
        try
        {
            RejectOtherFiles(context, Path.GetFullPath(nameOrPath, here), nameOrPath);
            rubric = RubricLoader.Find(nameOrPath, here);
        }
        catch (EvalConfigurationException e)
        {
            return CheckCommand.Report(context, nameOrPath, e.Problems);
        }

        if (context.Json)
        {
            CheckCommand.Write(context, new CheckDocument(1, Valid: true, rubric.File ?? rubric.Name, 0, 0, 1, 0, [], []));
            return ExitCodes.Done;
        }

        var scale = rubric.Scale;
        var facts = new List<string>
        {
            $"version {rubric.Version}",
            rubric.Criteria.Count == 1 ? "1 criterion" : $"{rubric.Criteria.Count} criteria",
            $"scale {scale.WordOf(scale.Min)} to {scale.WordOf(scale.Max)}" + (scale.PassFrom is { } from ? $", passes from {scale.WordOf(from)}" : ""),
            $"hash {rubric.Hash[..12]}",
        };
        var name = rubric.File is { } file ? ShortPath.Of(file, here) : $"{rubric.Name} (built in)";
        context.Out.WriteLine(TerminalText.OneLine($"{name}: fine ({string.Join(", ", facts)})"));
        return ExitCodes.Done;
    }

    // A person who has just learnt that "check FILE" exists tries it on the other files too; forty unknown keys would not help.
    private static void RejectOtherFiles(CommandContext context, string file, string written)
    {
        if (!File.Exists(file))
        {
            return;
        }

        var keys = ConfigDocument.Load(file).Root.Keys.ToHashSet(StringComparer.Ordinal);
        if (keys.Overlaps(["scale", "criteria", "question", "scores"]))
        {
            return;
        }

        if (keys.Overlaps(["candidates", "suites"]))
        {
            throw new EvalConfigurationException(new SourcePosition(file, 1, 1), "is a workspace, not a rubric", $"type: {context.Command($"check -c {written}")}");
        }

        if (keys.Overlaps(["dataset", "kind"]))
        {
            throw new EvalConfigurationException(
                new SourcePosition(file, 1, 1), "is a suite, not a rubric", $"suites are checked with their workspace: {context.Command("check")}");
        }
    }
}
