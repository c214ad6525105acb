using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Eval.Core.Statistics;
using Eval.FakeEndpoint.Answers;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Ledgers;
using Eval.FakeEndpoint.Limits;
using Eval.FakeEndpoint.Requests;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Http;

namespace Eval.FakeEndpoint.Serving;

/// <summary>
/// One request from its arrival to its last byte, for every wire format: key, model, fault, limits, answer, waiting, sending, ledger.
/// </summary>
/// <param name="options">The endpoint's settings.</param>
/// <param name="shelf">The models.</param>
/// <param name="ledger">The witness.</param>
internal sealed class Exchange(FakeEndpointOptions options, ModelShelf shelf, Ledger ledger)
{
    private readonly ResponseSender _sender = new(ledger, options.Time);

    /// <summary>Serves a request.</summary>
    /// <param name="http">Request and response.</param>
    /// <param name="format">The wire format.</param>
    /// <param name="read">Reads the body, given its bytes and fingerprint; throws <see cref="RequestFormatException"/>.</param>
    /// <param name="dialect">Whose errors the path implies, or null for the model's own.</param>
    public async Task ServeAsync(HttpContext http, IWireFormat format, Func<byte[], string, ModelRequest> read, Dialect? dialect = null)
    {
        var entry = ledger.Begin(http.Request.Path.Value ?? "");
        var response = new Response(http, format, entry, dialect ?? Dialect.OpenAi);
        try
        {
            var body = await BodyAsync(http.Request);
            if (KeyCheck.Problem(http.Request, options) is { } refused)
            {
                await _sender.ErrorAsync(response, refused);
                return;
            }

            await AnswerAsync(response, read(body, Fingerprint(http.Request.Path.Value ?? "", body)), dialect);
        }
        catch (RequestFormatException e)
        {
            await _sender.ErrorAsync(response, new ApiError(ApiErrorKind.BadRequest, StatusCodes.Status400BadRequest, e.Message) { Parameter = e.Parameter, Code = e.Code });
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            entry.ClientLeft = http.RequestAborted.IsCancellationRequested;
        }
        finally
        {
            ledger.End(entry);
        }
    }

    /// <summary>Serves a request of a batch: in the ledger like any other, but without waiting, limits or accidents of the wire.</summary>
    /// <param name="route">The path that the batch names.</param>
    /// <param name="request">The request.</param>
    /// <param name="expired">Share of requests whose time was over.</param>
    /// <param name="cancellationToken">Ends the wait for a model's answer.</param>
    public async Task<(Served? Served, ApiError? Error, bool IsExpired)> ServeInBatchAsync(string route, ModelRequest request, double expired, CancellationToken cancellationToken)
    {
        var entry = ledger.Begin(route);
        try
        {
            ledger.Identify(entry, request.Model, request.Content, request.Prompts[0].Question);
            if (SeededRandom.For(options.Seed, $"batch {entry.Attempt} {request.Content}").NextDouble() < expired)
            {
                return (null, null, true);
            }

            if (shelf.Find(request.Model) is not { } model)
            {
                return (null, NoSuchModel(request), false);
            }

            var drawn = model.Profile.Faults.Draw(options.Seed, request.Content, int.MaxValue);
            var fault = entry.Fault = drawn >= FaultKind.ContentFilterPrompt ? drawn : FaultKind.None;
            var answer = await model.Maker.AnswerAsync(request, fault, cancellationToken);
            if (Problem(request, model, answer, fault) is { } problem)
            {
                entry.Status = problem.Status;
                return (null, problem, false);
            }

            Charge(entry, answer);
            (entry.Status, entry.Delivered) = (StatusCodes.Status200OK, true);
            return (ServedOf(request, model, answer, fault, entry.Attempt), null, false);
        }
        finally
        {
            ledger.End(entry);
        }
    }

    private async Task AnswerAsync(Response response, ModelRequest request, Dialect? dialect)
    {
        var entry = response.Entry;
        ledger.Identify(entry, request.Model, request.Content, request.Prompts[0].Question);
        if (shelf.Find(request.Model) is not { } model)
        {
            await _sender.ErrorAsync(response, NoSuchModel(request));
            return;
        }

        var profile = dialect is { } path ? model.Profile with { Dialect = path } : model.Profile;
        response = response with { Dialect = profile.Dialect };
        var fault = profile.Faults.Draw(options.Seed, request.Content, entry.Attempt);
        var cancel = response.Http.RequestAborted;
        var answer = await model.Maker.AnswerAsync(request, fault, cancel);
        var state = model.Limiter?.Enter(answer.InputTokens + answer.OutputTokens);
        if (state is not null)
        {
            RateHeaders.Write(response.Http.Response.Headers, request.Kind, state, options.Time);
            entry.OverLimit = state.Over is not null;
        }

        if (state is { Refused: true })
        {
            await _sender.ErrorAsync(response, Limited(request, state), state.Wait);
            return;
        }

        try
        {
            entry.LimitTokens = answer.InputTokens + answer.OutputTokens;
            entry.Fault = fault;
            await SendAsync(response, request, model, profile, answer, fault);
        }
        finally
        {
            model.Limiter?.Leave();
        }
    }

    private async Task SendAsync(Response response, ModelRequest request, ServedModel model, ModelProfile profile, Answer answer, FaultKind fault)
    {
        var entry = response.Entry;
        switch (fault)
        {
            case FaultKind.Reset:
                response.Http.Abort();
                return;
            case FaultKind.BadGateway:
                await _sender.PageAsync(response, StatusCodes.Status502BadGateway);
                return;
            case FaultKind.GatewayTimeout:
                await _sender.NothingAsync(response, StatusCodes.Status504GatewayTimeout);
                return;
            case FaultKind.RateLimited or FaultKind.RateLimitedUntilDate:
                await _sender.ErrorAsync(response, FaultErrors.Of(fault, request, profile)!, TimeSpan.FromSeconds(profile.Faults.RetryAfterSeconds), fault == FaultKind.RateLimitedUntilDate);
                return;
        }

        if (Problem(request, model, answer, fault) is { } problem)
        {
            await _sender.ErrorAsync(response, problem);
            return;
        }

        // From here on the work is done, and charged.
        Charge(entry, answer);
        var latency = profile.Latency.Draw(SeededRandom.For(options.Seed, $"latency {entry.Attempt} {request.Content}"), answer.InputTokens);
        var served = ServedOf(request, model, answer, fault, entry.Attempt) with { Profile = profile };
        await _sender.AnswerAsync(response, served, fault, entry.ArrivedMs + latency.TotalMilliseconds);
    }

    private static void Charge(LedgerEntry entry, Answer answer)
    {
        entry.Billed = true;
        (entry.InputTokens, entry.OutputTokens) = (answer.InputTokens, answer.OutputTokens);
        (entry.Finish, entry.Answer) = (answer.Choices[0].Finish, Ledger.Short(answer.Choices[0].Text ?? ""));
    }

    private static ApiError? Problem(ModelRequest request, ServedModel model, Answer answer, FaultKind fault)
    {
        var profile = model.Profile;
        if ((fault is not FaultKind.ErrorInStream || !request.Stream) && FaultErrors.Of(fault, request, profile) is { } error)
        {
            return error;
        }

        var longest = answer.PromptTokens.Max(p => p.Count);
        if (fault == FaultKind.TooLong || longest > profile.ContextLength)
        {
            return FaultErrors.TooLong(request, Math.Max(longest, profile.ContextLength + 1), profile.ContextLength);
        }

        return request switch
        {
            { Kind: RequestKind.Completion } when profile.Echo == EchoMode.Missing => new(ApiErrorKind.NotFound, 404,
                "This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?")
            { Parameter = "model" },
            { Echo: true } when profile.Echo == EchoMode.Rejected => new(ApiErrorKind.BadRequest, 400,
                "You requested 'echo' with 'logprobs', which is not supported on this model.")
            { Parameter = "echo" },
            { Schema: not null } when !profile.Schemas => new(ApiErrorKind.BadRequest, 400,
                "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.")
            { Parameter = "response_format" },
            _ => null,
        };
    }

    private Served ServedOf(ModelRequest request, ServedModel model, Answer answer, FaultKind fault, int attempt)
    {
        var profile = model.Profile;
        var shown = fault switch
        {
            FaultKind.EmptyChoices => answer with { Choices = [] },
            FaultKind.NullContent => answer with { Choices = [.. answer.Choices.Select(c => c with { Text = null, Tokens = [], ToolCalls = [] })] },
            _ => answer,
        };
        var usage = new Usage(answer.InputTokens, Math.Min(profile.CachedTokens, answer.InputTokens), answer.OutputTokens, answer.Choices.Sum(c => c.ReasoningTokens));
        return new Served(
            Fingerprint($"{request.Content} {attempt}"),
            options.Time.GetUtcNow().ToUnixTimeSeconds(),
            request,
            profile,
            shown,
            fault switch
            {
                FaultKind.NoUsage => null,
                FaultKind.WrongUsage => usage with { Input = -1, Output = usage.Output + 1_000_000, Total = 7 },
                _ => usage,
            },
            model.Language);
    }

    private static ApiError Limited(ModelRequest request, RateState state)
    {
        var (what, limit) = state.Over switch
        {
            RateDimension.Tokens => ("tokens", string.Create(CultureInfo.InvariantCulture, $"tokens per min (TPM): Limit {state.Limits.TokensPerMinute}, Used {state.Tokens}")),
            _ => ("requests", string.Create(CultureInfo.InvariantCulture, $"requests per min (RPM): Limit {state.Limits.RequestsPerMinute}, Used {state.Requests}, Requested 1")),
        };
        return new ApiError(ApiErrorKind.RateLimit, StatusCodes.Status429TooManyRequests, FaultErrors.RateText(request.Model, what, limit)) { Limited = what };
    }

    private static ApiError NoSuchModel(ModelRequest request) => new(ApiErrorKind.NotFound, StatusCodes.Status404NotFound, request.Kind == RequestKind.Messages
        ? $"model: {request.Model}"
        : $"The model `{request.Model}` does not exist or you do not have access to it.");

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.ToArray();
    }

    internal static string Fingerprint(string path, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(path));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }

    private static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}
