using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests;

/// <summary>A test of minutes: run where EVAL_TEST_ROUNDS asks for full rounds (100 or more) and the shared folder is there.</summary>
public sealed class LongSharedFactAttribute : FactAttribute
{
    public LongSharedFactAttribute()
    {
        if (SharedFolder.Root is null)
        {
            Skip = "needs ../shared (oracles, data sets, models) beside the checkout";
        }
        else if (TestRounds.Of(100) < 100)
        {
            Skip = "takes minutes: set EVAL_TEST_ROUNDS=100";
        }
    }
}
