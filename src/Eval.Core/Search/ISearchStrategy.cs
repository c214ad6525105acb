using Eval.Core.Workspaces;

namespace Eval.Core.Search;

/// <summary>
/// Chooses what to try next. It keeps nothing: the answer depends on the state alone, so that a killed search goes on with what it would have tried.
/// </summary>
public interface ISearchStrategy
{
    /// <summary>Its name in options and reports.</summary>
    string Name { get; }

    /// <summary>Gives the next configurations to try. Those of one answer can be tried in any order, or some only: ask again at any time.</summary>
    /// <exception cref="EvalConfigurationException">The strategy's own settings make no sense; all problems are listed.</exception>
    SearchStep Next(SearchState state);
}
