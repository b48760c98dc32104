using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RecoverySite.Contacts.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "NumberMarks",
                columns: table => new
                {
                    NumberIndex = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NumberMarks", x => new { x.NumberIndex, x.Kind });
                });

            // Written by hand; the syntax is SQLite's. An entry of ten-millionths of a second since the year 1 may go after six years.
            migrationBuilder.Sql("""
                DROP TRIGGER "AuditEntries_refuse_DELETE";
                CREATE TRIGGER "AuditEntries_refuse_DELETE" BEFORE DELETE ON "AuditEntries"
                WHEN OLD."At" > (unixepoch('now') - 6 * 365.25 * 86400 + 62135596800) * 10000000
                BEGIN SELECT RAISE(ABORT, 'AuditEntries is append-only'); END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "NumberMarks");
        }
    }
}
