using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eval.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CellFilter : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Filter",
                table: "Cells",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Filter",
                table: "Cells");
        }
    }
}
