using System.IO.Enumeration;
using Eval.Core.Workspaces;

namespace Eval.Core.Running;

/// <summary>Chooses from names by exact names and wildcards (<c>*</c>, <c>?</c>).</summary>
public static class NameFilter
{
    /// <summary>
    /// The names that match any pattern, in their own order; all of them where there is no pattern. Throws
    /// <see cref="EvalConfigurationException"/> for every pattern that matches nothing, with the nearest name.
    /// </summary>
    /// <param name="what">What the names are, for the message: <c>suite</c>, <c>candidate</c>.</param>
    /// <param name="names">All names.</param>
    /// <param name="patterns">What the user asked for.</param>
    public static IReadOnlyList<string> Choose(string what, IReadOnlyList<string> names, IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
        {
            return names;
        }

        var problems = patterns
            .Where(p => !names.Any(n => Matches(n, p)))
            .Select(p => new ConfigProblem(null, $"no {what} matches \"{p}\"", NearestName.Hint(p, names)))
            .ToList();
        return problems.Count > 0
            ? throw new EvalConfigurationException(problems)
            : [.. names.Where(n => patterns.Any(p => Matches(n, p)))];
    }

    /// <summary>True where a name matches a pattern.</summary>
    public static bool Matches(string name, string pattern) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
