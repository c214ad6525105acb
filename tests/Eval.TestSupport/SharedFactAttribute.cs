using Xunit;

namespace Eval.TestSupport;

/// <summary>A test that needs the shared folder beside the checkout; elsewhere it reports itself as skipped, with the reason.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedFolder.Root is null)
        {
            Skip = "needs ../shared (oracles, data sets, models) beside the checkout";
        }
    }
}

/// <summary>A theory that needs the shared folder.</summary>
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (SharedFolder.Root is null)
        {
            Skip = "needs ../shared (oracles, data sets, models) beside the checkout";
        }
    }
}
