using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RecoverySite.Contacts.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeskOpens : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ClaimedAt",
                table: "CallRequests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ClaimedBy",
                table: "CallRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ClaimedUntil",
                table: "CallRequests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClosedBecause",
                table: "CallRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsVouchedFor",
                table: "CallRequests",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "TryAgainAt",
                table: "CallRequests",
                type: "INTEGER",
                nullable: true);

            // Written by hand; the syntax is SQLite's. An entry need not be about a request any more. Left to itself, EF Core would
            // rebuild the table outside the transaction and forget the triggers that keep it append-only.
            migrationBuilder.Sql("""
                ALTER TABLE "AuditEntries" RENAME TO "AuditEntries_before";
                CREATE TABLE "AuditEntries" (
                    "Id" INTEGER NOT NULL CONSTRAINT "PK_AuditEntries" PRIMARY KEY AUTOINCREMENT,
                    "At" INTEGER NOT NULL,
                    "Actor" TEXT NOT NULL,
                    "Action" TEXT NOT NULL,
                    "CallRequestId" TEXT NULL,
                    "SubmissionId" TEXT NULL,
                    "StaffMemberId" TEXT NULL
                );
                INSERT INTO "AuditEntries" ("Id", "At", "Actor", "Action", "CallRequestId", "SubmissionId")
                SELECT "Id", "At", "Actor", "Action", "CallRequestId", "SubmissionId" FROM "AuditEntries_before";
                DROP TABLE "AuditEntries_before";
                CREATE INDEX "IX_AuditEntries_CallRequestId" ON "AuditEntries" ("CallRequestId");
                CREATE TRIGGER "AuditEntries_refuse_UPDATE" BEFORE UPDATE ON "AuditEntries"
                BEGIN SELECT RAISE(ABORT, 'AuditEntries is append-only'); END;
                CREATE TRIGGER "AuditEntries_refuse_DELETE" BEFORE DELETE ON "AuditEntries"
                BEGIN SELECT RAISE(ABORT, 'AuditEntries is append-only'); END;
                """);

            migrationBuilder.CreateTable(
                name: "CallTaps",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Page = table.Column<string>(type: "TEXT", nullable: false),
                    Placement = table.Column<string>(type: "TEXT", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CallTaps", x => new { x.Day, x.Page, x.Placement });
                });

            migrationBuilder.CreateTable(
                name: "StaffMembers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Email = table.Column<string>(type: "TEXT", nullable: false),
                    NormalizedEmail = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Role = table.Column<string>(type: "TEXT", nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSignedInAt = table.Column<long>(type: "INTEGER", nullable: true),
                    PasswordHash = table.Column<string>(type: "TEXT", nullable: true),
                    SecurityStamp = table.Column<string>(type: "TEXT", nullable: false),
                    AuthenticatorKey = table.Column<string>(type: "TEXT", nullable: true),
                    HasSecondFactor = table.Column<bool>(type: "INTEGER", nullable: false),
                    LastCodeStep = table.Column<long>(type: "INTEGER", nullable: false),
                    RecoveryCodeHashes = table.Column<string>(type: "TEXT", nullable: false),
                    InviteHash = table.Column<string>(type: "TEXT", nullable: true),
                    InviteExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffMembers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CallAttempts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CallRequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    DialledAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", nullable: true),
                    RecordedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CallAttempts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CallAttempts_CallRequests_CallRequestId",
                        column: x => x.CallRequestId,
                        principalTable: "CallRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_CallAttempts_StaffMembers_By",
                        column: x => x.By,
                        principalTable: "StaffMembers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "StaffNotes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CallRequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffNotes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StaffNotes_CallRequests_CallRequestId",
                        column: x => x.CallRequestId,
                        principalTable: "CallRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_StaffNotes_StaffMembers_By",
                        column: x => x.By,
                        principalTable: "StaffMembers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CallRequests_ClaimedBy",
                table: "CallRequests",
                column: "ClaimedBy");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_StaffMemberId",
                table: "AuditEntries",
                column: "StaffMemberId");

            migrationBuilder.CreateIndex(
                name: "IX_CallAttempts_By",
                table: "CallAttempts",
                column: "By");

            migrationBuilder.CreateIndex(
                name: "IX_CallAttempts_CallRequestId",
                table: "CallAttempts",
                column: "CallRequestId");

            migrationBuilder.CreateIndex(
                name: "IX_StaffMembers_InviteHash",
                table: "StaffMembers",
                column: "InviteHash");

            migrationBuilder.CreateIndex(
                name: "IX_StaffMembers_NormalizedEmail",
                table: "StaffMembers",
                column: "NormalizedEmail",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StaffNotes_By",
                table: "StaffNotes",
                column: "By");

            migrationBuilder.CreateIndex(
                name: "IX_StaffNotes_CallRequestId",
                table: "StaffNotes",
                column: "CallRequestId");

            // Deleting stays possible, because a request that is erased takes its notes along.
            migrationBuilder.Sql("""
                CREATE TRIGGER "StaffNotes_refuse_UPDATE" BEFORE UPDATE ON "StaffNotes"
                BEGIN SELECT RAISE(ABORT, 'StaffNotes is append-only'); END;
                """);
        }
    }
}
