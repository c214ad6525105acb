using Eval.Core.Running.Tournaments.Voting;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Tournaments;

/// <summary>People's votes on the answers of stored runs.</summary>
public sealed class VoteStore
{
    private readonly EvalDatabase _database;

    internal VoteStore(EvalDatabase database) => _database = database;

    /// <summary>Stores votes, all or none. A vote of the same rater on the same answers takes the place of an earlier one. Returns how many were replaced.</summary>
    public Task<int> AddAsync(long runId, string suite, IReadOnlyList<Vote> votes, CancellationToken cancellationToken) => _database.WriteAsync(async context =>
    {
        var now = _database.Time.GetUtcNow();
        var raters = votes.Select(v => StorageText.Clean(v.Rater)).Distinct(StringComparer.Ordinal).ToList();
        var stored = (await context.Votes.Where(v => v.RunId == runId && v.Suite == suite && raters.Contains(v.Rater)).ToListAsync(CancellationToken.None))
            .ToDictionary(v => (v.SampleOrdinal, v.Epoch, v.CandidateA, v.CandidateB, v.Rater));
        var replaced = 0;
        foreach (var vote in votes)
        {
            var rater = StorageText.Clean(vote.Rater);
            if (stored.TryGetValue((vote.SampleOrdinal, vote.Epoch, vote.CandidateA, vote.CandidateB, rater), out var row))
            {
                (row.Outcome, row.AFirst, row.Source, row.CreatedAt) = (vote.Outcome, vote.AFirst, StorageText.Clean(vote.Source), now);
                replaced++;
                continue;
            }

            context.Votes.Add(new VoteRow
            {
                RunId = runId,
                Suite = suite,
                SampleOrdinal = vote.SampleOrdinal,
                Epoch = vote.Epoch,
                SampleId = StorageText.Clean(vote.SampleId),
                CandidateA = vote.CandidateA,
                CandidateB = vote.CandidateB,
                Rater = rater,
                Outcome = vote.Outcome,
                AFirst = vote.AFirst,
                Source = StorageText.Clean(vote.Source),
                CreatedAt = now,
            });
        }

        await context.SaveChangesAsync(CancellationToken.None);
        return replaced;
    }, cancellationToken);

    /// <summary>All votes on a run's arena, in the order in which they were first stored.</summary>
    public Task<IReadOnlyList<Vote>> ReadAsync(long runId, string suite, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
        (IReadOnlyList<Vote>)[.. (await context.Votes.AsNoTracking().Where(v => v.RunId == runId && v.Suite == suite).OrderBy(v => v.Id).ToListAsync(cancellationToken))
            .Select(v => new Vote(v.SampleOrdinal, v.Epoch, v.SampleId, v.CandidateA, v.CandidateB, v.Rater, v.Outcome, v.AFirst, v.Source))]);
}
