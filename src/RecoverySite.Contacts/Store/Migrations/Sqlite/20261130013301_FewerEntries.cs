using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RecoverySite.Contacts.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FewerEntries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ByNumber",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedBy_ClaimedUntil",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedBy_OpenedAt_Id_ClosedBecause_IsHeld_FromPage",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_IsHeld_ClaimedUntil_ClaimedBy_DueAt_WaitingSince_Id",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_LastFourIndex",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_StaffMemberId",
                table: "AuditEntries");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedBy_ClaimedUntil",
                table: "CallRequests",
                columns: new[] { "ClaimedBy", "ClaimedUntil" },
                filter: "\"ClaimedBy\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedBy_OpenedAt_Id_ClosedBecause_IsHeld_FromPage",
                table: "CallRequests",
                columns: new[] { "ClaimedBy", "OpenedAt", "Id", "ClosedBecause", "IsHeld", "FromPage" },
                filter: "\"ClaimedBy\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_IsHeld_ClaimedUntil_ClaimedBy_DueAt_WaitingSince_Id",
                table: "CallRequests",
                columns: new[] { "IsHeld", "ClaimedUntil", "ClaimedBy", "DueAt", "WaitingSince", "Id" },
                filter: "\"ClosedAt\" IS NULL AND \"ClaimedUntil\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_LastFourIndex_NumberIndex",
                table: "CallRequests",
                columns: new[] { "LastFourIndex", "NumberIndex" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_StaffMemberId",
                table: "AuditEntries",
                column: "StaffMemberId",
                filter: "\"StaffMemberId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedBy_ClaimedUntil",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedBy_OpenedAt_Id_ClosedBecause_IsHeld_FromPage",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_IsHeld_ClaimedUntil_ClaimedBy_DueAt_WaitingSince_Id",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_LastFourIndex_NumberIndex",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_StaffMemberId",
                table: "AuditEntries");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ByNumber",
                table: "CallRequests",
                column: "NumberIndex");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedBy_ClaimedUntil",
                table: "CallRequests",
                columns: new[] { "ClaimedBy", "ClaimedUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedBy_OpenedAt_Id_ClosedBecause_IsHeld_FromPage",
                table: "CallRequests",
                columns: new[] { "ClaimedBy", "OpenedAt", "Id", "ClosedBecause", "IsHeld", "FromPage" });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_IsHeld_ClaimedUntil_ClaimedBy_DueAt_WaitingSince_Id",
                table: "CallRequests",
                columns: new[] { "IsHeld", "ClaimedUntil", "ClaimedBy", "DueAt", "WaitingSince", "Id" },
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_LastFourIndex",
                table: "CallRequests",
                column: "LastFourIndex");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_StaffMemberId",
                table: "AuditEntries",
                column: "StaffMemberId");
        }
    }
}
