using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RecoverySite.Contacts.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeskGrows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedBy",
                table: "CallRequests");

            migrationBuilder.AddColumn<long>(
                name: "DisabledAt",
                table: "StaffMembers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "OnDutySince",
                table: "StaffMembers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "Notices",
                type: "TEXT",
                nullable: false,
                defaultValue: "Asked");

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "NoticeMails",
                type: "TEXT",
                nullable: false,
                defaultValue: "Asked");

            migrationBuilder.AddColumn<long>(
                name: "DueAt",
                table: "CallRequests",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "FirstCalledAt",
                table: "CallRequests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FirstReachedAt",
                table: "CallRequests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FromPage",
                table: "CallRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TryAgainZone",
                table: "CallRequests",
                type: "TEXT",
                nullable: true);

            // Written by hand: what the new columns say of the rows that are there.
            migrationBuilder.Sql("""
                UPDATE CallRequests SET
                    ClosedBecause = CASE WHEN ClosedAt IS NOT NULL AND ClosedBecause IS NULL THEN 'Withdrawn' ELSE ClosedBecause END,
                    DueAt = max(WaitingSince, ifnull(TryAgainAt, 0)),
                    FromPage = (SELECT FromPage FROM Submissions WHERE CallRequestId = CallRequests.Id ORDER BY ReceivedAt LIMIT 1),
                    FirstCalledAt = (SELECT min(DialledAt) FROM CallAttempts WHERE CallRequestId = CallRequests.Id AND Outcome IS NOT NULL AND Outcome <> 'NotCalled'),
                    FirstReachedAt = (SELECT min(DialledAt) FROM CallAttempts WHERE CallRequestId = CallRequests.Id AND Outcome IN ('Reached', 'AskedNotToBeCalled'));
                """);

            migrationBuilder.CreateTable(
                name: "PastRequests",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Hour = table.Column<int>(type: "INTEGER", nullable: false),
                    Page = table.Column<string>(type: "TEXT", nullable: false),
                    CalledAfter = table.Column<int>(type: "INTEGER", nullable: false),
                    ReachedAfter = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PastRequests", x => new { x.Day, x.Hour, x.Page, x.CalledAfter, x.ReachedAfter });
                });

            migrationBuilder.CreateTable(
                name: "SignInNotices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    StaffMemberId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Browser = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DeliveredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignInNotices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SignInNotices_StaffMembers_StaffMemberId",
                        column: x => x.StaffMemberId,
                        principalTable: "StaffMembers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StaffSessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    StaffMemberId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Browser = table.Column<string>(type: "TEXT", nullable: false),
                    IsNewBrowser = table.Column<bool>(type: "INTEGER", nullable: false),
                    BeganAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OwnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DisownedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffSessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StaffSessions_StaffMembers_StaffMemberId",
                        column: x => x.StaffMemberId,
                        principalTable: "StaffMembers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedBy_OpenedAt_Id_ClosedBecause_IsHeld_FromPage",
                table: "CallRequests",
                columns: new[] { "ClaimedBy", "OpenedAt", "Id", "ClosedBecause", "IsHeld", "FromPage" });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedUntil",
                table: "CallRequests",
                column: "ClaimedUntil");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClosedAt_IsHeld_DueAt",
                table: "CallRequests",
                columns: new[] { "ClosedAt", "IsHeld", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClosedBecause_OpenedAt_Id_IsHeld_ClaimedBy_FromPage",
                table: "CallRequests",
                columns: new[] { "ClosedBecause", "OpenedAt", "Id", "IsHeld", "ClaimedBy", "FromPage" });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_FirstCalledAt",
                table: "CallRequests",
                column: "FirstCalledAt",
                filter: "\"FirstCalledAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_FromPage_OpenedAt_Id_ClosedBecause_IsHeld_ClaimedBy",
                table: "CallRequests",
                columns: new[] { "FromPage", "OpenedAt", "Id", "ClosedBecause", "IsHeld", "ClaimedBy" });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_OpenedAt_Id_ClosedBecause_IsHeld_ClaimedBy_FromPage",
                table: "CallRequests",
                columns: new[] { "OpenedAt", "Id", "ClosedBecause", "IsHeld", "ClaimedBy", "FromPage" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Actor_At",
                table: "AuditEntries",
                columns: new[] { "Actor", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_At",
                table: "AuditEntries",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedBy_ClaimedUntil",
                table: "CallRequests",
                columns: new[] { "ClaimedBy", "ClaimedUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_CallAttempts_DialledAt",
                table: "CallAttempts",
                column: "DialledAt",
                filter: "\"Outcome\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_NoticeMails_DeliveredAt",
                table: "NoticeMails",
                column: "DeliveredAt");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Kind_AroseAt",
                table: "Notices",
                columns: new[] { "Kind", "AroseAt" });

            migrationBuilder.CreateIndex(
                name: "IX_NumberMarks_Kind_At",
                table: "NumberMarks",
                columns: new[] { "Kind", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SignInNotices_StaffMemberId",
                table: "SignInNotices",
                column: "StaffMemberId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffSessions_StaffMemberId",
                table: "StaffSessions",
                column: "StaffMemberId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PastRequests");

            migrationBuilder.DropTable(
                name: "SignInNotices");

            migrationBuilder.DropTable(
                name: "StaffSessions");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedBy_OpenedAt_Id_ClosedBecause_IsHeld_FromPage",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedUntil",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClosedAt_IsHeld_DueAt",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClosedBecause_OpenedAt_Id_IsHeld_ClaimedBy_FromPage",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_FirstCalledAt",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_FromPage_OpenedAt_Id_ClosedBecause_IsHeld_ClaimedBy",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_OpenedAt_Id_ClosedBecause_IsHeld_ClaimedBy_FromPage",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Actor_At",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_At",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_CallRequests_ClaimedBy_ClaimedUntil",
                table: "CallRequests");

            migrationBuilder.DropIndex(
                name: "IX_CallAttempts_DialledAt",
                table: "CallAttempts");

            migrationBuilder.DropIndex(
                name: "IX_NoticeMails_DeliveredAt",
                table: "NoticeMails");

            migrationBuilder.DropIndex(
                name: "IX_Notices_Kind_AroseAt",
                table: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_NumberMarks_Kind_At",
                table: "NumberMarks");

            migrationBuilder.DropColumn(
                name: "DisabledAt",
                table: "StaffMembers");

            migrationBuilder.DropColumn(
                name: "OnDutySince",
                table: "StaffMembers");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "NoticeMails");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "CallRequests");

            migrationBuilder.DropColumn(
                name: "FirstCalledAt",
                table: "CallRequests");

            migrationBuilder.DropColumn(
                name: "FirstReachedAt",
                table: "CallRequests");

            migrationBuilder.DropColumn(
                name: "FromPage",
                table: "CallRequests");

            migrationBuilder.DropColumn(
                name: "TryAgainZone",
                table: "CallRequests");

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedBy",
                table: "CallRequests",
                column: "ClaimedBy");
        }
    }
}
