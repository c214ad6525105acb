using Eval.Core.Workspaces;

namespace Eval.Core.Search;

/// <summary>Checks the settings of a strategy.</summary>
internal static class SettingProblems
{
    /// <summary>Throws with every message whose setting is wrong.</summary>
    public static void Check(params ReadOnlySpan<(bool IsRight, string Message)> settings)
    {
        var problems = new List<ConfigProblem>();
        foreach (var (isRight, message) in settings)
        {
            if (!isRight)
            {
                problems.Add(new(null, message));
            }
        }

        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }
    }
}
