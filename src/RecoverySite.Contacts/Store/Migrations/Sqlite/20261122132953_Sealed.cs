using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RecoverySite.Contacts.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Sealed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Submissions_ReceiptToken",
                table: "Submissions");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_Number",
                table: "CallRequests");

            migrationBuilder.RenameColumn(
                name: "Key",
                table: "Submissions",
                newName: "ReceiptHash");

            migrationBuilder.RenameIndex(
                name: "IX_Submissions_Key",
                table: "Submissions",
                newName: "IX_Submissions_ReceiptHash");

            migrationBuilder.AddColumn<string>(
                name: "KeyHash",
                table: "Submissions",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            // Written by hand. The function is the program's own; numbers, names and notes are sealed once the schema stands.
            migrationBuilder.Sql("""
                UPDATE "Submissions" SET "KeyHash" = submission_hash("ReceiptHash"), "ReceiptHash" = submission_hash("ReceiptToken");
                """);
            // A note may be sealed anew with another key, and is otherwise never changed. The syntax is SQLite's.
            migrationBuilder.Sql("""
                DROP TRIGGER "StaffNotes_refuse_UPDATE";
                CREATE TRIGGER "StaffNotes_refuse_UPDATE" BEFORE UPDATE ON "StaffNotes"
                WHEN NEW."Id" <> OLD."Id" OR NEW."CallRequestId" <> OLD."CallRequestId" OR NEW."By" <> OLD."By" OR NEW."At" <> OLD."At" OR NEW."Text" NOT LIKE 'v1|%'
                BEGIN SELECT RAISE(ABORT, 'StaffNotes is append-only'); END;
                """);

            migrationBuilder.AddColumn<byte[]>(
                name: "LastFourIndex",
                table: "CallRequests",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "NumberIndex",
                table: "CallRequests",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "KeyChecks",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeyChecks", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Submissions_KeyHash",
                table: "Submissions",
                column: "KeyHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ByNumber",
                table: "CallRequests",
                column: "NumberIndex");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_LastFourIndex",
                table: "CallRequests",
                column: "LastFourIndex");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_NumberIndex",
                table: "CallRequests",
                column: "NumberIndex",
                unique: true,
                filter: "\"ClosedAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "KeyChecks");

            migrationBuilder.DropIndex(
                name: "IX_Submissions_KeyHash",
                table: "Submissions");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ByNumber",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_LastFourIndex",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_NumberIndex",
                table: "CallRequests");

            migrationBuilder.DropColumn(
                name: "KeyHash",
                table: "Submissions");

            migrationBuilder.DropColumn(
                name: "LastFourIndex",
                table: "CallRequests");

            migrationBuilder.DropColumn(
                name: "NumberIndex",
                table: "CallRequests");

            migrationBuilder.RenameColumn(
                name: "ReceiptHash",
                table: "Submissions",
                newName: "Key");

            migrationBuilder.RenameIndex(
                name: "IX_Submissions_ReceiptHash",
                table: "Submissions",
                newName: "IX_Submissions_Key");

            migrationBuilder.CreateIndex(
                name: "IX_Submissions_ReceiptToken",
                table: "Submissions",
                column: "ReceiptToken",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_Number",
                table: "CallRequests",
                column: "Number",
                unique: true,
                filter: "\"ClosedAt\" IS NULL");
        }
    }
}
