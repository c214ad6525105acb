using Eval.Cli.CommandLine;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Suites;
using Eval.LlamaCpp;
using Eval.Providers;
using Eval.Providers.Downloads;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary>Joins the parts of the program for as long as a command works. Made when the work begins: help needs none of it.</summary>
internal sealed class Composition : IDisposable
{
    private readonly CommandContext _context;

    public Composition(CommandContext context)
    {
        _context = context;
        Local = new LlamaModelProvider(new LlamaProviderOptions
        {
            CacheFolder = WeightsFolder,
            PullCommand = id => context.Command($"models pull {id}"),
            Log = context.Verbose ? line => context.Surroundings.Error.WriteLine(TerminalText.OneLine(line)) : null,
            Time = context.Surroundings.Clock,
        });
        Hosted = new HostedModelProvider(
            context.Surroundings.Set, context.Surroundings.Clock, Path.Combine(Path.GetDirectoryName(context.DatabaseFile)!, "batches"));
    }

    /// <summary>Where the hashes of model files are kept between runs.</summary>
    public static string WeightsFolder => Path.Combine(Path.GetDirectoryName(DatasetDownloader.DefaultFolder)!, "weights");

    public LlamaModelProvider Local { get; }

    public HostedModelProvider Hosted { get; }

    /// <summary>Who opens models, in order of preference.</summary>
    public IReadOnlyList<IModelProvider> Models => [Local, Hosted];

    /// <summary>The database for reading; it must exist.</summary>
    public static Task<EvalDatabase> OpenForReadingAsync(CommandContext context, CancellationToken cancellationToken) =>
        EvalDatabase.OpenAsync(context.DatabaseFile, OpenMode.ReadOnly, cancellationToken);

    public RunService RunService() => new(_context.DatabaseFile, Models, Data(_context), _context.Surroundings.Clock);

    public void Dispose() => Local.Dispose();

    // From the suites' folders, from EVAL_DATASETS, or fetched into the user's cache.
    private static SuiteData Data(CommandContext context) =>
        new(DataSources.FromEnvironment(DatasetDownloader.Create(context.Surroundings.Clock).FetchAsync));
}
