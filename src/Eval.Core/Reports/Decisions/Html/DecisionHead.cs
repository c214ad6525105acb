using System.Globalization;
using Eval.Core.Reports.Html;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>What a reader with ten seconds needs: the sentence, the nearest thing that would change it, and what the decision rests on.</summary>
internal static class DecisionHead
{
    private const int MostRuns = 12;

    public static void Write(HtmlWriter html, Decision decision, DateTimeOffset at)
    {
        var profile = decision.Profile;
        html.Line($"""<header><h1>{profile.Description ?? $"Decision {profile.Name}"}</h1><p class="sentence"><strong>{DecisionWords.Sentence(decision)}</strong></p>""");
        if (DecisionWords.Nearest(decision) is { } nearest)
        {
            html.Line($"""<p>Nearest change: {nearest}</p>""");
        }

        if (!ReferenceEquals(decision.Weights, profile.Weights))
        {
            html.Line($"""<p class="warn">These weights were tried; they are not the profile’s.</p>""");
        }

        if (profile.Expires is { } day && day <= DateOnly.FromDateTime(at.UtcDateTime))
        {
            html.Line($"""<p class="warn">This decision was to be looked at again on {Day(day)}: are its weights, anchors and prices still right?</p>""");
        }

        html.Line($"""<dl>""");
        foreach (var (term, words) in Facts(decision, at))
        {
            html.Line($"""<div><dt>{term}</dt><dd>{words}</dd></div>""");
        }

        html.Line($"""</dl></header>""");
    }

    /// <summary>The must-haves: what they removed or leave open, and all checks.</summary>
    public static void MustHaves(HtmlWriter html, Decision decision)
    {
        if (decision.Profile.MustHaves.Count == 0)
        {
            return;
        }

        html.Line($"""<section aria-labelledby="must"><h2 id="must">Must-haves</h2>""");
        var lines = DecisionWords.MustHaves(decision).ToList();
        PageLists.Write(html, lines.Count > 0 ? lines : ["Every candidate passes every must-have."]);
        DataTable.Folded(html, "Every check", ["candidate", "rule", "outcome", "value and limit"], decision.MustHaves.Checks.SelectMany(c => c.Results.Select(r => (IReadOnlyList<string>)[c.Candidate, r.Rule, Word(r.Outcome), r.Sentence])));
        html.Line($"""</section>""");
    }

    private static IEnumerable<(string Term, string Words)> Facts(Decision decision, DateTimeOffset at)
    {
        var (checks, evidence) = (decision.MustHaves, decision.Evidence);
        yield return ("made", Day(DateOnly.FromDateTime(at.UtcDateTime)));
        yield return ("look again", decision.Profile.Expires is { } day ? Day(day) : "no day is set");
        yield return ("candidates", $"{Figures.Count(checks.Checks.Count)} considered, {Figures.Count(checks.Removed.Count)} out, {Figures.Count(checks.Open.Count)} open");
        yield return ("evidence", evidence.Runs.Count == 0 ? "no stored run"
            : $"{(evidence.Runs.Count == 1 ? "run" : "runs")} {string.Join(", ", evidence.Runs.Take(MostRuns))}{(evidence.Runs.Count > MostRuns ? $" and {Figures.Count(evidence.Runs.Count - MostRuns)} more" : "")}");
        if (evidence.Items.Count > 0)
        {
            yield return ("items", string.Join(", ", evidence.Items.Select(i => $"{i.Name} {Figures.Count(i.Count)}")));
        }

        if (decision.Simulation is { } simulation)
        {
            yield return ("draws", $"{Figures.Count(simulation.Draws)}, seed {simulation.Seed.ToString(CultureInfo.InvariantCulture)}");
        }

        yield return ("method", decision.Profile.Method);
        yield return ("profile", decision.Profile.Name);
        if (decision.Profile.Baseline is { } baseline)
        {
            yield return ("in use today", baseline);
        }
    }

    private static string Word(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Pass => "passes",
        RuleOutcome.Fail => "fails",
        _ => "open",
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
