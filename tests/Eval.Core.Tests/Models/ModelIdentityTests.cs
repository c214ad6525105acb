using Eval.Core.Models;

namespace Eval.Core.Tests.Models;

public class ModelIdentityTests
{
    [Theory]
    [InlineData("header.X-Key=sk-1", "header.X-Key=…")]
    [InlineData("extraBody={};header.A=sk-1;header.B=sk-2;query.v=1;temperature=0", "extraBody={};header.A=…;header.B=…;query.v=1;temperature=0")]
    [InlineData("header.A=sk-1;more=sk-2|x;temperature=0", "header.A=…;temperature=0")]
    [InlineData("header.A=sk-1\nsk-2", "header.A=…")]
    [InlineData("header.A=…", "header.A=…")]
    [InlineData("context=512;kvType=f16", "context=512;kvType=f16")]
    [InlineData("", "")]
    public void WithoutHeaders_Settings_LoseTheValues(string settings, string shown)
    {
        var identity = new ModelIdentity("hosted", "http://there/v1 m", "openai", settings);
        identity.WithoutHeaders().Settings.ShouldBe(shown);
        ModelIdentity.WithoutHeaders(identity.Canonical).ShouldBe($"hosted|http://there/v1 m|openai|{shown}");
    }
}
