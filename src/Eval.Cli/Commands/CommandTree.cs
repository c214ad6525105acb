using System.CommandLine;
using Eval.Cli.CommandLine;

namespace Eval.Cli.Commands;

/// <summary>All commands. A new command is one file in this folder and one line here.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Evaluates language models: runs benchmark suites against local and hosted models, stores every answer, and tells what the numbers are worth.")
        {
            InitCommand.Create(),
            RunCommand.Create(),
            ShowCommand.Create(),
            SamplesCommand.Create(),
            RescoreCommand.Create(),
            CompareCommand.Create(),
            ExportCommand.Create(),
            ImportCommand.Create(),
            GateCommand.Create(),
            AgreeCommand.Create(),
            RankCommand.Create(),
            RateCommand.Create(),
            CostCommand.Create(),
            CheckCommand.Create(),
            DoctorCommand.Create(),
            ModelsCommand.Create(),
            CacheCommand.Create(),
            DbCommand.Create(),
            CompletionCommand.Create(),
            CompleteCommand.Create(),
        };
        foreach (var option in SharedOptions.All)
        {
            root.Options.Add(option);
        }

        return root;
    }
}
