namespace Eval.TestSupport;

/// <summary>Skips the running test, with the reason: for what is known only once the test tries it (a registry that answers, for example).</summary>
public static class Skip
{
    public static Exception Because(string reason) => new SkipException("$XunitDynamicSkip$" + reason);

    private sealed class SkipException(string message) : Exception(message);
}
