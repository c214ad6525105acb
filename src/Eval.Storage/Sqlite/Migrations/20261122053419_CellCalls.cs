using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eval.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CellCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CellCalls",
                columns: table => new
                {
                    CellId = table.Column<long>(type: "INTEGER", nullable: false),
                    Calls = table.Column<long>(type: "INTEGER", nullable: false),
                    Retries = table.Column<long>(type: "INTEGER", nullable: false),
                    RateLimited = table.Column<long>(type: "INTEGER", nullable: false),
                    LostAnswers = table.Column<long>(type: "INTEGER", nullable: false),
                    WaitMs = table.Column<double>(type: "REAL", nullable: false),
                    CostMicroUsd = table.Column<long>(type: "INTEGER", nullable: false),
                    LostMicroUsd = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CellCalls", x => x.CellId);
                    table.ForeignKey(
                        name: "FK_CellCalls_Cells_CellId",
                        column: x => x.CellId,
                        principalTable: "Cells",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CellCalls");
        }
    }
}
