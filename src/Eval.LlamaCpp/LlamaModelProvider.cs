using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Gguf;
using Eval.LlamaCpp.Hosting;
using Eval.LlamaCpp.Hosting.Protocol;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp;

/// <summary>
/// Opens GGUF models, each in a child process of its own. Describing reads the file's header and asks a short-lived child for the engine;
/// this process never loads native code.
/// </summary>
public sealed class LlamaModelProvider : IModelProvider, IDisposable
{
    private readonly LlamaProviderOptions _options;
    private readonly WeightsHash _hash;
    private readonly EngineExamination _examination;

    /// <summary>Creates the provider.</summary>
    public LlamaModelProvider(LlamaProviderOptions? options = null)
    {
        _options = options ?? new LlamaProviderOptions();
        _hash = new WeightsHash(_options.CacheFolder);
        _examination = new EngineExamination(_options, Command);
    }

    public bool CanOpen(Candidate candidate) => candidate.Local is not null;

    /// <summary>
    /// What the engine finds on this machine: its libraries, processor and GPUs. Never throws for what is wrong with them.
    /// </summary>
    public async Task<LlamaDoctor> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _examination.EngineAsync(cancellationToken)).Doctor;
        }
        catch (ModelUnavailableException e)
        {
            return new LlamaDoctor("", null, null, [], e.Message);
        }
    }

    public async Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var spec = SpecOf(candidate);
        try
        {
            var file = LoadedModel.Check(spec.File);
            var weights = await HashAsync(candidate, spec, cancellationToken);
            var engine = await _examination.EngineAsync(cancellationToken);
            if (engine.Doctor.Problem is { } missing)
            {
                throw Wrong(candidate, missing);
            }

            var settings = EngineSettings.Choose(file, spec, candidate.Exact, DevicesOf(engine.Doctor), engine.Cores, engine.Doctor.GpuProblem);
            return Describe(candidate, file, weights, engine.Engine, settings.Canonical, settings.ContextLength, await ChatProblemAsync(candidate, file, cancellationToken));
        }
        catch (ModelUnavailableException e)
        {
            throw Wrong(candidate, e.Message, spec.Url is not null && !File.Exists(spec.File) ? $"fetch it: {_options.PullCommand(candidate.Id)}" : null);
        }
    }

    public async Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var spec = SpecOf(candidate);
        var file = LoadedModel.Check(spec.File);
        var weights = await HashAsync(candidate, spec, cancellationToken);
        var call = new LoadCall(spec with { File = Path.GetFullPath(spec.File) }, candidate.Exact);
        LoadReply? loaded = null;
        double? loadMs = null;
        var keeper = new HostKeeper(
            async cancel =>
            {
                var began = _options.Time.GetTimestamp();
                var host = await HostProcess.StartAsync(Command(), _options.Log, _options.Time, cancel);
                try
                {
                    loaded = await HostClient.LoadAsync(host, call, cancel);
                    loadMs = _options.Time.GetElapsedTime(began).TotalMilliseconds;
                    return host;
                }
                catch
                {
                    await host.DisposeAsync();
                    throw;
                }
            },
            Path.GetFileName(spec.File),
            _options.CrashLimit);
        try
        {
            await keeper.GetAsync(cancellationToken);
        }
        catch
        {
            await keeper.DisposeAsync();
            throw;
        }

        var description = Describe(candidate, file, weights, loaded!.Engine, loaded.Settings, loaded.ContextLength, loaded.ChatProblem);
        return new HostedModel(candidate, description, keeper, () => new ModelFootprint(file.FileBytes, null, loadMs));
    }

    public void Dispose() => _examination.Dispose();

    private ModelHostCommand Command() => _options.HostCommand ?? ModelHostCommand.Resolve();

    private async Task<string> HashAsync(Candidate candidate, LocalModelSpec spec, CancellationToken cancellationToken)
    {
        string hash;
        try
        {
            hash = await _hash.OfAsync(spec.File, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelUnavailableException($"{spec.File}: {e.Message}", isPermanent: true, e);
        }

        return spec.Sha256 is { } wanted && !hash.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            ? throw Wrong(candidate, $"{spec.File}: its SHA-256 is {hash}, not {wanted}: this is another file", spec.Url is null ? "fetch it again, or correct sha256" : $"{_options.PullCommand($"{candidate.Id} --force")} fetches it again")
            : hash;
    }

    /// <summary>A template of the user that is not known is a mistake; a model that brings none, or an unknown one, only cannot chat.</summary>
    private async Task<string?> ChatProblemAsync(Candidate candidate, GgufFile file, CancellationToken cancellationToken)
    {
        var own = candidate.Local!.ChatTemplate is null;
        var problem = await _examination.TemplateProblemAsync(new TemplateQuestion(candidate.Local.ChatTemplate ?? file.ChatTemplate, own), cancellationToken);
        return problem is null || own ? problem : throw Wrong(candidate, problem);
    }

    private static ModelDescription Describe(
        Candidate candidate, GgufFile file, string weights, string engine, string settings, int contextLength, string? chatProblem)
    {
        var spec = candidate.Local!;
        if (spec.ChatTemplate is { } template)
        {
            settings += $";chatTemplate={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template)).AsSpan(0, 8))}";
        }

        return new ModelDescription(
            new ModelIdentity("local", weights, engine, settings),
            new ModelCapabilities
            {
                Likelihoods = true,
                TextWindows = true,
                FullDistributions = true,
                Chat = chatProblem is null,
                ChatProblem = chatProblem,
                RawPrompts = true,
                Seeds = true,
                ContextLength = contextLength,
                VocabularySize = file.VocabularySize,
                VocabularyHash = file.VocabularyHash,
            },
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["architecture"] = file.Architecture,
                ["parameters"] = file.ParameterCount.ToString(CultureInfo.InvariantCulture),
                ["quantisation"] = file.Quantisation,
                ["sizeBytes"] = file.FileBytes.ToString(CultureInfo.InvariantCulture),
                ["trainingContext"] = file.TrainingContext?.ToString(CultureInfo.InvariantCulture) ?? "",
                ["name"] = file.Name ?? "",
                ["file"] = spec.File,
            });
    }

    private static LocalModelSpec SpecOf(Candidate candidate) =>
        candidate.Local ?? throw new ArgumentException($"{candidate.Id} is no local model", nameof(candidate));

    private static IReadOnlyList<LlamaDevice> DevicesOf(LlamaDoctor doctor) =>
        [.. doctor.Devices.Select(d => new LlamaDevice(
            d.Name, d.Description, d.IsGpu ? GgmlDeviceType.Gpu : GgmlDeviceType.Cpu, d.FreeBytes, d.TotalBytes))];

    private static EvalConfigurationException Wrong(Candidate candidate, string message, string? hint = null) =>
        new(candidate.DefinedAt, $"{candidate.Id}: {message}", hint);
}
