using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RecoverySite.Contacts.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeskCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedUntil",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClosedAt_IsHeld_DueAt",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClosedAt_IsHeld_WaitingSince",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_FirstCalledAt",
                table: "CallRequests");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClosedAt",
                table: "CallRequests",
                column: "ClosedAt",
                filter: "\"ClosedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_FirstCalledAt_WaitingSince",
                table: "CallRequests",
                columns: new[] { "FirstCalledAt", "WaitingSince" },
                filter: "\"FirstCalledAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_IsHeld_ClaimedUntil_ClaimedBy_DueAt_WaitingSince_Id",
                table: "CallRequests",
                columns: new[] { "IsHeld", "ClaimedUntil", "ClaimedBy", "DueAt", "WaitingSince", "Id" },
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_IsHeld_DueAt_Id_WaitingSince",
                table: "CallRequests",
                columns: new[] { "IsHeld", "DueAt", "Id", "WaitingSince" },
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_IsHeld_WaitingSince_Id_DueAt_ClaimedUntil_FirstCalledAt",
                table: "CallRequests",
                columns: new[] { "IsHeld", "WaitingSince", "Id", "DueAt", "ClaimedUntil", "FirstCalledAt" },
                filter: "\"ClosedAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClosedAt",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_FirstCalledAt_WaitingSince",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_IsHeld_ClaimedUntil_ClaimedBy_DueAt_WaitingSince_Id",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_IsHeld_DueAt_Id_WaitingSince",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_IsHeld_WaitingSince_Id_DueAt_ClaimedUntil_FirstCalledAt",
                table: "CallRequests");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedUntil",
                table: "CallRequests",
                column: "ClaimedUntil");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClosedAt_IsHeld_DueAt",
                table: "CallRequests",
                columns: new[] { "ClosedAt", "IsHeld", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClosedAt_IsHeld_WaitingSince",
                table: "CallRequests",
                columns: new[] { "ClosedAt", "IsHeld", "WaitingSince" });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_FirstCalledAt",
                table: "CallRequests",
                column: "FirstCalledAt",
                filter: "\"FirstCalledAt\" IS NOT NULL");
        }
    }
}
