using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Language;
using Eval.FakeEndpoint.Requests;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eval.FakeEndpoint.Serving;

/// <summary>The routes of llama.cpp's server that are not OpenAI's. They name no model: the first of the endpoint is meant.</summary>
internal static class NativeRoutes
{
    private static readonly NativeFormat Format = new();

    public static void Map(IEndpointRouteBuilder app, Exchange exchange, FakeEndpointOptions options, ModelShelf shelf)
    {
        app.MapPost("/completion", http => exchange.ServeAsync(http, Format, (body, content) => NativeRequests.Completion(JsonFields.Parse(body), content, shelf.Default), Dialect.LlamaServer));
        app.MapPost("/tokenize", http => AnswerAsync(http, options, body => Tokenize(body, shelf.Find(shelf.Default)!.Language)));
        app.MapPost("/detokenize", http => AnswerAsync(http, options, body => new JsonObject
        {
            ["content"] = shelf.Find(shelf.Default)!.Language.Decode(OpenAiRequests.OfTokens(body["tokens"] as JsonArray ?? []).Tokens!),
        }));
        app.MapGet("/props", http => Routes.WriteAsync(http, 200, new JsonObject
        {
            ["default_generation_settings"] = new JsonObject { ["n_ctx"] = shelf.Find(shelf.Default)!.Profile.ContextLength },
            ["total_slots"] = 4,
            ["model_path"] = shelf.Default + ".gguf",
            ["chat_template"] = "",
            ["build_info"] = "b0-fake",
        }));
    }

    private static JsonObject Tokenize(JsonObject body, ILanguage vocabulary)
    {
        int[] tokens = [.. body.Flag("add_special") && vocabulary.Bos is { } bos ? [bos] : Array.Empty<int>(), .. vocabulary.Encode(body.RequiredText("content"))];
        return new JsonObject
        {
            ["tokens"] = body.Flag("with_pieces")
                ? WireJson.Array(tokens.Select(t => new JsonObject { ["id"] = t, ["piece"] = ChatLogprobs.Text(vocabulary, t) }))
                : WireJson.Array(tokens.Select(t => (JsonNode?)JsonValue.Create(t))),
        };
    }

    private static async Task AnswerAsync(HttpContext http, FakeEndpointOptions options, Func<JsonObject, JsonObject> answer)
    {
        try
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
            if (KeyCheck.Problem(http.Request, options) is { } problem)
            {
                await Routes.WriteAsync(http, problem.Status, OpenAiErrors.Of(problem, Dialect.LlamaServer)!);
                return;
            }

            await Routes.WriteAsync(http, 200, answer(JsonFields.Parse(bytes.ToArray())));
        }
        catch (RequestFormatException e)
        {
            await Routes.WriteAsync(http, 400, OpenAiErrors.Of(new ApiError(ApiErrorKind.BadRequest, 400, e.Message), Dialect.LlamaServer)!);
        }
    }
}
