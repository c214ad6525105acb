using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eval.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class JudgeCards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "JudgeCards",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    JudgeIdentity = table.Column<string>(type: "TEXT", nullable: false),
                    Judge = table.Column<string>(type: "TEXT", nullable: false),
                    Method = table.Column<string>(type: "TEXT", nullable: false),
                    MethodVersion = table.Column<string>(type: "TEXT", nullable: false),
                    RubricHash = table.Column<string>(type: "TEXT", nullable: false),
                    RubricName = table.Column<string>(type: "TEXT", nullable: false),
                    SourceFile = table.Column<string>(type: "TEXT", nullable: false),
                    SourceHash = table.Column<string>(type: "TEXT", nullable: false),
                    Classes = table.Column<string>(type: "TEXT", nullable: false),
                    LeastLabels = table.Column<int>(type: "INTEGER", nullable: false),
                    Judged = table.Column<int>(type: "INTEGER", nullable: false),
                    Card = table.Column<string>(type: "TEXT", nullable: false),
                    Program = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JudgeCards", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_JudgeCards_JudgeIdentity_Method_MethodVersion_RubricHash",
                table: "JudgeCards",
                columns: new[] { "JudgeIdentity", "Method", "MethodVersion", "RubricHash" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "JudgeCards");
        }
    }
}
