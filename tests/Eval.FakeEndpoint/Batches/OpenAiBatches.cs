using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Requests;
using Eval.FakeEndpoint.Serving;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eval.FakeEndpoint.Batches;

/// <summary>OpenAI's files and batches, in memory.</summary>
internal sealed class OpenAiBatches(FakeEndpointOptions options, BatchWork work)
{
    private static readonly OpenAiChatFormat Chat = new();
    private static readonly OpenAiCompletionFormat Completion = new();

    private readonly ConcurrentDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Batch> _batches = new(StringComparer.Ordinal);
    private int _numbers;

    private long Now => options.Time.GetUtcNow().ToUnixTimeSeconds();

    public async Task UploadAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form.Files.GetFile("file") is not { } upload)
        {
            await RefuseAsync(http, 400, "Missing required parameter: 'file'.", "file");
            return;
        }

        using var bytes = new MemoryStream();
        await upload.CopyToAsync(bytes, http.RequestAborted);
        var file = Store(upload.FileName, form["purpose"].ToString(), bytes.ToArray());
        await Routes.WriteAsync(http, 200, Describe(file));
    }

    public Task FileAsync(HttpContext http) => FileOf(http) is { } file ? Routes.WriteAsync(http, 200, Describe(file)) : NoFileAsync(http);

    public async Task ContentAsync(HttpContext http)
    {
        if (FileOf(http) is { } file)
        {
            http.Response.ContentType = "application/octet-stream";
            await http.Response.Body.WriteAsync(file.Bytes, http.RequestAborted);
        }
        else
        {
            await NoFileAsync(http);
        }
    }

    public Task DeleteFileAsync(HttpContext http) => _files.TryRemove(IdOf(http), out var file)
        ? Routes.WriteAsync(http, 200, new JsonObject { ["id"] = file.Id, ["object"] = "file", ["deleted"] = true })
        : NoFileAsync(http);

    public async Task CreateAsync(HttpContext http)
    {
        try
        {
            using var reader = new MemoryStream();
            await http.Request.Body.CopyToAsync(reader, http.RequestAborted);
            var body = JsonFields.Parse(reader.ToArray());
            var (input, route) = (body.RequiredText("input_file_id"), body.RequiredText("endpoint"));
            if (route is not ("/v1/chat/completions" or "/v1/completions"))
            {
                throw new RequestFormatException($"Invalid value: '{route}'.", "endpoint", "invalid_value");
            }

            if (!_files.TryGetValue(input, out var file))
            {
                throw new RequestFormatException($"No such File object: {input}", "input_file_id");
            }

            var (requests, errors) = Read(file, route);
            var batch = new Batch($"batch_{Interlocked.Increment(ref _numbers):x24}", route, requests, Now)
            {
                InputFile = input,
                Metadata = body["metadata"]?.DeepClone(),
                Errors = errors.Count > 0 ? errors : null,
            };
            _batches[batch.Id] = batch;
            await Routes.WriteAsync(http, 200, Describe(batch));
        }
        catch (RequestFormatException e)
        {
            await RefuseAsync(http, 400, e.Message, e.Parameter);
        }
    }

    public async Task BatchAsync(HttpContext http)
    {
        if (!_batches.TryGetValue(IdOf(http), out var batch))
        {
            await RefuseAsync(http, 404, $"No batch found with id '{IdOf(http)}'.", "batch_id");
            return;
        }

        await batch.PollAsync(options.BatchPolls, RunAsync, Finish);
        await Routes.WriteAsync(http, 200, Describe(batch));
    }

    public async Task CancelAsync(HttpContext http)
    {
        if (!_batches.TryGetValue(IdOf(http), out var batch))
        {
            await RefuseAsync(http, 404, $"No batch found with id '{IdOf(http)}'.", "batch_id");
            return;
        }

        batch.Cancelled = true;
        await Routes.WriteAsync(http, 200, Describe(batch));
    }

    public Task ListAsync(HttpContext http) => Routes.WriteAsync(http, 200, new JsonObject
    {
        ["object"] = "list",
        ["data"] = WireJson.Array(_batches.Values.OrderByDescending(b => b.Id, StringComparer.Ordinal).Select(Describe)),
        ["has_more"] = false,
    });

    private Task<IReadOnlyList<BatchItem>> RunAsync(Batch batch) => batch.Route == "/v1/completions"
        ? work.RunAsync(batch.Id, batch.Route, batch.Requests, Completion, (body, content) => OpenAiRequests.Completion(body, content, null), CancellationToken.None)
        : work.RunAsync(batch.Id, batch.Route, batch.Requests, Chat, (body, content) => OpenAiRequests.Chat(body, content, null), CancellationToken.None);

    private void Finish(Batch batch)
    {
        var good = batch.Items!.Where(i => i.Fate == ItemFate.Succeeded).ToList();
        var bad = batch.Items!.Where(i => i.Fate is ItemFate.Failed or ItemFate.Expired).ToList();
        batch.OutputFile = good.Count == 0 ? null : Store($"{batch.Id}_output.jsonl", "batch_output", Lines(good)).Id;
        batch.ErrorFile = bad.Count == 0 ? null : Store($"{batch.Id}_error.jsonl", "batch_output", Lines(bad)).Id;
    }

    private static byte[] Lines(IEnumerable<BatchItem> items) => Encoding.UTF8.GetBytes(string.Concat(items.Select((item, i) => WireJson.Text(new JsonObject
    {
        ["id"] = $"batch_req_{i:x24}",
        ["custom_id"] = item.CustomId,
        ["response"] = item.Body is null ? null : new JsonObject { ["status_code"] = item.Status, ["request_id"] = $"req_{i:x16}", ["body"] = item.Body },
        ["error"] = item.Fate == ItemFate.Expired
            ? new JsonObject { ["code"] = "batch_expired", ["message"] = "This request could not be executed before the completion window expired." }
            : null,
    }) + "\n")));

    private static (List<(string, JsonObject)> Requests, JsonArray Errors) Read(StoredFile file, string route)
    {
        var requests = new List<(string, JsonObject)>();
        var errors = new JsonArray();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(file.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            var (code, message) = ("", "");
            try
            {
                var row = JsonFields.Parse(Encoding.UTF8.GetBytes(line));
                var id = row.Text("custom_id");
                (code, message) = id is null ? ("missing_required_parameter", "Missing required parameter: 'custom_id'.")
                    : !names.Add(id) ? ("duplicate_custom_id", $"The custom_id '{id}' for this request is a duplicate of another request.")
                    : row.Text("url") != route ? ("mismatched_url", "The URL provided for this request does not match the batch endpoint.")
                    : row["body"] is not JsonObject ? ("missing_required_parameter", "Missing required parameter: 'body'.")
                    : ("", "");
                if (code.Length == 0)
                {
                    requests.Add((id!, (JsonObject)row["body"]!));
                }
            }
            catch (Exception e) when (e is RequestFormatException or JsonException)
            {
                (code, message) = ("invalid_json_line", "This line is not parseable as valid JSON.");
            }

            if (code.Length > 0)
            {
                errors.Add(new JsonObject { ["code"] = code, ["message"] = message, ["param"] = null, ["line"] = number });
            }
        }

        if (number == 0)
        {
            errors.Add(new JsonObject { ["code"] = "empty_file", ["message"] = "The batch input file is empty.", ["param"] = null, ["line"] = null });
        }

        return (requests, errors);
    }

    private JsonObject Describe(Batch batch)
    {
        var status = batch switch
        {
            { Errors: not null } => "failed",
            { Items: not null, Cancelled: true } => "cancelled",
            { Cancelled: true } => "cancelling",
            { Items: not null } => batch.Count(ItemFate.Expired) > 0 ? "expired" : "completed",
            { Polls: 0 } => "validating",
            _ => "in_progress",
        };
        return new JsonObject
        {
            ["id"] = batch.Id,
            ["object"] = "batch",
            ["endpoint"] = batch.Route,
            ["errors"] = batch.Errors is { } errors ? new JsonObject { ["object"] = "list", ["data"] = errors.DeepClone() } : null,
            ["input_file_id"] = batch.InputFile,
            ["completion_window"] = "24h",
            ["status"] = status,
            ["output_file_id"] = batch.OutputFile,
            ["error_file_id"] = batch.ErrorFile,
            ["created_at"] = batch.Created,
            ["in_progress_at"] = status == "validating" ? null : batch.Created,
            ["expires_at"] = batch.Created + 86_400,
            ["completed_at"] = status == "completed" ? Now : null,
            ["failed_at"] = status == "failed" ? batch.Created : null,
            ["expired_at"] = status == "expired" ? Now : null,
            ["cancelled_at"] = status == "cancelled" ? Now : null,
            ["request_counts"] = new JsonObject
            {
                ["total"] = batch.Requests.Count,
                ["completed"] = batch.Count(ItemFate.Succeeded),
                ["failed"] = batch.Count(ItemFate.Failed) + batch.Count(ItemFate.Expired),
            },
            ["metadata"] = batch.Metadata?.DeepClone(),
        };
    }

    private static JsonObject Describe(StoredFile file) => new()
    {
        ["id"] = file.Id,
        ["object"] = "file",
        ["bytes"] = file.Bytes.Length,
        ["created_at"] = file.Created,
        ["filename"] = file.Name,
        ["purpose"] = file.Purpose,
        ["status"] = "processed",
    };

    private StoredFile Store(string name, string purpose, byte[] bytes)
    {
        var file = new StoredFile($"file-{Interlocked.Increment(ref _numbers):x20}", name, purpose, bytes, Now);
        return _files[file.Id] = file;
    }

    private StoredFile? FileOf(HttpContext http) => _files.GetValueOrDefault(IdOf(http));

    private static string IdOf(HttpContext http) => (string)http.GetRouteValue("id")!;

    private static Task NoFileAsync(HttpContext http) => RefuseAsync(http, 404, $"No such File object: {IdOf(http)}", "id");

    private static Task RefuseAsync(HttpContext http, int status, string message, string? parameter) => Routes.WriteAsync(
        http, status, OpenAiErrors.Of(new ApiError(ApiErrorKind.BadRequest, status, message) { Parameter = parameter }, Dialect.OpenAi)!);
}
