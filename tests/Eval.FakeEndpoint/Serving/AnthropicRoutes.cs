using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Requests;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eval.FakeEndpoint.Serving;

/// <summary>Anthropic's messages; every request must name the version of the format.</summary>
internal static class AnthropicRoutes
{
    private static readonly AnthropicFormat Format = new();

    public static void Map(IEndpointRouteBuilder app, Exchange exchange, ModelShelf shelf)
    {
        app.MapPost("/v1/messages", http => exchange.ServeAsync(
            http,
            Format,
            (body, content) => http.Request.Headers.ContainsKey("anthropic-version")
                ? AnthropicRequests.Messages(JsonFields.Parse(body), content)
                : throw new RequestFormatException("anthropic-version: header is required"),
            Dialect.Anthropic));
        app.MapPost("/v1/messages/count_tokens", async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
            try
            {
                var body = JsonFields.Parse(bytes.ToArray());
                body["max_tokens"] = 1;
                var request = AnthropicRequests.Messages(body, "");
                var model = shelf.Find(request.Model) ?? throw new RequestFormatException($"model: {request.Model}");
                await Routes.WriteAsync(http, 200, new JsonObject { ["input_tokens"] = model.Language.Encode(request.Prompts[0].Text).Length });
            }
            catch (RequestFormatException e)
            {
                await Routes.WriteAsync(http, StatusCodes.Status400BadRequest, Format.Error(new ApiError(ApiErrorKind.BadRequest, 400, e.Message), Dialect.Anthropic));
            }
        });
    }
}
