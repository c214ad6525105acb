using Eval.Core.Workspaces;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Foreign;

/// <summary>Gathers what is not taken, and opens the files that a configuration names, never one outside its own folder.</summary>
internal sealed class ForeignFiles(ForeignYaml yaml)
{
    private const int MostBytes = 256 * 1024 * 1024;

    private readonly List<NotTaken> _notTaken = [];

    public IReadOnlyList<NotTaken> NotTaken => [.. _notTaken.Distinct()];

    public ForeignYaml Yaml => yaml;

    public string Folder => Path.GetDirectoryName(yaml.File)!;

    public void Leave(YamlNode? at, string key, string why) => _notTaken.Add(new NotTaken(at is null ? null : yaml.At(at), key, why));

    public void Leave(string file, int line, string key, string why) => _notTaken.Add(new NotTaken(new SourcePosition(file, line, 0), key, why));

    /// <summary>The file that <c>file://name</c> or a plain name means, or null where it is not there, is too large or lies elsewhere; that is then noted.</summary>
    public string? Find(YamlNode at, string key, string reference) => Find(reference, why => Leave(at, $"{key}: {reference}", why));

    /// <summary>As the other; for what stands in another file than the configuration.</summary>
    /// <param name="file">The file that names it.</param>
    /// <param name="line">Where.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="reference">What stands there.</param>
    /// <param name="so">What follows from it, as a sentence without its stop.</param>
    public string? Find(string file, int line, string key, string reference, string so) =>
        Find(reference, why => Leave(file, line, $"{key}: {reference}", $"{why}. {so}"));

    private string? Find(string reference, Action<string> leave)
    {
        var name = reference.StartsWith("file://", StringComparison.Ordinal) ? reference["file://".Length..] : reference;
        var path = Path.GetFullPath(name.Replace('\0', '_'), Folder);
        var why = !path.StartsWith(Path.TrimEndingDirectorySeparator(Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? "the file lies outside the configuration's folder; copy it there"
            : !File.Exists(path) ? "there is no such file"
            : IsLinked(path) ? "the file is a link, which may lead anywhere; copy what it leads to"
            : new FileInfo(path).Length > MostBytes ? $"the file is larger than {MostBytes / (1024 * 1024)} MiB"
            : null;
        if (why is null)
        {
            return path;
        }

        leave(why);
        return null;
    }

    // A link inside the folder, to a file or on the way to it, would lead out of it.
    private bool IsLinked(string path)
    {
        for (var at = path; at is not null && at.Length > Folder.Length; at = Path.GetDirectoryName(at))
        {
            if (File.GetAttributes(at).HasFlag(FileAttributes.ReparsePoint))
            {
                return true;
            }
        }

        return false;
    }
}
