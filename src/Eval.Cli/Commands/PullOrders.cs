using Eval.Cli.CommandLine;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Providers.Downloads;

namespace Eval.Cli.Commands;

/// <summary>A model file to fetch.</summary>
/// <param name="Candidate">Whose file it is, or null for one that belongs to none.</param>
/// <param name="At">Where the candidate is defined, or null.</param>
/// <param name="Request">What to fetch and where to.</param>
internal sealed record PullOrder(string? Candidate, SourcePosition? At, DownloadRequest Request)
{
    public string File => Request.Target;

    public Uri Url => Request.Url;

    public string? Sha256 => Request.Sha256;

    public bool Replace => Request.Replace;
}

/// <summary>Reads from the command line which model files are wanted.</summary>
internal static class PullOrders
{
    private static readonly byte[] Magic = [.. "GGUF"u8];

    /// <exception cref="EvalConfigurationException">Holds every mistake.</exception>
    public static IReadOnlyList<PullOrder> Read(CommandContext context)
    {
        var words = context.Parse.GetValue(ModelsPullCommand.Models) ?? [];
        var addresses = words.Where(w => w.Contains("://", StringComparison.Ordinal)).ToList();
        var names = words.Except(addresses).ToList();
        var problems = new List<ConfigProblem>();
        Check(context, addresses, names, problems);
        var orders = addresses.Select(a => OfAddress(context, a, problems)).OfType<PullOrder>().ToList();
        if (names.Count > 0 || addresses.Count == 0)
        {
            orders.AddRange(OfCandidates(context, names, problems));
        }

        if (context.Parse.GetValue(ModelsPullCommand.TokenEnv) is not null && orders.Select(o => o.Url.Authority).Distinct().Count() > 1)
        {
            problems.Add(new ConfigProblem(null, "--token-env sends one token, and these files come from several places", "name the candidates of one place"));
        }

        return problems.Count > 0 ? throw new EvalConfigurationException(problems) : orders;
    }

    private static void Check(CommandContext context, List<string> addresses, List<string> names, List<ConfigProblem> problems)
    {
        var parse = context.Parse;
        var given = new[] { ("--sha256", parse.GetValue(ModelsPullCommand.Sha256)), ("--output", parse.GetValue(ModelsPullCommand.Output)) };
        foreach (var (option, _) in given.Where(o => o.Item2 is not null && (addresses.Count != 1 || names.Count > 0)))
        {
            problems.Add(new ConfigProblem(null, $"{option} belongs to one address", "candidates have sha256 and file in the workspace"));
        }

        if (parse.GetValue(ModelsPullCommand.Sha256) is { } hash && !(hash.Length == 64 && hash.All(char.IsAsciiHexDigit)))
        {
            problems.Add(new ConfigProblem(null, $"--sha256 needs 64 hexadecimal digits, not \"{hash}\""));
        }

        if (addresses.Count > 0 && parse.GetValue(ModelsPullCommand.Sha256) is null && !parse.GetValue(ModelsPullCommand.Unchecked))
        {
            problems.Add(new ConfigProblem(
                null, "an address needs --sha256, so that what comes can be checked", "most sites show it beside the file; --unchecked takes what comes and tells its SHA-256"));
        }
    }

    private static PullOrder? OfAddress(CommandContext context, string address, List<ConfigProblem> problems)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            problems.Add(new ConfigProblem(null, $"\"{address}\" is no address that begins with http:// or https://"));
            return null;
        }

        return new PullOrder(null, null, Request(context, url, Target(context, url), context.Parse.GetValue(ModelsPullCommand.Sha256)?.ToLowerInvariant(), problems));
    }

    private static string Target(CommandContext context, Uri url)
    {
        var here = context.Surroundings.CurrentDirectory;
        if (context.Parse.GetValue(ModelsPullCommand.Output) is not { } output)
        {
            return Path.Combine(Path.GetDirectoryName(context.OptionalWorkspaceFile) ?? here, "models", DatasetDownloader.NameOf(url));
        }

        var path = Path.GetFullPath(output, here);
        return Directory.Exists(path) || Path.EndsInDirectorySeparator(output) ? Path.Combine(path, DatasetDownloader.NameOf(url)) : path;
    }

    private static List<PullOrder> OfCandidates(CommandContext context, List<string> names, List<ConfigProblem> problems)
    {
        var workspace = WorkspaceLoader.Load(context.WorkspaceFilePath);
        var chosen = NameFilter.Choose("candidate", [.. workspace.Candidates.Select(c => c.Id)], names).ToHashSet(StringComparer.Ordinal);
        var orders = new List<PullOrder>();
        foreach (var candidate in workspace.Candidates.Where(c => chosen.Contains(c.Id)))
        {
            if (candidate.Local is { Url: { } url, Sha256: { } hash } local)
            {
                orders.Add(new PullOrder(candidate.Id, candidate.DefinedAt, Request(context, new Uri(url), local.File, hash, problems)));
            }
            else if (names.Contains(candidate.Id))
            {
                problems.Add(new ConfigProblem(candidate.DefinedAt, $"candidate \"{candidate.Id}\" {Why(candidate)}"));
            }
        }

        if (orders.Count == 0 && problems.Count == 0)
        {
            problems.Add(new ConfigProblem(
                new SourcePosition(workspace.File, 0, 0), "no candidate names an address to fetch its file from", "write \"url\" and \"sha256\" beside \"file\", or give an address"));
        }

        return orders;
    }

    private static string Why(Candidate candidate) => candidate.Local is null
        ? "is hosted: there is no file to fetch"
        : "names no address to fetch its file from: write \"url\" and \"sha256\" beside \"file\"";

    private static DownloadRequest Request(CommandContext context, Uri url, string target, string? sha256, List<ConfigProblem> problems)
    {
        string? token = null;
        if (context.Parse.GetValue(ModelsPullCommand.TokenEnv) is { } variable)
        {
            token = context.Surroundings.Set(variable);
            if (token is null)
            {
                problems.Add(new ConfigProblem(null, $"the environment variable {variable} is not set", "set it, or write it into .env beside eval.yaml"));
            }
            else if (url.Scheme == "http" && !url.IsLoopback)
            {
                problems.Add(new ConfigProblem(null, $"{FileDownloader.Shown(url)}: a token is not sent where anybody can read it", "use https"));
            }
        }

        return new DownloadRequest(url, target, sha256)
        {
            Beginning = Magic,
            Kind = "GGUF file",
            BearerToken = token,
            Replace = context.Parse.GetValue(ModelsPullCommand.Force),
        };
    }
}
