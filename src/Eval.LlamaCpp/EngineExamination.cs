using System.Collections.Concurrent;
using Eval.Core.Models;
using Eval.LlamaCpp.Hosting;
using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp;

/// <summary>
/// Asks a child process what the engine is, without a model: a GPU driver may crash the process that loads it. Answers are kept; most
/// programs start one child for this.
/// </summary>
internal sealed class EngineExamination(LlamaProviderOptions options, Func<ModelHostCommand> command) : IDisposable
{
    private const int Attempts = 2;

    private readonly ConcurrentDictionary<string, string?> _templateProblems = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _asking = new(1, 1);
    private ExamineReply? _engine;

    /// <summary>Libraries and devices. Throws <see cref="ModelUnavailableException"/> where no child can be started.</summary>
    public async Task<ExamineReply> EngineAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return _engine ??= await AskAsync([], cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Why a chat template cannot be used, or null.</summary>
    public async Task<string?> TemplateProblemAsync(TemplateQuestion template, CancellationToken cancellationToken)
    {
        var key = $"{template.IsModelsOwn}\n{template.Template}";
        if (!_templateProblems.TryGetValue(key, out var problem))
        {
            var reply = await AskAsync([template], cancellationToken);
            problem = reply.TemplateProblems[0];
            _templateProblems[key] = problem;
        }

        return problem;
    }

    public void Dispose() => _asking.Dispose();

    private async Task<ExamineReply> AskAsync(IReadOnlyList<TemplateQuestion> templates, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var host = await HostProcess.StartAsync(command(), options.Log, options.Time, cancellationToken);
                return await HostClient.ExamineAsync(host, new ExamineCall(templates), cancellationToken);
            }
            catch (HostCrashedException e) when (e.Exit.WasKilled && attempt < Attempts)
            {
                // Somebody else ended it (the kernel, for want of memory): that says nothing about the engine. Once more.
            }
            catch (HostCrashedException e)
            {
                throw new ModelUnavailableException($"llama.cpp crashes on this machine as it is loaded: {e.Exit.Summary}", isPermanent: true, e);
            }
        }
    }
}
