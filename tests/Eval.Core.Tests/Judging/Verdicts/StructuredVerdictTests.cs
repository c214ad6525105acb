using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;
using Eval.Core.Schemas;

namespace Eval.Core.Tests.Judging.Verdicts;

public class StructuredVerdictTests
{
    private static readonly IReadOnlyList<VerdictField> One = [VerdictField.Of("score", new RubricScale(1, 5))];
    private static readonly IReadOnlyList<VerdictField> Two = [VerdictField.Of("a", new RubricScale(0, 1, ["no", "yes"])), VerdictField.Of("b", new RubricScale(0, 1, ["no", "yes"]))];

    [Theory]
    [InlineData("""{"feedback":"x","score":4}""")]
    [InlineData("\n {\"score\":4,\n\"feedback\":\"x\"}\n")]
    [InlineData("```json\n{\"feedback\":\"x\",\"score\":4}\n```")]
    [InlineData("```\n{\"feedback\":\"x\",\"score\":\"4\"}\n```\n")]
    public void Read_OneWholeObject_IsRead(string reply)
    {
        var reading = StructuredVerdict.Read(reply, One, ownAnswer: false);

        reading.Values.ShouldBe([4]);
        reading.Feedback.ShouldBe("x");
    }

    [Theory]
    [InlineData("""{"feedback":"x","score":4,"score":5}""")]
    [InlineData("""{"feedback":"x","score":4} {"feedback":"x","score":5}""")]
    [InlineData("""Here it is: {"feedback":"x","score":4}""")]
    [InlineData("Look:\n```json\n{\"feedback\":\"x\",\"score\":4}\n```")]
    [InlineData("```json\n{\"feedback\":\"x\",\"score\":4}\n```\nDone.")]
    [InlineData("""{"feedback":"x","score":4,"note":1}""")]
    [InlineData("""{"feedback":"x","score":6}""")]
    [InlineData("""{"feedback":"x","score":4.5}""")]
    [InlineData("""{"feedback":"x","score":true}""")]
    [InlineData("""{"feedback":"x","score":[4]}""")]
    [InlineData("""{"feedback":"x","score":null}""")]
    [InlineData("""{"feedback":4,"score":4}""")]
    [InlineData("""{"score":4}""")]
    [InlineData("""[{"feedback":"x","score":4}]""")]
    [InlineData("""{"feedback":"\ud800","score":4}""")]
    [InlineData("""{"feedback":"x","score":4,}""")]
    [InlineData("{\"feedback\":\"cut off")]
    [InlineData("4")]
    [InlineData("")]
    public void Read_AnythingElse_IsNotRead(string reply)
    {
        var reading = StructuredVerdict.Read(reply, One, ownAnswer: false);

        reading.Values.ShouldBeNull();
        reading.Problem.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Read_SeveralFields_AreReadByName()
    {
        StructuredVerdict.Read("""{"feedback":"x","scores":{"b":"yes","a":"no"}}""", Two, ownAnswer: false).Values.ShouldBe([0, 1]);
        StructuredVerdict.Read("""{"feedback":"x","scores":{"b":"yes"}}""", Two, ownAnswer: false).Problem.ShouldBe("in \"scores\", \"a\" is missing");
        StructuredVerdict.Read("""{"feedback":"x","scores":{"b":"yes","a":"no","c":"no"}}""", Two, ownAnswer: false).Values.ShouldBeNull();
    }

    [Fact]
    public void Schema_OfEveryForm_CanBecomeAGrammarAndHoldsItsOwnVerdicts()
    {
        Holds(StructuredVerdict.Schema(One, ownAnswer: false).GetRawText(), """{"feedback":"x","score":4}""", """{"feedback":"x","score":6}""");
        Holds(StructuredVerdict.Schema(Two, ownAnswer: false).GetRawText(), """{"feedback":"x","scores":{"a":"no","b":"yes"}}""", """{"feedback":"x","scores":{"a":"no"}}""");
        Holds(new FiveLabelForm { OwnAnswer = true }.Schema().GetRawText(), """{"own_answer":"y","feedback":"x","verdict":"A>>B"}""", """{"feedback":"x","verdict":"A>>B"}""");
        Holds(new RatingForm(new RubricScale(1, 10)).Schema().GetRawText(), """{"feedback":"x","rating":10}""", """{"feedback":"x","rating":11}""");

        static void Holds(string schema, string right, string wrong)
        {
            var subset = JsonSchemaSubset.Parse(schema);
            subset.Validate(right).ShouldBeEmpty();
            subset.Validate(wrong).ShouldNotBeEmpty();
        }
    }
}
