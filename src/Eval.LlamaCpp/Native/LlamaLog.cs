using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Eval.LlamaCpp.Native;

/// <summary>One line of llama.cpp's log.</summary>
internal readonly record struct LlamaLogLine(GgmlLogLevel Level, string Text);

/// <summary>
/// Receives llama.cpp's log, which comes in fragments on whatever thread is at work, and hands it on line by line. The last warnings and
/// errors are kept, because they are the only account of why a model or context could not be made.
/// </summary>
internal static unsafe class LlamaLog
{
    private const int KeptLines = 12;

    private static readonly Lock Gate = new();
    private static readonly StringBuilder Pending = new();
    private static readonly Queue<string> Problems = new();
    private static GgmlLogLevel _pendingLevel = GgmlLogLevel.Info;

    /// <summary>Where lines go; null drops them. Called under a lock: it must not log itself.</summary>
    internal static Action<LlamaLogLine>? Sink { get; set; }

    /// <summary>Must come before the backends are initialised, or the lines about devices are lost.</summary>
    internal static void Attach() => LlamaApi.SetLog(&OnLog, null);

    /// <summary>Forgets the kept problems; called before something is tried.</summary>
    internal static void ForgetProblems()
    {
        lock (Gate)
        {
            Problems.Clear();
        }
    }

    /// <summary>The warnings and errors since <see cref="ForgetProblems"/>, in one line for a message.</summary>
    internal static string ProblemsAsText()
    {
        lock (Gate)
        {
            return string.Join("; ", Problems);
        }
    }

    /// <summary>Takes a fragment as the library gives it; separate from the native callback so that it can be tested.</summary>
    internal static void Take(GgmlLogLevel level, string fragment)
    {
        lock (Gate)
        {
            // A fragment that does not continue ends an unfinished line.
            if (level != GgmlLogLevel.Continue)
            {
                if (Pending.Length > 0)
                {
                    Emit();
                }

                _pendingLevel = level;
            }

            var rest = fragment.AsSpan();
            for (var end = rest.IndexOf('\n'); end >= 0; end = rest.IndexOf('\n'))
            {
                Pending.Append(rest[..end]);
                Emit();
                rest = rest[(end + 1)..];
            }

            Pending.Append(rest);
        }
    }

    private static void Emit()
    {
        var line = Pending.ToString().TrimEnd();
        Pending.Clear();
        if (line.Length == 0)
        {
            return;
        }

        if (_pendingLevel is GgmlLogLevel.Warn or GgmlLogLevel.Error)
        {
            Problems.Enqueue(line.Trim());
            if (Problems.Count > KeptLines)
            {
                Problems.Dequeue();
            }
        }

        Sink?.Invoke(new LlamaLogLine(_pendingLevel, line));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(GgmlLogLevel level, byte* text, void* userData)
    {
        try
        {
            Take(level, Marshal.PtrToStringUTF8((nint)text) ?? "");
        }
        catch (Exception)
        {
            // An exception must not cross into native code, and a lost log line is no reason to lose a run.
        }
    }
}
