using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Eval.Core.Reports.Decisions.Html;
using Eval.Core.Selection.Profiles;
using Eval.Core.Tests.Selection.Profiles;

namespace Eval.Core.Tests.Reports.Decisions;

/// <summary>A written page and what stands in its main part, which is well-formed XML too.</summary>
internal sealed record DecisionPage(string Text, XElement Main)
{
    public const string Hash = "0123456789abcdef";

    /// <summary>The worked example with errors, unsettled weights, another person's weights and cost told as cost.</summary>
    public static string Unsure { get; } = WorkedProfile.Default
        .Replace("A: 0.90, B: 0.82,", "A: { value: 0.90, low: 0.85, high: 0.95 }, B: { value: 0.82, low: 0.76, high: 0.88 },", StringComparison.Ordinal)
        + "\nweightsMayVary: 0.3\nbaseline: C\nexpires: 1970-01-01\nstakeholders: { finance: { quality: 10, cost: 70, latency: 10, context: 5, safety: 5 } }";

    public static async Task<(Decision Decision, DecisionPage Page)> OfAsync(string profile)
    {
        var decided = await WorkedProfile.DecideAsync(profile);
        var decision = Decision.Of(decided.Profile, decided.Evidence with { CostFactors = ["cost"] }, draws: 1000);
        return (decision, await OfAsync(decision));
    }

    public static async Task<DecisionPage> OfAsync(Decision decision)
    {
        using var stream = new MemoryStream();
        await DecisionHtml.WriteAsync(stream, decision, Hash, DateTimeOffset.UnixEpoch);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        return new(text, XElement.Parse(text[text.IndexOf("<main", StringComparison.Ordinal)..(text.IndexOf("</main>", StringComparison.Ordinal) + 7)]));
    }

    /// <summary>The figure of a caption; null where there is none.</summary>
    public XElement? Figure(string caption) => Main.Descendants("figure").SingleOrDefault(f => f.Element("figcaption")!.Value.StartsWith(caption, StringComparison.Ordinal));

    public static IEnumerable<XElement> Of(XElement parent, string name, string tone) =>
        parent.Descendants(name).Where(e => ((string?)e.Attribute("class") ?? "").Split(' ').Contains(tone));

    /// <summary>The cells of a figure's table, row by row.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(XElement figure) =>
        [.. figure.Descendants("tbody").Single().Elements("tr").Select(r => (IReadOnlyList<string>)[.. r.Elements().Select(c => c.Value)])];

    public static double Number(XElement element, string attribute) => Number((string)element.Attribute(attribute)!);

    public static double Number(string text) => double.Parse(text.Replace('−', '-'), CultureInfo.InvariantCulture);
}
