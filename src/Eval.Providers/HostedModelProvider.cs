using System.Collections.Concurrent;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.Providers.Anthropic;
using Eval.Providers.Batches;
using Eval.Providers.Endpoints;
using Eval.Providers.OpenAi;
using Eval.Providers.Probing;

namespace Eval.Providers;

/// <summary>
/// Opens models behind HTTP endpoints. What an endpoint can do is probed on a known string before a run is planned, and kept for half an hour:
/// some accept a field and ignore it. Keys come from the environment or a file, are checked by that first call, and are kept nowhere.
/// </summary>
public sealed class HostedModelProvider : IModelProvider
{
    // A new family of endpoints is a folder beside this file and a line here.
    internal static readonly IReadOnlyList<IDialect> Dialects = [new OpenAiDialect(), new AnthropicDialect()];

    // A server that runs for weeks must notice that a model was changed behind its name.
    private static readonly TimeSpan ReportsKeptFor = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, (HostedModelSpec Spec, long At, Task<EndpointReport> Report)> _reports = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _variable;
    private readonly TimeProvider _time;
    private readonly string _batchFolder;

    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="batchFolder">Where batches under way are noted, so that a killed run finds them again; made when first used.</param>
    public HostedModelProvider(Func<string, string?> variable, TimeProvider time, string? batchFolder = null)
    {
        (_variable, _time) = (variable, time);
        _batchFolder = batchFolder ?? Path.Combine(Path.GetTempPath(), "eval-batches");
    }

    /// <summary>How batches are gathered and waited for.</summary>
    internal BatchSettings BatchSettings { get; init; } = new();

    /// <summary>
    /// How long a probe waits for a connection. A run may wait for a line that is slow for a moment; who waits for a plan wants to know within
    /// seconds that nobody is there.
    /// </summary>
    internal TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public bool CanOpen(Candidate candidate) => candidate.Hosted is { } spec && DialectOf(spec) is not null;

    /// <inheritdoc/>
    /// <remarks>
    /// Asks the endpoint a few short questions. A missing or refused key, an unknown model or a wrong address is an
    /// <see cref="EvalConfigurationException"/>; an endpoint that does not answer is a <see cref="ModelUnavailableException"/>.
    /// </remarks>
    public async Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken) =>
        (await ReportAsync(candidate, cancellationToken)).Description;

    /// <inheritdoc/>
    public async Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            var report = await ReportAsync(candidate, cancellationToken);
            return HostedSession.Open(candidate, report, DialectOf(candidate.Hosted!)!, OpenEndpoint(candidate, candidate.Hosted!.Batch));
        }
        catch (EvalConfigurationException e)
        {
            throw new ModelUnavailableException(string.Join("; ", e.Problems.Select(p => p.Message)), isPermanent: true, e);
        }
    }

    /// <summary>Looks at a candidate's address and key without asking the endpoint anything.</summary>
    public EndpointExamination Preview(Candidate candidate)
    {
        var address = DialectOf(candidate.Hosted!)!.AddressOf(candidate.Hosted!);
        try
        {
            return new EndpointExamination(address, EndpointSecrets.Read(candidate, _variable).Source);
        }
        catch (EvalConfigurationException e)
        {
            return new EndpointExamination(address, "missing", Problem: e.Problems[0].Message, Advice: e.Problems[0].Hint);
        }
    }

    /// <summary>Asks the endpoint what it can do. What is wrong is told in the result; nothing is thrown for it.</summary>
    public async Task<EndpointExamination> ExamineAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var preview = Preview(candidate);
        if (preview.Problem is not null)
        {
            return preview;
        }

        try
        {
            return preview with { Model = await DescribeAsync(candidate, cancellationToken) };
        }
        catch (EvalConfigurationException e)
        {
            return preview with { Problem = e.Problems[0].Message, Advice = e.Problems[0].Hint };
        }
        catch (ModelUnavailableException e)
        {
            return preview with { Problem = e.Message };
        }
    }

    private static IDialect? DialectOf(HostedModelSpec spec) => Dialects.FirstOrDefault(d => d.Providers.Contains(spec.Provider, StringComparer.Ordinal));

    // Probes are calls of their own: a plan cannot wait for a batch.
    private Endpoint OpenEndpoint(Candidate candidate, bool byBatches = false, TimeSpan? connectTimeout = null)
    {
        var dialect = DialectOf(candidate.Hosted!)!;
        return Endpoint.Open(
            candidate, dialect, EndpointSecrets.Read(candidate, _variable), _time,
            byBatches ? new BatchWay(dialect.Batches, _batchFolder, BatchSettings) : null, connectTimeout);
    }

    private async Task<EndpointReport> ReportAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        if (_reports.TryGetValue(candidate.Id, out var known) && known.Report.IsCompletedSuccessfully
            && known.Spec == candidate.Hosted && _time.GetElapsedTime(known.At) < ReportsKeptFor)
        {
            return await known.Report;
        }

        var asking = ProbeAsync(candidate, cancellationToken);
        _reports[candidate.Id] = (candidate.Hosted!, _time.GetTimestamp(), asking);
        return await asking;
    }

    private async Task<EndpointReport> ProbeAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        using var endpoint = OpenEndpoint(candidate, connectTimeout: ConnectPatience);
        try
        {
            return await new EndpointProbe(DialectOf(candidate.Hosted!)!, endpoint, candidate.Hosted!, _time).RunAsync(cancellationToken);
        }
        catch (ModelCallException e) when (e.Failure is CallFailure.Unauthorized)
        {
            throw Problem(candidate, e.Message, $"key: {endpoint.Secrets.Source}");
        }
        catch (ModelCallException e) when (e.Failure is CallFailure.BadRequest or CallFailure.TooLong)
        {
            throw Problem(candidate, e.Message, e.Status == 404 ? "check \"model\" and \"endpoint\"" : "\"omit\" names fields that the endpoint does not take");
        }
        catch (ModelCallException e)
        {
            var advice = e is { Failure: CallFailure.Connection, MayBeBilled: false } ? " (check that the server runs, and \"endpoint\")" : "";
            throw new ModelUnavailableException($"{candidate.Id}: {e.Message}{advice}", isPermanent: false, e);
        }
    }

    private static EvalConfigurationException Problem(Candidate candidate, string message, string hint) =>
        new(candidate.DefinedAt, $"candidate \"{candidate.Id}\": {message}", hint);
}
