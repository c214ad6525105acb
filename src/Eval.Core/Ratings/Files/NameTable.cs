using System.Text;

namespace Eval.Core.Ratings.Files;

/// <summary>Names as UTF-8 bytes, numbered from 0 in the order in which they were added. Looking one up makes no string.</summary>
internal sealed class NameTable
{
    private readonly List<byte[]> _names = [];
    private readonly List<ulong> _hashes = [];
    private int[] _places = new int[64];

    public int Count => _names.Count;

    /// <summary>All names, in order.</summary>
    public IReadOnlyList<string> Texts() => [.. _names.Select(Encoding.UTF8.GetString)];

    /// <summary>A name's number, or −1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var hash = Utf8Hash.Of(name);
        for (var place = (int)hash & (_places.Length - 1); _places[place] is > 0 and var number; place = (place + 1) & (_places.Length - 1))
        {
            if (_hashes[number - 1] == hash && name.SequenceEqual(_names[number - 1]))
            {
                return number - 1;
            }
        }

        return -1;
    }

    /// <summary>Adds a name that is not there yet and gives its number.</summary>
    public int Add(ReadOnlySpan<byte> name)
    {
        _names.Add(name.ToArray());
        _hashes.Add(Utf8Hash.Of(name));
        if (Count * 2 > _places.Length)
        {
            _places = new int[_places.Length * 2];
            for (var i = 0; i < Count; i++)
            {
                Put(i);
            }
        }
        else
        {
            Put(Count - 1);
        }

        return Count - 1;
    }

    private void Put(int number)
    {
        var place = (int)_hashes[number] & (_places.Length - 1);
        while (_places[place] > 0)
        {
            place = (place + 1) & (_places.Length - 1);
        }

        _places[place] = number + 1;
    }
}
