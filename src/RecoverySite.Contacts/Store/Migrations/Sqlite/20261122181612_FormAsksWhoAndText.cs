using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RecoverySite.Contacts.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FormAsksWhoAndText : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "MaySayWho",
                table: "Submissions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "TextIsOk",
                table: "Submissions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "MaySayWho",
                table: "Submissions");

            migrationBuilder.DropColumn(
                name: "TextIsOk",
                table: "Submissions");
        }
    }
}
