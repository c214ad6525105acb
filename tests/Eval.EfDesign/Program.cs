using Eval.Storage.Opening;
using Eval.Storage.Schema;
using Eval.Storage.Sqlite;
using Microsoft.EntityFrameworkCore.Design;

namespace Eval.EfDesign;

/// <summary>Nothing to run: <c>dotnet ef</c> looks for the factory below.</summary>
internal static class Program
{
    private static int Main() => 0;
}

/// <summary>Makes the context that <c>dotnet ef</c> compares with the last migration. No database is opened for that.</summary>
internal sealed class EvalContextFactory : IDesignTimeDbContextFactory<EvalContext>
{
    public EvalContext CreateDbContext(string[] args)
    {
        var options = new EvalDatabaseOptions { Path = Path.Combine(Path.GetTempPath(), "eval-design.db") };
        return new EvalContext(SqliteContexts.Configure(options, SqliteContexts.ConnectionString(options)));
    }
}
