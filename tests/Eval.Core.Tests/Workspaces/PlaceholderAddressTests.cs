using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Workspaces;

public class PlaceholderAddressTests
{
    [Theory]
    [InlineData("http://{{HOST}}:8000/v1", "{{HOST}}")]
    [InlineData("https://api.example/{version}/v1", "{version}")]
    [InlineData("${BASE_URL}/v1", "${BASE_URL}")]
    [InlineData("http://$HOST:8000/v1", "$HOST")]
    [InlineData("https://<resource>.openai.azure.com", "<resource>")]
    public void OptionalUrl_Placeholder_IsNamed(string address, string placeholder)
    {
        var document = ConfigDocument.Parse($"endpoint: \"{address}\"\n", "eval.yaml");
        document.Root.OptionalUrl("endpoint").ShouldBeNull();
        var problem = document.Problems.ShouldHaveSingleItem();
        problem.ToString().ShouldBe($"eval.yaml:1:11: \"endpoint\" holds {placeholder}, which nothing fills in here (write the whole address)");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/v1")]
    [InlineData("https://data.example/a%20b/%C3%A4.jsonl?$filter=x&sig=a$b")]
    [InlineData("https://[::1]:8080/v1")]
    [InlineData("https://xn--bcher-kva.example/~user/$1.00")]
    public void OptionalUrl_OddButWhole_IsTaken(string address)
    {
        var document = ConfigDocument.Parse($"endpoint: \"{address}\"\n", "eval.yaml");
        document.Root.OptionalUrl("endpoint").ShouldBe(address);
        document.Problems.ShouldBeEmpty();
    }
}
