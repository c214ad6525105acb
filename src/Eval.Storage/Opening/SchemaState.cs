using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Opening;

/// <summary>What a file's schema is, compared with this program's.</summary>
/// <param name="Applied">Migrations the file has had, oldest first.</param>
/// <param name="Pending">Migrations it still needs.</param>
/// <param name="Unknown">Migrations it has had that this program does not know.</param>
/// <param name="IsForeign">It holds tables, but not ours.</param>
/// <param name="HasMigrationsLock">EF's lock table exists.</param>
internal sealed record SchemaState(
    IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown, bool IsForeign, bool HasMigrationsLock)
{
    /// <summary>The state of a file that does not exist yet.</summary>
    public static SchemaState Empty { get; } = new([], ["all"], [], IsForeign: false, HasMigrationsLock: false);

    public static async Task<SchemaState> ReadAsync(EvalContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var tables = await context.Database.SqlQueryRaw<string>(
            "SELECT name AS \"Value\" FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").ToListAsync(cancellationToken);
        var applied = tables.Contains("__EFMigrationsHistory", StringComparer.Ordinal)
            ? await context.Database.SqlQueryRaw<string>("SELECT \"MigrationId\" AS \"Value\" FROM \"__EFMigrationsHistory\" ORDER BY \"MigrationId\"")
                .ToListAsync(cancellationToken)
            : [];
        var known = context.Database.GetMigrations().ToList();
        return new SchemaState(
            applied,
            [.. known.Except(applied, StringComparer.Ordinal)],
            [.. applied.Except(known, StringComparer.Ordinal)],
            IsForeign: applied.Count == 0 ? tables.Exists(t => !t.StartsWith("__EF", StringComparison.Ordinal)) : !tables.Contains("Samples", StringComparer.Ordinal),
            HasMigrationsLock: tables.Contains("__EFMigrationsLock", StringComparer.Ordinal));
    }

    /// <exception cref="EvalStorageException">The file is another program's, or a newer version of this one wrote it.</exception>
    public void CheckOurs(string path)
    {
        if (IsForeign)
        {
            throw new EvalStorageException(StorageProblem.NotOurs, path, "the database belongs to another program; name another file with --db");
        }

        if (Unknown.Count > 0)
        {
            throw new EvalStorageException(StorageProblem.NewerSchema, path,
                $"a newer version of this program wrote the database (schema {Unknown[^1]}); update the program, or name another file with --db");
        }
    }
}
