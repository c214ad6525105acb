using Eval.Core.Running;

namespace Eval.Core.Tests.Running;

public class AskedDefinitionTests
{
    [Theory]
    [InlineData("""{"kind":"rubric","prompt":"{{q}}","judge":"a","rubric":"x"}""", """{"kind":"generation","prompt":"{{q}}"}""", null)]
    [InlineData("""{"prompt":"{{q}}"}""", """{"prompt":"{{q}}?"}""", "prompt")]
    [InlineData("""{"prompt":"{{q}}"}""", """{"prompt":"{{q}}","system":"Be kind."}""", "system")]
    [InlineData("""{"fewShot":{"count":1}}""", """{"fewShot":{"count":2}}""", "fewShot")]
    [InlineData("""{"stop":["a","b"]}""", """{"stop":["a"]}""", "stop")]
    [InlineData(null, """{"prompt":"{{q}}"}""", null)]
    [InlineData("no JSON", """{"prompt":"{{q}}"}""", null)]
    public void Changed_Definition_NamesTheKeyThatDecidesWhatWasAsked(string? stored, string? current, string? key) =>
        AskedDefinition.Changed(stored, current).ShouldBe(key);
}
