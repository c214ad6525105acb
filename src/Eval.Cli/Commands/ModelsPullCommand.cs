using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Progress;
using Eval.Cli.Rendering;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Gguf;
using Eval.Providers.Downloads;
using Spectre.Console;

namespace Eval.Cli.Commands;

/// <summary><c>models pull</c>: fetches GGUF files, those of candidates or any other.</summary>
internal static class ModelsPullCommand
{
    public const string Fetched = "fetched";
    public const string Present = "present";

    internal static readonly Argument<string[]> Models = new("model")
    {
        HelpName = "CANDIDATE",
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Candidates whose local: has url and sha256 (ids or quoted wildcards), or the address of a GGUF file [default: all such candidates]",
    };

    internal static readonly Option<string?> Sha256 = OptionKinds.Text("--sha256", "HEX", "With an address: what the bytes must hash to");
    internal static readonly Option<bool> Unchecked = OptionKinds.Flag("--unchecked", [], "With an address: take what comes, and tell its SHA-256");

    internal static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "With an address: where to keep it, a file or a folder [default: models/NAME beside the workspace]",
    };

    internal static readonly Option<bool> Force = OptionKinds.Flag("--force", [], "Fetch again, and replace a file that is there");
    internal static readonly Option<string?> TokenEnv = OptionKinds.Text("--token-env", "NAME", "Environment variable with an access token for the address; it is sent nowhere else");

    public static Command Create() => new EvalCommand("pull", "Fetch GGUF files")
    {
        Details = "An interrupted download goes on where it stopped. A file takes its name only when it is whole and its SHA-256 is right.",
        Examples =
        [
            new("models pull", "the files of all candidates that name an address"),
            new("models pull my-model", "the file of one candidate"),
            new("models pull https://models.example/m.gguf --sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 -o models/", "any file"),
        ],
        Arguments = { Models },
        Options = { Sha256, Unchecked, Output, Force, TokenEnv },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var orders = PullOrders.Read(context);
        var hashes = new WeightsHash(Composition.WeightsFolder);
        var (files, problems, failures) = (new List<PulledFile>(), new List<ConfigProblem>(), new List<DownloadFailedException>());
        foreach (var order in orders)
        {
            try
            {
                var file = await FetchAsync(context, order, hashes, cancellationToken);
                files.Add(file);
                Tell(context, order, file);
            }
            catch (EvalConfigurationException e)
            {
                problems.AddRange(e.Problems.Select(p => p.At is null ? p with { At = order.At } : p));
            }
            catch (DownloadFailedException e)
            {
                failures.Add(e);
            }
        }

        if (problems.Count > 0)
        {
            failures.ForEach(f => context.Error.WriteLine(TerminalText.OneLine($"error: {f.Message}")));
            throw new EvalConfigurationException(problems);
        }

        if (failures.Count > 0)
        {
            throw new DownloadFailedException(string.Join("; ", failures.Select(f => f.Message)));
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new PullDocument(1, files), DocumentContext.Default.PullDocument);
        }

        return ExitCodes.Done;
    }

    private static async Task<PulledFile> FetchAsync(CommandContext context, PullOrder order, WeightsHash hashes, CancellationToken cancellationToken)
    {
        var name = ShortPath.Of(order.File, context.Surroundings.CurrentDirectory);
        if (File.Exists(order.File) && !order.Replace)
        {
            var found = await hashes.OfAsync(order.File, cancellationToken);
            return order.Sha256 is null || found.Equals(order.Sha256, StringComparison.OrdinalIgnoreCase)
                ? new PulledFile(order.Candidate, FileDownloader.Shown(order.Url), order.File, Present, new FileInfo(order.File).Length, found, order.Sha256 is not null, 0)
                : throw new EvalConfigurationException(null, $"{name} is there, and its SHA-256 is {found}, not {order.Sha256}", "--force replaces it");
        }

        var display = new DownloadDisplay(context, Path.GetFileName(order.File));
        DownloadedFile file;
        try
        {
            file = await FileDownloader.Create(context.Surroundings.Clock).FetchAsync(order.Request, display, cancellationToken);
        }
        finally
        {
            display.End();
        }

        var hash = file.Sha256 ?? await hashes.OfAsync(file.Path, cancellationToken);
        await hashes.RememberAsync(file.Path, hash, cancellationToken);
        return new PulledFile(order.Candidate, FileDownloader.Shown(order.Url), file.Path, Fetched, file.Bytes, hash, order.Sha256 is not null, file.Resumed);
    }

    private static void Tell(CommandContext context, PullOrder order, PulledFile file)
    {
        if (context.Json)
        {
            return;
        }

        var name = ShortPath.Of(file.File, context.Surroundings.CurrentDirectory);
        var (what, problem) = Describe(file.File);
        context.Surroundings.Out.WriteLine(TerminalText.OneLine(
            $"{name}: {(file.State == Present ? "was there" : "fetched")}, {Figures.Size(file.Bytes)}{what}, SHA-256 {file.Sha256}{(file.Checked ? " as it must be" : "")}"));
        if (problem is not null)
        {
            // It was fetched all the same: it is what was asked for.
            context.Surroundings.Error.WriteLine(TerminalText.OneLine($"it cannot be run here: {problem}"));
        }
        else if (order.Candidate is null)
        {
            context.Hint($"to use it, add to the candidates of eval.yaml: {{ id: {Path.GetFileNameWithoutExtension(file.File)}, local: {{ file: {name}, url: \"{file.Url}\", sha256: {file.Sha256} }} }}");
        }
    }

    private static (string What, string? Problem) Describe(string path)
    {
        try
        {
            var file = GgufFile.Read(path);
            return ($", {file.Architecture}, {Figures.Short(file.ParameterCount)} parameters, {file.Quantisation}", null);
        }
        catch (GgufFormatException e)
        {
            return ("", e.Message);
        }
    }
}
