using Microsoft.Win32.SafeHandles;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// Packed battles: the first ones in memory, what is beyond in a temporary file that vanishes with the process. A file of any length is so parsed once, and its later readings cost a
/// hundredth of that.
/// </summary>
/// <param name="layout">How a battle is packed.</param>
/// <param name="mostInMemory">Bytes that are held in memory.</param>
internal sealed class BattleStore(BattleLayout layout, long mostInMemory = BattleStore.MostInMemory) : IDisposable
{
    private const long MostInMemory = 16 << 20;
    private const int BattlesOfChunk = 1 << 15;

    private readonly List<byte[]> _chunks = [];
    private byte[] _chunk = new byte[BattlesOfChunk * layout.Size];
    private int _length;
    private long _filed;
    private SafeFileHandle? _file;

    public void Add(in FiledBattle battle, ReadOnlySpan<int> clusters)
    {
        layout.Write(_chunk.AsSpan(_length), battle, clusters);
        _length += layout.Size;
        if (_length < _chunk.Length)
        {
            return;
        }

        if ((_chunks.Count + 1L) * _chunk.Length <= mostInMemory)
        {
            _chunks.Add(_chunk);
            _chunk = new byte[_chunk.Length];
        }
        else
        {
            _file ??= OpenTemporary();
            RandomAccess.Write(_file, _chunk, _filed);
            _filed += _length;
        }

        _length = 0;
    }

    /// <summary>The battles in pieces, each valid until the next is asked for. Several may read at once.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Read()
    {
        foreach (var chunk in _chunks)
        {
            yield return chunk;
        }

        if (_file is not null)
        {
            var buffer = new byte[_chunk.Length];
            for (var place = 0L; place < _filed; place += buffer.Length)
            {
                Fill(buffer, place);
                yield return buffer;
            }
        }

        yield return _chunk.AsMemory(0, _length);
    }

    public void Dispose() => _file?.Dispose();

    private void Fill(byte[] buffer, long place)
    {
        for (var read = 0; read < buffer.Length;)
        {
            var more = RandomAccess.Read(_file!, buffer.AsSpan(read), place + read);
            read += more > 0 ? more : throw new EndOfStreamException("The temporary file of battles was cut off.");
        }
    }

    private static SafeFileHandle OpenTemporary()
    {
        var path = Path.Combine(Path.GetTempPath(), $"eval-battles-{Guid.NewGuid():N}.tmp");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.SequentialScan);
        if (!OperatingSystem.IsWindows())
        {
            // The name goes at once, so that nothing is left behind by a process that is killed.
            File.Delete(path);
        }

        return file;
    }
}
