using Eval.Core.Judging;

namespace Eval.Core.Tests.Judging;

public class JudgedByTests
{
    [Fact]
    public void Of_DefinitionOfAJudgedSuite_ReadsTheJudge()
    {
        var judge = JudgedBy.Of("""{"name":"s","judge":["b","a"],"judges":["id-b","id-a"],"method":"score","methodVersion":"2","rubricHash":"h","rubricName":"helpfulness"}""")!;
        (judge.Name, judge.Identity, judge.Method, judge.MethodVersion, judge.RubricHash, judge.RubricName).ShouldBe(("b + a", "id-a + id-b", "score", "2", "h", "helpfulness"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"judges\":[]}")]
    [InlineData("{\"judges\":[1]}")]
    [InlineData("no json")]
    public void Of_OtherDefinitions_IsNothing(string? text) => JudgedBy.Of(text).ShouldBeNull();
}
