using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Eval.Core.Gates;
using Eval.Service.Gating;

namespace Eval.Cli.Rendering;

/// <summary>
/// A decision as a JUnit report: one test for each guarded suite, judged slice and rule. A regression is a failure, an undecided rule too (of type
/// <c>inconclusive</c>), and what broke is an error: only a pass is green.
/// </summary>
internal static class GateJUnit
{
    public static void Write(Stream stream, DecidedGate gate, DateTimeOffset now)
    {
        var cases = gate.Decision.Suites.SelectMany(s => Suite(gate.Record.Gate, s))
            .Concat(gate.Decision.Rules.Select(r => Case(gate.Record.Gate, r.Rule, r.Verdict, r.Sentence))).ToList();
        var properties = new List<XElement>
        {
            Property("decision", gate.Record.Id.ToString(CultureInfo.InvariantCulture)),
            Property("verdict", gate.Decision.Verdict.Word()),
            Property("baseline", gate.Record.BaselineName),
            Property("candidate", gate.Record.CandidateName),
            Property("policy", gate.Record.PolicyHash),
            Property("attempt", gate.Record.Attempt.ToString(CultureInfo.InvariantCulture)),
        };
        if (gate.WaiverAt(now) is { } held)
        {
            properties.Add(Property("waived", GateLines.Waiver(held.Waiver, held.Record, gate.Record)));
        }

        Write(stream, gate.Record.Gate, gate.Record.DecidedAt, properties, cases);
    }

    /// <summary>A gate that ended without a decision.</summary>
    public static void Write(Stream stream, string gate, GateOutcome outcome, DateTimeOffset now) => Write(
        stream, gate, now, [],
        [new XElement(
            "testcase", new XAttribute("classname", Text($"gate.{gate}")), new XAttribute("name", "decision"), new XAttribute("time", "0"),
            new XElement("error", new XAttribute("message", GateEndings.Word(outcome.ExitCode)), new XAttribute("type", "undecided"), Text(string.Join("; ", GateEndings.Reasons(outcome)))))]);

    private static void Write(Stream stream, string gate, DateTimeOffset at, IReadOnlyList<XElement> properties, IReadOnlyList<XElement> cases)
    {
        XAttribute[] counts =
        [
            new("tests", cases.Count), new("failures", cases.Count(c => c.Element("failure") is not null)),
            new("errors", cases.Count(c => c.Element("error") is not null)), new("skipped", cases.Count(c => c.Element("skipped") is not null)), new("time", "0"),
        ];
        var suite = new XElement(
            "testsuite", new XAttribute("name", Text($"gate {gate}")), counts,
            new XAttribute("timestamp", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
            properties.Count > 0 ? new XElement("properties", properties) : null, cases);
        var document = new XDocument(new XElement("testsuites", new XAttribute("name", "gate"), counts, suite));
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        document.Save(writer);
    }

    private static IEnumerable<XElement> Suite(string gate, SuiteDecision suite)
    {
        var name = suite.MetricId is { } metric ? $"{suite.SuiteName}: {metric}" : suite.SuiteName;
        if (suite.InformsOnly is not null)
        {
            yield return Case(gate, name, null, suite.Sentence);
            yield break;
        }

        yield return Case(gate, name, suite.Verdict, suite.Sentence);
        foreach (var slice in suite.Slices)
        {
            yield return Case(gate, $"{name}, {slice.Slice}", slice.Verdict, slice.Sentence);
        }
    }

    private static XElement Case(string gate, string name, GateVerdict? verdict, string sentence)
    {
        var test = new XElement(
            "testcase", new XAttribute("classname", Text($"gate.{gate}")), new XAttribute("name", Text(name)), new XAttribute("time", "0"));
        test.Add(verdict switch
        {
            GateVerdict.Pass => new XElement("system-out", Text(sentence)),
            GateVerdict.Fail => Outcome("failure", "regression", sentence),
            GateVerdict.Inconclusive => Outcome("failure", "inconclusive", sentence),
            GateVerdict.Broken => Outcome("error", "broken", sentence),
            _ => new XElement("skipped", new XAttribute("message", Text(sentence))),
        });
        return test;
    }

    private static XElement Outcome(string element, string type, string sentence) =>
        new(element, new XAttribute("message", Text(sentence)), new XAttribute("type", type), Text(sentence));

    private static XElement Property(string name, string value) => new("property", new XAttribute("name", name), new XAttribute("value", Text(value)));

    // XML has no control characters; they become visible escapes, as on a terminal.
    private static string Text(string text) => TerminalText.OneLine(text).Replace("\uFFFE", "").Replace("\uFFFF", "");
}
