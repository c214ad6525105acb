using Eval.Core.Models;
using Eval.Core.Models.Pipeline;

namespace Eval.Core.Running;

/// <summary>The judges of one unit of work: what they are asked is booked with the unit, apart from what its candidate is asked.</summary>
/// <param name="judges">The run's judges.</param>
/// <param name="lane">Candidate and suite: who takes turns at a shared endpoint.</param>
/// <param name="epoch">The unit's repetition.</param>
/// <param name="cache">Answers of earlier runs, or null.</param>
/// <param name="readCache">Whether to be served from it.</param>
/// <param name="time">The clock.</param>
internal sealed class UnitJudges(OpenModels judges, string lane, int epoch, IAnswerCache? cache, bool readCache, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<JudgeSession> _open = [];

    /// <summary>What their calls took.</summary>
    public CallTotals Totals
    {
        get
        {
            lock (_gate)
            {
                return _open.Aggregate(default(CallTotals), (sum, s) => sum + s.Totals);
            }
        }
    }

    /// <summary>Why the budget refused one of their calls, or null where it did not.</summary>
    public string? Refusal
    {
        get
        {
            lock (_gate)
            {
                return _open.Select(s => s.Refusal).FirstOrDefault(r => r is not null);
            }
        }
    }

    /// <summary>Opens a judge. Throws <see cref="JudgeUnavailableException"/>, then and whenever it is asked.</summary>
    public async Task<IModelSession> OpenAsync(string id, bool isFresh, CancellationToken cancellationToken)
    {
        try
        {
            var model = await judges.OpenAsync(id, cancellationToken);
            var session = new JudgeSession(
                new MeteredSession(model, lane, epoch, cache, readCache && !isFresh, time), model.Candidate is { Local: not null, Price.PerHour: not null } ? model.Busy : null);
            lock (_gate)
            {
                _open.Add(session);
            }

            return session;
        }
        catch (ModelUnavailableException e)
        {
            throw new JudgeUnavailableException(id, e.Message, e.IsPermanent, e);
        }
    }
}
