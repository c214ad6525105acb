using Eval.Core.Workspaces;
using SharpCompress.Archives;
using SharpCompress.Archives.Zip;
using SharpCompress.Common;

namespace Eval.Core.Imports.Inspect;

/// <summary>
/// The entries of a zip file, of which none is ever written to a disk. Besides the usual compression inspect writes Zstandard
/// (<c>INSPECT_USE_ZSTD</c>), which the framework's own reader does not know. What grows out of all proportion is refused.
/// </summary>
internal sealed class ZipFile : IDisposable
{
    /// <summary>Entries that are accepted.</summary>
    public const int MostEntries = 2_000_000;

    private readonly string _file;
    private readonly FileStream _stream;
    private readonly IArchive _archive;
    private readonly Dictionary<string, IArchiveEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens a file and reads its directory.</summary>
    /// <exception cref="EvalConfigurationException">It is no zip file, or damaged.</exception>
    public ZipFile(string file)
    {
        _file = file;
        _stream = File.OpenRead(file);
        try
        {
            _archive = ZipArchive.OpenArchive(_stream);
            foreach (var entry in _archive.Entries)
            {
                if (_entries.Count == MostEntries)
                {
                    throw Wrong($"holds more than {MostEntries:N0} entries");
                }

                // A sample that was written again stands there twice: the later one counts.
                if (!entry.IsDirectory && entry.Key is { } name)
                {
                    _entries[name] = entry;
                }
            }
        }
        catch (Exception e) when (IsDamage(e))
        {
            _stream.Dispose();
            throw Damaged(e);
        }
    }

    /// <summary>Names of the entries, in the directory's order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>True where there is an entry of a name.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Opens an entry.</summary>
    public Stream Open(string name)
    {
        var entry = _entries[name];
        if (entry.IsEncrypted)
        {
            throw Wrong($"the entry {name} is encrypted");
        }

        try
        {
            return new InflationGuard(entry.OpenEntryStream(), Math.Min(entry.CompressedSize, _stream.Length), $"{_file}/{name}");
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _archive.Dispose();
        _stream.Dispose();
    }

    /// <summary>True for what a damaged or hostile archive makes readers throw.</summary>
    public static bool IsDamage(Exception e) =>
        e is SharpCompressException or IOException or InvalidDataException or NotSupportedException or ArgumentException or OverflowException
            or IndexOutOfRangeException or InvalidOperationException;

    private EvalConfigurationException Wrong(string message) => new(new SourcePosition(_file, 0, 0), message);

    private EvalConfigurationException Damaged(Exception e) =>
        new(new SourcePosition(_file, 0, 0), $"is no zip file, or damaged: {e.Message}", "copy the log again; inspect log convert --to json writes another form");
}
