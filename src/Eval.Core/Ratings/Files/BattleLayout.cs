using System.Buffers.Binary;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// How battles are packed: four bytes for the models and the verdict, then what a file has beside them: four bytes for each way of clustering, eight for a weight and for a time, four for the
/// number of a category, period, rater and prompt.
/// </summary>
internal sealed class BattleLayout
{
    private const int ModelBits = 12;
    private const int ModelMask = (1 << ModelBits) - 1;

    private readonly int _clusterings;
    private readonly int _weight;
    private readonly int _time;
    private readonly int _category;
    private readonly int _period;
    private readonly int _rater;
    private readonly int _prompt;

    public BattleLayout(BattleColumns columns)
    {
        _clusterings = columns.Clusterings.Length;
        Size = sizeof(int) * (1 + _clusterings);
        _weight = Place(columns.Weight, sizeof(double));
        _time = Place(columns.Time, sizeof(double));
        _category = Place(columns.Category, sizeof(int));
        _period = Place(columns.Period, sizeof(int));
        _rater = Place(columns.Rater, sizeof(int));
        _prompt = Place(columns.Prompt, sizeof(int));
    }

    /// <summary>Bytes of a battle.</summary>
    public int Size { get; private set; }

    public void Write(Span<byte> bytes, in FiledBattle battle, ReadOnlySpan<int> clusters)
    {
        WriteInt(bytes, 0, battle.A | (battle.B << ModelBits) | (battle.Verdict << (2 * ModelBits)));
        for (var i = 0; i < clusters.Length; i++)
        {
            WriteInt(bytes, sizeof(int) * (1 + i), clusters[i]);
        }

        WriteDouble(bytes, _weight, battle.Weight);
        WriteDouble(bytes, _time, battle.Time);
        WriteInt(bytes, _category, battle.Category);
        WriteInt(bytes, _period, battle.Period);
        WriteInt(bytes, _rater, battle.Rater);
        WriteInt(bytes, _prompt, battle.Prompt);
    }

    /// <summary>A battle.</summary>
    /// <param name="bytes">Bytes that begin with it.</param>
    /// <param name="outcomes">The outcomes by their codes.</param>
    /// <param name="clustering">Place of the clustering; −1 for none.</param>
    public Battle Read(ReadOnlySpan<byte> bytes, BattleOutcome[] outcomes, int clustering)
    {
        var packed = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return new Battle(packed & ModelMask, (packed >> ModelBits) & ModelMask, outcomes[packed >> (2 * ModelBits)])
        {
            Cluster = clustering < 0 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes[(sizeof(int) * (1 + clustering))..]),
            Weight = _weight < 0 ? 1 : BinaryPrimitives.ReadDoubleLittleEndian(bytes[_weight..]),
        };
    }

    public double Time(ReadOnlySpan<byte> bytes) => _time < 0 ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(bytes[_time..]);

    public int Category(ReadOnlySpan<byte> bytes) => Number(bytes, _category);

    public int Period(ReadOnlySpan<byte> bytes) => Number(bytes, _period);

    public int Rater(ReadOnlySpan<byte> bytes) => Number(bytes, _rater);

    public int Prompt(ReadOnlySpan<byte> bytes) => Number(bytes, _prompt);

    private static int Number(ReadOnlySpan<byte> bytes, int place) => place < 0 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes[place..]);

    private static void WriteInt(Span<byte> bytes, int place, int number)
    {
        if (place >= 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[place..], number);
        }
    }

    private static void WriteDouble(Span<byte> bytes, int place, double number)
    {
        if (place >= 0)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[place..], number);
        }
    }

    private int Place(int slot, int size)
    {
        if (slot < 0)
        {
            return -1;
        }

        Size += size;
        return Size - size;
    }
}
