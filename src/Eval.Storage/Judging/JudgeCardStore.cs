using System.Reflection;
using System.Text.Json.Nodes;
using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Judging;

/// <summary>Stored cards of judges. None is ever changed: a newer one of the same judge takes its place.</summary>
public sealed class JudgeCardStore
{
    private static readonly string Program = typeof(JudgeCardStore).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly EvalDatabase _database;

    internal JudgeCardStore(EvalDatabase database) => _database = database;

    /// <summary>Stores a card and gives it back with its number and time.</summary>
    public Task<StoredJudgeCard> AddAsync(JudgeCard card, CancellationToken cancellationToken) => _database.WriteAsync(async context =>
    {
        var row = new JudgeCardRow
        {
            JudgeIdentity = StorageText.Clean(card.Subject.Identity),
            Judge = StorageText.Clean(card.Subject.Name),
            Method = StorageText.Clean(card.Subject.Method),
            MethodVersion = StorageText.Clean(card.Subject.MethodVersion),
            RubricHash = StorageText.Clean(card.Subject.RubricHash),
            RubricName = StorageText.Clean(card.Subject.RubricName),
            SourceFile = StorageText.Clean(card.Source.File),
            SourceHash = card.Source.Sha256,
            Classes = new JsonObject(card.Classes.Select(c => KeyValuePair.Create(c.Label, (JsonNode?)c.Count))).ToJsonString(),
            LeastLabels = card.Classes.Where(c => c.IsRequired).Select(c => c.Count).DefaultIfEmpty().Min(),
            Judged = card.Judged,
            Card = StorageText.Clean(JudgeCardJson.Write(card)),
            Program = Program,
            CreatedAt = _database.Time.GetUtcNow(),
        };
        context.JudgeCards.Add(row);
        await context.SaveChangesAsync(CancellationToken.None);
        return ToCard(row);
    }, cancellationToken);

    /// <summary>The newest card of each metric of a judge, asked in the same way by the same rubric; empty where it has none.</summary>
    public Task<IReadOnlyList<StoredJudgeCard>> NewestAsync(JudgedBy judge, CancellationToken cancellationToken)
    {
        var identity = judge.Identity;
        return _database.ReadAsync(async context => (IReadOnlyList<StoredJudgeCard>)[.. (await context.JudgeCards.AsNoTracking()
            .Where(c => c.JudgeIdentity == identity && c.Method == judge.Method && c.MethodVersion == judge.MethodVersion && c.RubricHash == judge.RubricHash)
            .OrderByDescending(c => c.Id).ToListAsync(cancellationToken)).Select(ToCard).DistinctBy(c => c.Card.Subject.MetricId)]);
    }

    /// <summary>Cards, the newest first.</summary>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to give at most.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<IReadOnlyList<StoredJudgeCard>> ListAsync(int skip, int take, CancellationToken cancellationToken) =>
        _database.ReadAsync(async context => (IReadOnlyList<StoredJudgeCard>)[.. (await context.JudgeCards.AsNoTracking()
            .OrderByDescending(c => c.Id).Skip(skip).Take(take).ToListAsync(cancellationToken)).Select(ToCard)]);

    private static StoredJudgeCard ToCard(JudgeCardRow row) => new(row.Id, JudgeCardJson.Read(row.Card), row.CreatedAt, row.Program);
}
