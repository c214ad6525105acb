using System.Collections.Concurrent;

namespace Eval.TestSupport;

/// <summary>
/// Runs asynchronous code on one thread and a manual clock: when nothing is left to do, the clock jumps to the next timer. Minutes of waiting
/// take no time, and every run of the same code takes the same steps.
/// </summary>
public static class Simulation
{
    /// <summary>Runs the work to its end; fails where it waits for something that can never come.</summary>
    public static void Run(Func<ManualTimeProvider, Task> work)
    {
        var before = SynchronizationContext.Current;
        var context = new OneThread();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var time = new ManualTimeProvider();
            var task = work(time);
            while (!task.IsCompleted)
            {
                if (!context.RunOne() && !task.IsCompleted && !time.FireNext(TimeSpan.MaxValue) && !context.Wait())
                {
                    throw new InvalidOperationException($"after {time.Elapsed} everything waits and no timer is set");
                }
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class OneThread : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _queue = new();
        private readonly object _arrival = new();

        public override void Post(SendOrPostCallback d, object? state)
        {
            _queue.Enqueue((d, state));
            lock (_arrival)
            {
                Monitor.PulseAll(_arrival);
            }
        }

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public override SynchronizationContext CreateCopy() => this;

        public bool RunOne()
        {
            if (!_queue.TryDequeue(out var next))
            {
                return false;
            }

            next.Callback(next.State);
            return true;
        }

        // Work that left this thread (a library's own) may still come back: late where other tests keep all threads busy, and even after the
        // end, when nobody waits. Only minutes of silence count as a deadlock.
        public bool Wait()
        {
            lock (_arrival)
            {
                return !_queue.IsEmpty || Monitor.Wait(_arrival, TimeSpan.FromMinutes(3));
            }
        }
    }
}
