using System.Globalization;

namespace Eval.TestSupport;

/// <summary>How often fault, kill and simulation tests repeat: EVAL_TEST_ROUNDS per cent of the full count; a tenth by default.</summary>
public static class TestRounds
{
    /// <summary>Rounds for a test whose full count is <paramref name="full"/>; at least 1.</summary>
    public static int Of(int full)
    {
        var percent = int.TryParse(Environment.GetEnvironmentVariable("EVAL_TEST_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? p : 10;
        return Math.Max(1, full * percent / 100);
    }
}
