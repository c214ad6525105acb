using Eval.Cli.CommandLine;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Suites;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary>Joins the parts of the program. Called by commands when they begin to work: help needs none of it.</summary>
internal static class Composition
{
    /// <summary>Who opens models.</summary>
    public static IReadOnlyList<IModelProvider> Providers() => [];

    public static RunService RunService(CommandContext context) =>
        new(context.DatabaseFile, Providers(), new SuiteData(DataSources.FromEnvironment()), context.Surroundings.Clock);

    /// <summary>The database for reading; it must exist.</summary>
    public static Task<EvalDatabase> OpenForReadingAsync(CommandContext context, CancellationToken cancellationToken) =>
        EvalDatabase.OpenAsync(context.DatabaseFile, OpenMode.ReadOnly, cancellationToken);
}
