using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Providers.Anthropic;

/// <summary>
/// Gives an answer without <c>usage</c> one of zeroes, which is taken for "not told". The package refuses such an answer as a whole, and it would be
/// asked and paid for again; gateways in front of the service leave the numbers out at times. Streams carry on without.
/// </summary>
internal sealed class MissingUsageHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var mended = new ByteArrayContent(Mended(body));
            foreach (var (name, values) in response.Content.Headers.NonValidated.Where(h => h.Key != "Content-Length"))
            {
                mended.Headers.TryAddWithoutValidation(name, values);
            }

            response.Content = mended;
        }

        return response;
    }

    private static byte[] Mended(byte[] body)
    {
        try
        {
            if (body.AsSpan().IndexOf("\"usage\""u8) < 0 && JsonNode.Parse(body) is JsonObject answer && answer["type"] is JsonValue type
                && type.TryGetValue<string>(out var kind) && kind == "message")
            {
                answer["usage"] = new JsonObject { ["input_tokens"] = 0, ["output_tokens"] = 0 };
                return Encoding.UTF8.GetBytes(answer.ToJsonString());
            }
        }
        catch (JsonException)
        {
            // Broken: the package above says so.
        }

        return body;
    }
}
