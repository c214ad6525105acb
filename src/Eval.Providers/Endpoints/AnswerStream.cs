using Eval.Core.Datasets;

namespace Eval.Providers.Endpoints;

/// <summary>The body of an answer: a connection that breaks in the middle is told as such, whoever reads.</summary>
internal sealed class AnswerStream(Stream inner, FailureReport failures) : ReadThroughStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (IsBreak(e))
        {
            // An aborted connection also breaks; then the caller's wish is the reason.
            cancellationToken.ThrowIfCancellationRequested();
            throw failures.OfBrokenAnswer(e.Message);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Inner.Read(buffer);
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw failures.OfBrokenAnswer(e.Message);
        }
    }

    private static bool IsBreak(Exception e) => e is IOException or HttpRequestException or ObjectDisposedException;
}
