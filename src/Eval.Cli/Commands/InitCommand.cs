using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Initialization;
using Eval.Cli.Rendering;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>init</c>: a commented workspace in a folder, ready to run.</summary>
internal static class InitCommand
{
    private static readonly Argument<string?> FolderArgument = new("folder")
    {
        HelpName = "FOLDER",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Where to [default: here]",
    };

    private static readonly Option<string[]> Models = OptionKinds.Many(
        "--model", ["-m"], "MODEL", "A candidate: FILE.gguf, or PROVIDER:MODEL such as openai:gpt-4o-mini or openai-compatible:qwen@http://127.0.0.1:8000/v1; repeat it for more");

    private static readonly Option<bool> Demo = OptionKinds.Flag("--demo", [], "With three tiny models and their suites: it runs at once [default where no --model is given]");
    private static readonly Option<bool> Blank = OptionKinds.Flag("--blank", [], "With two small suites to begin with [default where --model is given]");
    private static readonly Option<bool> NoGate = OptionKinds.Flag("--no-gate", [], "Leave the gate out; it is there as a comment");
    private static readonly Option<bool> Schedule = OptionKinds.Flag("--schedule", [], "With a nightly schedule; else it is there as a comment");
    private static readonly Option<bool> Yes = OptionKinds.Flag("--yes", ["-y"], "Ask nothing and take the defaults, as in CI");
    private static readonly Option<bool> Force = OptionKinds.Flag("--force", [], "Overwrite files that are there already");

    public static Command Create() => new EvalCommand("init", "Make a workspace: the files that say what is compared, on what, by which rules")
    {
        Details = "Writes a commented eval.yaml, suites, .env.example and .gitignore. At a terminal it asks for what the options leave open; elsewhere, and in CI, it asks nothing.",
        Examples =
        [
            new("init my-evals --demo", "something that runs at once: three tiny models and their suites"),
            new("init gguf-evals --model models/my-model.gguf", "a model file of yours, with two small suites to begin with"),
            new("init hosted-evals -m openai:gpt-4o-mini -m anthropic:claude-haiku-4-5", "two hosted models"),
            new("init empty-evals --blank --no-gate --yes", "only the frame, without questions"),
        ],
        Arguments = { FolderArgument },
        Options = { Models, Demo, Blank, NoGate, Schedule, Yes, Force },
        Work = (context, _) => Task.FromResult(Write(context)),
    };

    private static int Write(CommandContext context)
    {
        var parse = context.Parse;
        if (parse.GetValue(Demo) && parse.GetValue(Blank))
        {
            throw new EvalConfigurationException(null, "--demo and --blank are two ways to begin", "give one of them");
        }

        var folder = Path.GetFullPath(parse.GetValue(FolderArgument) ?? ".", context.Surroundings.CurrentDirectory);
        if (File.Exists(folder))
        {
            throw new EvalConfigurationException(null, $"{folder} is a file", "name a folder");
        }

        var workspace = Choose(context, folder);
        var files = WorkspaceWriter.Write(workspace, folder, parse.GetValue(Force));
        if (context.Json)
        {
            var document = new InitDocument(1, folder, Path.Combine(folder, WorkspaceFile.DefaultName), workspace.Candidates, workspace.Suites, files);
            JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.InitDocument);
        }
        else
        {
            Report(context, workspace, folder, files);
        }

        var at = folder == context.Surroundings.CurrentDirectory ? "" : $" -c {Invocation.Quote(ShortPath.Of(folder, context.Surroundings.CurrentDirectory))}";
        context.Hint(workspace.Candidates.Count == 0
            ? $"next:     put a model into eval.yaml, then: {context.Surroundings.Invocation.Of("run" + at)}"
            : $"next:     {context.Surroundings.Invocation.Of("run" + at)}");
        return ExitCodes.Done;
    }

    private static InitialWorkspace Choose(CommandContext context, string folder)
    {
        var parse = context.Parse;
        var questions = new InitQuestions(context.Surroundings);
        var asks = questions.CanAsk && !parse.GetValue(Yes) && !context.Json;
        var models = (parse.GetValue(Models) ?? []).ToList();
        var demo = parse.GetValue(Demo) || (!parse.GetValue(Blank) && models.Count == 0);
        if (asks && models.Count == 0 && !parse.GetValue(Demo) && !parse.GetValue(Blank))
        {
            demo = questions.YesNo("Begin with the demo: three tiny models and their suites, which run at once?", otherwise: true);
            if (!demo && questions.Text("A model of yours (FILE.gguf or PROVIDER:MODEL; empty for none yet):") is { } model)
            {
                models.Add(model);
            }
        }

        var gate = !parse.GetValue(NoGate) && (!asks || questions.YesNo("A gate that decides whether a new model may replace the old one?", otherwise: true));
        var schedule = parse.GetValue(Schedule) || (asks && questions.YesNo("A nightly schedule, for \"serve\"?", otherwise: false));
        var parsed = models.Select(m => InitialModel.Parse(m, folder, context.Surroundings.CurrentDirectory));
        return new InitialWorkspace(demo, InitialModel.Distinct(parsed, demo ? InitialWorkspace.DemoModels : []), gate, schedule);
    }

    private static void Report(CommandContext context, InitialWorkspace workspace, string folder, IReadOnlyList<string> files)
    {
        string Line(string name, string text) => TerminalText.OneLine($"{name,-10}{text}");
        context.Surroundings.Out.WriteLine(Line("workspace", ShortPath.Of(Path.Combine(folder, WorkspaceFile.DefaultName), context.Surroundings.CurrentDirectory)));
        context.Surroundings.Out.WriteLine(Line("models", workspace.Candidates.Count == 0 ? "none yet" : string.Join(", ", workspace.Candidates)));
        context.Surroundings.Out.WriteLine(Line("suites", string.Join(", ", workspace.Suites)));
        context.Surroundings.Out.WriteLine(Line("gate", workspace.Gate ? "upgrade" : "none (as a comment)"));
        context.Surroundings.Out.WriteLine(Line("files", $"{files.Count}; keys go into .env, which git ignores"));
    }
}
