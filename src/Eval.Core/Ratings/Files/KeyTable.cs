namespace Eval.Core.Ratings.Files;

/// <summary>
/// Keys of any length, numbered from 0 in the order in which they were added. Only their 64-bit hashes are kept (32 to 64 bytes a key), so that whole
/// prompts can be keys: of a million keys two are taken for one with a probability of 3 in 100 million.
/// </summary>
internal sealed class KeyTable
{
    private Entry[] _entries = new Entry[1024];

    public int Count { get; private set; }

    /// <summary>A key's number; the next free one where it is new.</summary>
    public int FindOrAdd(ulong hash)
    {
        ref var entry = ref Place(hash);
        if (entry.Number > 0)
        {
            return entry.Number - 1;
        }

        (entry.Hash, entry.Number) = (hash, ++Count);
        if (Count > _entries.Length / 2)
        {
            Grow();
        }

        return Count - 1;
    }

    private ref Entry Place(ulong hash)
    {
        var place = (int)(hash >> 7) & (_entries.Length - 1);
        while (_entries[place].Number > 0 && _entries[place].Hash != hash)
        {
            place = (place + 1) & (_entries.Length - 1);
        }

        return ref _entries[place];
    }

    private void Grow()
    {
        var entries = _entries;
        _entries = new Entry[entries.Length * 2];
        foreach (var entry in entries)
        {
            if (entry.Number > 0)
            {
                Place(entry.Hash) = entry;
            }
        }
    }

    // Both in one line of the cache: looking up a key among many costs one miss.
    private struct Entry
    {
        public ulong Hash;
        public int Number;
    }
}
