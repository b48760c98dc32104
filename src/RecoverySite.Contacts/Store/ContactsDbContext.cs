using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RecoverySite.Contacts.Audit;

namespace RecoverySite.Contacts.Store;

public sealed class ContactsDbContext(DbContextOptions<ContactsDbContext> options) : DbContext(options)
{
    public DbSet<CallRequest> CallRequests => Set<CallRequest>();
    public DbSet<Submission> Submissions => Set<Submission>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<ConsentText> ConsentTexts => Set<ConsentText>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    // SQLite cannot order what it stores for a DateTimeOffset; ticks it can.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CallRequest>(request =>
        {
            request.Property(r => r.Id).ValueGeneratedNever();
            request.Property(r => r.Number).HasMaxLength(16);
            request.HasMany(r => r.Submissions).WithOne().HasForeignKey(s => s.CallRequestId);
            request.Navigation(r => r.Submissions).UsePropertyAccessMode(PropertyAccessMode.Field);
            // One open request a number: whoever asks again joins it.
            request.HasIndex(r => r.Number).IsUnique().HasFilter("\"ClosedAt\" IS NULL");
            request.HasIndex(r => new { r.ClosedAt, r.IsHeld, r.WaitingSince });
        });

        modelBuilder.Entity<Submission>(submission =>
        {
            submission.Property(s => s.Id).ValueGeneratedNever();
            submission.Property(s => s.Key).HasMaxLength(64);
            submission.Property(s => s.ReceiptToken).HasMaxLength(22);
            submission.Property(s => s.Reference).HasMaxLength(9);
            submission.HasIndex(s => s.Key).IsUnique();
            submission.HasIndex(s => s.ReceiptToken).IsUnique();
            submission.HasIndex(s => s.Reference).IsUnique();
        });

        modelBuilder.Entity<ConsentText>().HasKey(t => t.Hash);
        modelBuilder.Entity<Consent>(consent =>
        {
            consent.Property(c => c.Id).ValueGeneratedNever();
            consent.HasOne<Submission>().WithMany().HasForeignKey(c => c.SubmissionId);
            consent.HasOne<ConsentText>().WithMany().HasForeignKey(c => c.TextHash).OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<AuditEntry>().HasIndex(e => e.CallRequestId);
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
