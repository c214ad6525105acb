namespace Eval.LlamaCpp.Hosting;

/// <summary>The last lines that a host wrote to its standard error: mostly all that is known about why it died.</summary>
internal sealed class LogTail(int capacity = 40)
{
    private const int LongestLine = 500;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line.Length > LongestLine ? line[..LongestLine] + " …" : line);
            if (_lines.Count > capacity)
            {
                _lines.Dequeue();
            }
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }
}
