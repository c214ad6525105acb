namespace Eval.Core.Ratings.Files;

/// <summary>
/// Keys of any length, numbered from 0 in the order in which they were added. Only their 64-bit hashes are kept (twelve bytes a key and some room), so that whole
/// prompts can be keys: of a million keys two are taken for one with a probability of 3 in 100 million.
/// </summary>
internal sealed class KeyTable
{
    private ulong[] _hashes = new ulong[1024];
    private int[] _numbers = new int[1024];

    public int Count { get; private set; }

    /// <summary>A key's number, or −1.</summary>
    public int Find(ulong hash)
    {
        var place = Place(hash);
        return _numbers[place] - 1;
    }

    /// <summary>A key's number; the next free one where it is new.</summary>
    public int FindOrAdd(ulong hash)
    {
        var place = Place(hash);
        if (_numbers[place] == 0)
        {
            (_hashes[place], _numbers[place]) = (hash, ++Count);
            if (Count > _numbers.Length / 4 * 3)
            {
                Grow();
            }

            return Count - 1;
        }

        return _numbers[place] - 1;
    }

    private int Place(ulong hash)
    {
        var place = (int)(hash >> 7) & (_numbers.Length - 1);
        while (_numbers[place] > 0 && _hashes[place] != hash)
        {
            place = (place + 1) & (_numbers.Length - 1);
        }

        return place;
    }

    private void Grow()
    {
        var (hashes, numbers) = (_hashes, _numbers);
        (_hashes, _numbers) = (new ulong[hashes.Length * 2], new int[numbers.Length * 2]);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] > 0)
            {
                var place = Place(hashes[i]);
                (_hashes[place], _numbers[place]) = (hashes[i], numbers[i]);
            }
        }
    }
}
