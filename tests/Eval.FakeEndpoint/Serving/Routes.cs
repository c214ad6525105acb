using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Ledgers;
using Eval.FakeEndpoint.Requests;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eval.FakeEndpoint.Serving;

/// <summary>The paths.</summary>
internal static class Routes
{
    private static readonly OpenAiChatFormat Chat = new();
    private static readonly OpenAiCompletionFormat Completion = new();

    public static void Map(IEndpointRouteBuilder app, FakeEndpointOptions options, ModelShelf shelf, Ledger ledger)
    {
        var exchange = new Exchange(options, shelf, ledger);
        MapOpenAi(app, exchange, options, shelf);
        AnthropicRoutes.Map(app, exchange, shelf);
        NativeRoutes.Map(app, exchange, options, shelf);
        BatchRoutes.Map(app, exchange, options);
        MapOwn(app, shelf, ledger);
    }

    private static void MapOpenAi(IEndpointRouteBuilder app, Exchange exchange, FakeEndpointOptions options, ModelShelf shelf)
    {
        foreach (var prefix in new[] { "/v1", "/openai/v1" })
        {
            Dialect? dialect = prefix == "/openai/v1" ? Dialect.Azure : null;
            app.MapPost(prefix + "/chat/completions", http => exchange.ServeAsync(http, Chat, (body, content) => OpenAiRequests.Chat(JsonFields.Parse(body), content, null), dialect));
            app.MapPost(prefix + "/completions", http => exchange.ServeAsync(http, Completion, (body, content) => OpenAiRequests.Completion(JsonFields.Parse(body), content, null), dialect));
            app.MapGet(prefix + "/models", http => ModelsAsync(http, options, shelf));
            app.MapGet(prefix + "/models/{name}", http => ModelAsync(http, options, shelf));
        }

        const string Deployment = "/openai/deployments/{deployment}";
        app.MapPost(Deployment + "/chat/completions", http => AzureAsync(http, () =>
            exchange.ServeAsync(http, Chat, (body, content) => OpenAiRequests.Chat(JsonFields.Parse(body), content, DeploymentOf(http)), Dialect.Azure)));
        app.MapPost(Deployment + "/completions", http => AzureAsync(http, () =>
            exchange.ServeAsync(http, Completion, (body, content) => OpenAiRequests.Completion(JsonFields.Parse(body), content, DeploymentOf(http)), Dialect.Azure)));
    }

    private static void MapOwn(IEndpointRouteBuilder app, ModelShelf shelf, Ledger ledger)
    {
        app.MapGet("/health", http => WriteAsync(http, 200, new JsonObject { ["status"] = "ok" }));
        app.MapGet("/_ledger", http => OwnAsync(http, ledger.Totals));
        app.MapGet("/_ledger/entries", http => OwnAsync(http, ledger.Entries));
        app.MapDelete("/_ledger", http =>
        {
            ledger.Clear();
            return OwnAsync(http, ledger.Totals);
        });
        app.MapPut("/_models/{name}", async http =>
        {
            try
            {
                shelf.Set((string)http.GetRouteValue("name")!, (await JsonSerializer.DeserializeAsync<ModelProfile>(http.Request.Body, EndpointJson.Options, http.RequestAborted))!);
                http.Response.StatusCode = StatusCodes.Status204NoContent;
            }
            catch (Exception e) when (e is JsonException or FormatException or IOException)
            {
                await WriteAsync(http, StatusCodes.Status400BadRequest, new JsonObject { ["error"] = e.Message });
            }
        });
    }

    private static string DeploymentOf(HttpContext http) => (string)http.GetRouteValue("deployment")!;

    private static Task AzureAsync(HttpContext http, Func<Task> serve) => http.Request.Query.ContainsKey("api-version")
        ? serve()
        : WriteAsync(http, 404, new JsonObject { ["error"] = new JsonObject { ["code"] = "404", ["message"] = "Resource not found" } });

    private static Task ModelsAsync(HttpContext http, FakeEndpointOptions options, ModelShelf shelf) => KeyCheck.Problem(http.Request, options) is { } problem
        ? WriteAsync(http, problem.Status, OpenAiErrors.Of(problem, Dialect.OpenAi)!)
        : WriteAsync(http, 200, new JsonObject { ["object"] = "list", ["data"] = WireJson.Array(shelf.Names.Select(n => Model(n, shelf))) });

    private static Task ModelAsync(HttpContext http, FakeEndpointOptions options, ModelShelf shelf)
    {
        var name = (string)http.GetRouteValue("name")!;
        var problem = KeyCheck.Problem(http.Request, options)
            ?? (shelf.Find(name) is null ? new ApiError(ApiErrorKind.NotFound, 404, $"The model '{name}' does not exist") { Parameter = "model" } : null);
        return problem is null ? WriteAsync(http, 200, Model(name, shelf)) : WriteAsync(http, problem.Status, OpenAiErrors.Of(problem, Dialect.OpenAi)!);
    }

    // The extra fields are those by which clients know the servers.
    private static JsonObject Model(string name, ModelShelf shelf)
    {
        var profile = shelf.Find(name)!.Profile;
        var model = new JsonObject
        {
            ["id"] = name,
            ["object"] = "model",
            ["created"] = 1_700_000_000,
            ["owned_by"] = profile.Dialect switch
            {
                Dialect.Vllm => "vllm",
                Dialect.LlamaServer => "llamacpp",
                _ => "eval-fake-endpoint",
            },
        };
        if (profile.Dialect == Dialect.Vllm)
        {
            (model["root"], model["parent"], model["max_model_len"]) = (name, null, profile.ContextLength);
        }
        else if (profile.Dialect == Dialect.LlamaServer)
        {
            model["meta"] = new JsonObject
            {
                ["vocab_type"] = 2,
                ["n_vocab"] = shelf.Find(name)!.Language.Size,
                ["n_ctx_train"] = profile.ContextLength,
                ["n_embd"] = 64,
                ["n_params"] = 260_000,
                ["size"] = 1_000_000,
            };
        }

        return model;
    }

    internal static async Task WriteAsync(HttpContext http, int status, JsonNode body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(WireJson.Bytes(body), http.RequestAborted);
    }

    private static async Task OwnAsync<T>(HttpContext http, T value)
    {
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, value, EndpointJson.Options, http.RequestAborted);
    }
}
