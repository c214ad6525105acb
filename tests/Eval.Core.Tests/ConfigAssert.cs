using Eval.Core.Workspaces;

namespace Eval.Core.Tests;

/// <summary>Runs something that must fail on what the user wrote, and gives the lines that the user would see.</summary>
internal static class ConfigAssert
{
    public static IReadOnlyList<string> Problems(Action action) =>
        [.. Should.Throw<EvalConfigurationException>(action).Problems.Select(p => p.ToString())];

    public static async Task<IReadOnlyList<string>> ProblemsAsync(Func<Task> action) =>
        [.. (await Should.ThrowAsync<EvalConfigurationException>(action)).Problems.Select(p => p.ToString())];

    /// <summary>The only problem.</summary>
    public static string Problem(Action action) => Problems(action).ShouldHaveSingleItem();

    public static async Task<string> ProblemAsync(Func<Task> action) => (await ProblemsAsync(action)).ShouldHaveSingleItem();
}
