using Eval.Storage.Schema;
using Eval.Storage.Sqlite.Migrations;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Eval.Storage.Tests.Opening;

/// <summary>What a later version of the program would bring: this assembly's migrations are those of today and one more.</summary>
[DbContext(typeof(EvalContext))]
[Migration("99990101000000_Later")]
public class LaterMigration : Migration
{
    public const string Id = "99990101000000_Later";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE \"Runs\" ADD COLUMN \"Later\" TEXT");
        migrationBuilder.Sql("CREATE TABLE \"Later\" (x INTEGER)");
    }
}

[DbContext(typeof(EvalContext))]
[Migration("20261122020245_Initial")]
public class InitialOfToday : Initial;

[DbContext(typeof(EvalContext))]
[Migration("20261122053419_CellCalls")]
public class CellCallsOfToday : CellCalls;

[DbContext(typeof(EvalContext))]
[Migration("20261122083936_Gates")]
public class GatesOfToday : Sqlite.Migrations.Gates;

[DbContext(typeof(EvalContext))]
[Migration("20261122122830_RunImports")]
public class RunImportsOfToday : RunImports;

[DbContext(typeof(EvalContext))]
[Migration("20261122123500_CellFilter")]
public class CellFilterOfToday : CellFilter;

[DbContext(typeof(EvalContext))]
[Migration("20261122163000_JudgeCards")]
public class JudgeCardsOfToday : JudgeCards;

[DbContext(typeof(EvalContext))]
[Migration("20261122191251_Battles")]
public class BattlesOfToday : Battles;

[DbContext(typeof(EvalContext))]
internal sealed class SnapshotOfToday : EvalContextModelSnapshot;
