using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>Finds the files of a data set: in the suite's folder, under EVAL_DATASETS, or by fetching.</summary>
internal static class DatasetFiles
{
    /// <param name="spec">The data set; not one of inline samples.</param>
    /// <param name="folder">The suite's folder.</param>
    /// <param name="sources">Where else files may be.</param>
    /// <param name="verify">Whether to check hashes; reading again what was just checked need not.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    public static async Task<IReadOnlyList<DataFile>> FindAsync(
        DatasetSpec spec, string folder, DataSources sources, bool verify, CancellationToken cancellationToken)
    {
        if (spec.Files.Count > 0)
        {
            return Named(spec.Files.SelectMany(pattern => Matches(spec, folder, pattern, "files")), folder);
        }

        if (spec.Path.Count > 0 && sources.DatasetsFolder is { } datasets && spec.Path.All(p => PathGlob.Files(datasets, p).Count > 0))
        {
            var files = Named(spec.Path.SelectMany(p => PathGlob.Files(datasets, p)), datasets);
            var (sha256, key) = spec.PathSha256 is { } own ? (own, "pathSha256") : (spec.Sha256, "sha256");
            if (verify && sha256 is not null)
            {
                if (files.Count > 1)
                {
                    throw new EvalConfigurationException(spec.DefinedAt, $"\"{key}\" is for one file, but \"path\" matches {files.Count}");
                }

                await files[0].VerifyAsync(sha256, key, spec.DefinedAt, cancellationToken);
            }

            return files;
        }

        if (spec.Url is not null && sources.FetchAsync is { } fetch)
        {
            var url = new Uri(spec.Url);
            var name = Path.GetFileName(url.LocalPath);
            return [new DataFile(await FetchAsync(spec, fetch, url, cancellationToken), Unpacked(name), name)];
        }

        throw Missing(spec, sources);
    }

    private static async Task<string> FetchAsync(DatasetSpec spec, FetchFile fetch, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return await fetch(url, spec.Sha256 ?? "", cancellationToken);
        }
        catch (EvalConfigurationException e)
        {
            throw new EvalConfigurationException([.. e.Problems.Select(p => p with { At = p.At ?? spec.DefinedAt })]);
        }
    }

    private static IReadOnlyList<string> Matches(DatasetSpec spec, string folder, string pattern, string key) =>
        PathGlob.Files(folder, pattern) is { Count: > 0 } found
            ? found
            : throw new EvalConfigurationException(
                spec.DefinedAt, PathGlob.HasWildcard(pattern) ? $"{key}: no file matches \"{pattern}\"" : $"{key}: there is no file \"{pattern}\"", $"looked in {folder}");

    /// <summary>Names files as shortly as tells them apart, without folders of this machine.</summary>
    private static List<DataFile> Named(IEnumerable<string> paths, string folder)
    {
        var distinct = paths.Distinct(StringComparer.Ordinal).ToList();
        var names = distinct.Select(p => Unpacked(Path.GetFileName(p))).ToList();
        var unique = names.Distinct(StringComparer.Ordinal).Count() == names.Count;
        return [.. distinct.Select((p, i) =>
        {
            var relative = Path.GetRelativePath(folder, p).Replace('\\', '/');
            return new DataFile(p, unique ? names[i] : Unpacked(relative), relative);
        })];
    }

    private static string Unpacked(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;

    private static EvalConfigurationException Missing(DatasetSpec spec, DataSources sources)
    {
        var what = spec.Path.Count > 0 ? string.Join(", ", spec.Path) : spec.Url is { } address ? ShownAddress.Of(address) : null;
        var where = spec.Path.Count == 0 ? "fetching is switched off here"
            : sources.DatasetsFolder is { } folder ? $"it is not under {folder} ({DataSources.Variable})"
            : $"{DataSources.Variable} is not set";
        return new EvalConfigurationException(
            spec.DefinedAt,
            $"the data \"{what}\" was not found: {where}",
            $"set {DataSources.Variable} to the folder that holds it{(spec.Source is { } source ? $"; source: {source}" : spec.Url is { } url ? $"; source: {ShownAddress.Of(url)}" : "")}");
    }
}
