using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Storage.Maintenance;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary><c>db</c>: the file that holds everything.</summary>
internal static class DbCommand
{
    public static Command Create() => new EvalCommand("db", "Look into the database; make it small; copy it; bring it up to date")
    {
        DbInfoCommand.Create(),
        DbVacuumCommand.Create(),
        DbBackupCommand.Create(),
        DbMigrateCommand.Create(),
    };

    internal static DatabaseMaintenance Maintenance(CommandContext context) =>
        new(new EvalDatabaseOptions { Path = context.DatabaseFile, Time = context.Surroundings.Clock });
}
