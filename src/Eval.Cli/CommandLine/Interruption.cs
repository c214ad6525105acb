using System.Runtime.InteropServices;

namespace Eval.Cli.CommandLine;

/// <summary>
/// The first Ctrl-C or SIGTERM asks for a clean stop: what is finished gets stored. The second ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Surroundings _surroundings;
    private int _count;

    private Interruption(Surroundings surroundings)
    {
        _surroundings = surroundings;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        }
    }

    public CancellationToken Token => _source.Token;

    public static Interruption Listen(Surroundings surroundings) => new(surroundings);

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _source.Cancel();
            return;
        }

        if (_surroundings.AllowsLiveDisplay)
        {
            // A live display hides the cursor; nobody else will show it again.
            _surroundings.Error.Write("\e[?25h");
        }

        Environment.Exit(ExitCodes.Interrupted);
    }
}
