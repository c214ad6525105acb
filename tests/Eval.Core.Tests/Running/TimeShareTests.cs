using Eval.Core.Running;
using Eval.TestSupport;

namespace Eval.Core.Tests.Running;

public class TimeShareTests
{
    [Fact]
    public void Leave_CallsAtOnce_ShareTheTime()
    {
        var time = new ManualTimeProvider();
        var share = new TimeShare(time);
        void Pass(double seconds) => time.Advance(TimeSpan.FromSeconds(seconds));

        Pass(5);
        var first = share.Enter();
        Pass(2);
        var second = share.Enter();
        Pass(4);
        share.Leave(first).ShouldBe(4000, 1e-6, "two seconds alone and half of four");
        Pass(1);
        share.Leave(second).ShouldBe(3000, 1e-6, "half of four seconds and one alone");

        Pass(100);
        var third = share.Enter();
        Pass(1);
        share.Leave(third).ShouldBe(1000, 1e-6, "time in which nobody asks is nobody's");
    }
}
