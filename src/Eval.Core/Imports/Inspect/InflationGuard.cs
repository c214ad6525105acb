using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Inspect;

/// <summary>Passes on the bytes of a compressed entry and stops where there are far more of them than JSON can have come from.</summary>
/// <param name="inner">The decompressed bytes.</param>
/// <param name="compressed">The size that they were compressed to.</param>
/// <param name="name">What to call it.</param>
internal sealed class InflationGuard(Stream inner, long compressed, string name) : ReadThroughStream(inner)
{
    /// <summary>How many times its compressed size an entry may have; JSON of long transcripts reaches some dozens.</summary>
    public const int MostTimes = 400;

    /// <summary>Bytes that are always accepted.</summary>
    public const long AlwaysAccepted = 16 << 20;

    private long _passed;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Count(Inner.Read(buffer));
        }
        catch (Exception e) when (e is not EvalConfigurationException && ZipFile.IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await Inner.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException and not EvalConfigurationException && ZipFile.IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    private int Count(int read)
    {
        _passed += read;
        return _passed <= AlwaysAccepted || _passed / MostTimes <= compressed
            ? read
            : throw new EvalConfigurationException(
                new SourcePosition(name, 0, 0), $"grows to more than {MostTimes} times its size when it is unpacked: this is no log", "refused, so that it fills no memory");
    }

    private EvalConfigurationException Damaged(Exception e) =>
        new(new SourcePosition(name, 0, 0), $"cannot be unpacked: {e.Message}", "copy the log again");
}
