using Eval.FakeEndpoint.Batches;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eval.FakeEndpoint.Serving;

/// <summary>The batch interfaces of OpenAI and Anthropic.</summary>
internal static class BatchRoutes
{
    public static void Map(IEndpointRouteBuilder app, Exchange exchange, FakeEndpointOptions options)
    {
        var work = new BatchWork(options, exchange);
        var openAi = new OpenAiBatches(options, work);
        var anthropic = new AnthropicBatches(options, work);
        var anthropicFormat = new AnthropicFormat();

        RequestDelegate Keyed(RequestDelegate handle, bool isAnthropic = false) => http => KeyCheck.Problem(http.Request, options) is { } problem
            ? Routes.WriteAsync(http, problem.Status, isAnthropic ? anthropicFormat.Error(problem, Dialect.Anthropic) : OpenAiErrors.Of(problem, Dialect.OpenAi)!)
            : handle(http);

        app.MapPost("/v1/files", Keyed(openAi.UploadAsync));
        app.MapGet("/v1/files/{id}", Keyed(openAi.FileAsync));
        app.MapDelete("/v1/files/{id}", Keyed(openAi.DeleteFileAsync));
        app.MapGet("/v1/files/{id}/content", Keyed(openAi.ContentAsync));
        app.MapPost("/v1/batches", Keyed(openAi.CreateAsync));
        app.MapGet("/v1/batches", Keyed(openAi.ListAsync));
        app.MapGet("/v1/batches/{id}", Keyed(openAi.BatchAsync));
        app.MapPost("/v1/batches/{id}/cancel", Keyed(openAi.CancelAsync));
        app.MapPost("/v1/messages/batches", Keyed(anthropic.CreateAsync, isAnthropic: true));
        app.MapGet("/v1/messages/batches/{id}", Keyed(anthropic.BatchAsync, isAnthropic: true));
        app.MapPost("/v1/messages/batches/{id}/cancel", Keyed(anthropic.CancelAsync, isAnthropic: true));
        app.MapGet("/v1/messages/batches/{id}/results", Keyed(anthropic.ResultsAsync, isAnthropic: true));
    }
}
