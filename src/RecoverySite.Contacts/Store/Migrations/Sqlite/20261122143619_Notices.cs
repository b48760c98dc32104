using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RecoverySite.Contacts.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Notices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "NoticeMails",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    MessageId = table.Column<string>(type: "TEXT", nullable: false),
                    Requests = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    DeliveredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeMails", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CallRequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AroseAt = table.Column<long>(type: "INTEGER", nullable: false),
                    MailId = table.Column<Guid>(type: "TEXT", nullable: true),
                    PostedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Notices_CallRequests_CallRequestId",
                        column: x => x.CallRequestId,
                        principalTable: "CallRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Notices_NoticeMails_MailId",
                        column: x => x.MailId,
                        principalTable: "NoticeMails",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_CallRequestId",
                table: "Notices",
                column: "CallRequestId");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_MailId",
                table: "Notices",
                column: "MailId");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_PostedAt",
                table: "Notices",
                column: "PostedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Notices");

            migrationBuilder.DropTable(
                name: "NoticeMails");
        }
    }
}
