using Eval.Core.Costs;
using Eval.Core.Costs.Tokens;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Tokens;

public class TokenRulesTests
{
    public static TheoryData<string, string> Rules => CostOracle.Of("token-rules-of-thumb");

    public static TheoryData<string, string> Chats => CostOracle.Of("chatbot-50-per-day");

    [SharedTheory]
    [MemberData(nameof(Rules))]
    public void Rules_OracleCases_Hold(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        if (c.Has("tokens"))
        {
            c.Holds(new() { ["words"] = TokenRules.Words(c.Number("tokens")), ["chars"] = TokenRules.Characters(c.Number("tokens")) });
            return;
        }

        var byRule = TokenRules.OfCharacters(c.Number("chars"));
        c.Holds(new() { ["tokens_by_chars"] = byRule, ["error"] = (byRule - c.Number("tokens_measured")) / c.Number("tokens_measured") });
    }

    [SharedTheory]
    [MemberData(nameof(Chats))]
    public void Chats_OracleCases_AreThePublishedExampleStepByStep(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        c.Holds(
            c.Has("chats_per_day") ? new() { ["tokens_per_day"] = TokenRules.Words(c.Number("chats_per_day") * c.Number("words_per_chat")) }
            : c.Has("tokens_per_day") ? OfDay(PerMillion.FromPerThousand(c.Number("price_per_1k_usd")).For(c.Long("tokens_per_day")))
            : c.Has("factor") ? new() { ["usd_per_year"] = (new Money(c.Number("usd_per_year_at_50")) * c.Number("factor")).Usd }
            : new() { ["ratio"] = PerMillion.FromPerThousand(c.Number("price_text_per_1k")).Usd / PerMillion.FromPerThousand(c.Number("price_table_per_1k")).Usd });
    }

    [Fact]
    public void OfWords_Prose_IsMoreTokensThanWords()
    {
        TokenRules.OfWords(50_000).ShouldBe(66_666.67m, 0.01m);
        TokenRules.Words(TokenRules.OfWords(300)).ShouldBe(300);
        TokenRules.Characters(TokenRules.OfCharacters(300)).ShouldBe(300);
    }

    private static Dictionary<string, object?> OfDay(Money day) => new() { ["usd_per_day"] = day.Usd, ["usd_per_year_365"] = (day * 365).Usd, ["usd_per_year_360"] = (day * 360).Usd };
}
