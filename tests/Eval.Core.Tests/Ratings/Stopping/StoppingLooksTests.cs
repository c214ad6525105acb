using Eval.Core.Ratings.Stopping;

namespace Eval.Core.Tests.Ratings.Stopping;

public class StoppingLooksTests
{
    [Fact]
    public void After_SmallRounds_LooksWhereAPartIsReached()
    {
        long[] rounds = [90, 180, 270, 360, 450, 540, 630, 720, 810, 900, 990, 1000];

        var due = Enumerable.Range(1, rounds.Length).Where(n => StoppingLooks.After(5, rounds[..n], 1000).IsDue).ToList();

        due.ShouldBe([3, 5, 7, 9, 12]);
        StoppingLooks.After(5, rounds, 1000).Fractions.ShouldBe([0.27, 0.45, 0.63, 0.81, 1]);
        StoppingLooks.After(5, rounds, 1000).IsLast.ShouldBeTrue();
        StoppingLooks.After(5, rounds[..9], 1000).IsLast.ShouldBeFalse();
        StoppingLooks.After(5, rounds[..4], 1000).ShouldSatisfyAllConditions(l => l.IsDue.ShouldBeFalse(), l => l.Fractions.ShouldBe([0.27]));
    }

    [Fact]
    public void After_LargeRounds_LooksOnceEach()
    {
        var looks = StoppingLooks.After(5, [500, 1000], 1000);

        looks.Fractions.ShouldBe([0.5, 1]);
        (looks.IsDue, looks.IsLast).ShouldBe((true, true));
    }

    [Fact]
    public void After_EndBeforeThePlan_SpendsTheRest()
    {
        StoppingLooks.After(5, [250, 500, 550], 1000, ended: true).ShouldSatisfyAllConditions(
            l => l.Fractions.ShouldBe([0.25, 0.5, 1]), l => l.IsDue.ShouldBeTrue(), l => l.IsLast.ShouldBeTrue());
        StoppingLooks.After(5, [250, 500], 1000, ended: true).Fractions.ShouldBe([0.25, 1]);
        StoppingLooks.After(5, [250, 500, 1000], 1000, ended: true).Fractions.ShouldBe([0.25, 0.5, 1]);
    }

    [Fact]
    public void After_MoreThanPlannedOrNothing_StaysInRange()
    {
        StoppingLooks.After(3, [100, 5000], 1000).Fractions.ShouldBe([1]);
        StoppingLooks.After(3, [], 1000).IsDue.ShouldBeFalse();
        StoppingLooks.After(20, [long.MaxValue / 2], long.MaxValue).Fractions.ShouldBe([0.5]);
    }
}
