using Eval.Core.Costs.Tokens;

namespace Eval.Core.Costs.Audit;

/// <summary>The technology roadmap: a worked example of a chat service, and a table of ratings and prices.</summary>
internal static class RoadmapFigures
{
    private const string Roadmap = "technology roadmap";

    // Fifty chats of a thousand words in a day.
    private const decimal WordsPerDay = 50 * 1000;

    public static IEnumerable<AuditedFigure> All() => [.. Chats(), .. Table()];

    private static IEnumerable<AuditedFigure> Chats()
    {
        var tokens = TokenRules.OfWords(WordsPerDay);
        yield return AuditedFigure.Number(Roadmap, "732", "tokens of 50,000 words", "tokens/day", 37_500, (double)tokens, Slip.Arithmetic, "a token is three quarters of a word: words are divided by it");
        yield return AuditedFigure.Number(Roadmap, "732", "37,500 tokens at the printed $0.02 for a token", "$/day", 0.75, (double)(PerMillion.FromPerUnit(0.02m).For(37_500).Usd), Slip.Unit, "$0.75 needs $0.02 for a thousand");
        yield return AuditedFigure.Number(Roadmap, "732", "a year of $0.75 a day", "$/year", 270, 0.75 * 365, Slip.Time, "a year of 360 days");
        yield return AuditedFigure.Number(Roadmap, "733", "a year of ten times the chats", "$/year", 2.7, 0.75 * 365 * 10, Slip.Unit, "the thousands were lost");
        yield return AuditedFigure.Number(Roadmap, "732 vs 657", "price of a thousand tokens", "$", 0.02, 0.002, Slip.Inconsistent, "the example against the document's own table");
        yield return AuditedFigure.Number(Roadmap, "732", "the example with all of it right", "$/day", 0.75, (double)(PerMillion.FromPerThousand(0.002m).Usd * tokens / 1_000_000), Slip.Inconsistent, "$48.67 a year");
    }

    private static IEnumerable<AuditedFigure> Table()
    {
        // Prices as printed, all under the heading "per token".
        var (palm, gpt4) = (PerMillion.FromPerUnit(0.000002m), 0.045m);
        var (mpt7b, gpt4Turbo) = (PerMillion.FromPerThousand(0.0005m), PerMillion.FromPerThousand(0.02m));
        var repaired = PerMillion.FromPerThousand(gpt4);
        yield return AuditedFigure.Number(Roadmap, "397-455", "dearest model over cheapest", "times", (double)(PerMillion.FromPerUnit(gpt4).Usd / palm.Usd), (double)(repaired.Usd / mpt7b.Usd), Slip.Unit, "some rows of the table are per token, some per thousand");
        yield return AuditedFigure.Statement(Roadmap, "423", "cheapest model", "PaLM", palm.Usd <= mpt7b.Usd ? "PaLM" : "MPT-7B", Slip.Claim, "$2 against $0.50 for a million tokens, units repaired");
        yield return AuditedFigure.Statement(Roadmap, "459", "does OpenAI's price rise with its rating?", "yes", gpt4Turbo.Usd < repaired.Usd ? "no" : "yes", Slip.Claim, "GPT-4-Turbo: 1210 at $20; GPT-4 8K: 1159 at $45");
    }
}
