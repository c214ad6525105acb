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
    public string? Find(YamlNode at, string key, string reference)
    {
        var name = reference.StartsWith("file://", StringComparison.Ordinal) ? reference["file://".Length..] : reference;
        var path = Path.GetFullPath(name, Folder);
        var why = !path.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "the file lies outside the configuration's folder; copy it there"
            : !File.Exists(path) ? "there is no such file"
            : new FileInfo(path).Length > MostBytes ? $"the file is larger than {MostBytes / (1024 * 1024)} MiB"
            : null;
        if (why is null)
        {
            return path;
        }

        Leave(at, $"{key}: {reference}", why);
        return null;
    }
}
