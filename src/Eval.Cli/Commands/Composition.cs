using Eval.Cli.CommandLine;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Suites;
using Eval.LlamaCpp;
using Eval.Providers.Downloads;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary>Joins the parts of the program. Called by commands when they begin to work: help needs none of it.</summary>
internal static class Composition
{
    /// <summary>Who opens models.</summary>
    public static IReadOnlyList<IModelProvider> Providers() => [new LlamaModelProvider()];

    public static RunService RunService(CommandContext context) =>
        new(context.DatabaseFile, Providers(), Data(context), context.Surroundings.Clock);

    /// <summary>Reads data sets: from the suites' folders, from EVAL_DATASETS, or fetched into the user's cache.</summary>
    public static SuiteData Data(CommandContext context) =>
        new(DataSources.FromEnvironment(DatasetDownloader.Create(context.Surroundings.Clock).FetchAsync));

    /// <summary>The database for reading; it must exist.</summary>
    public static Task<EvalDatabase> OpenForReadingAsync(CommandContext context, CancellationToken cancellationToken) =>
        EvalDatabase.OpenAsync(context.DatabaseFile, OpenMode.ReadOnly, cancellationToken);
}
