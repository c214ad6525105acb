namespace Eval.Providers.Tests.Downloads;

/// <summary>Waits end at once; only a patience of half a minute and more is kept.</summary>
internal sealed class ImmediateTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime >= TimeSpan.FromSeconds(30) ? dueTime : TimeSpan.FromMilliseconds(1), period);
}
