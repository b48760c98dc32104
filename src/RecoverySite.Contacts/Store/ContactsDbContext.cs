using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Retention;

namespace RecoverySite.Contacts.Store;

/// <param name="keys">Opens and seals what nobody may read in the file.</param>
/// <param name="takesPlain">True only while a store from before there were keys is brought up: what is not sealed is taken as it stands.</param>
public sealed class ContactsDbContext(DbContextOptions<ContactsDbContext> options, KeyRing keys, bool takesPlain = false) : DbContext(options)
{
    public KeyRing Keys => keys;

    /// <summary>Told of each value that cannot be opened; <see cref="Unreadable"/> stands in its place then. Where it is null, loading such a row fails.</summary>
    internal Action<SealedPlace>? OnUnreadable { get; init; }

    public DbSet<CallRequest> CallRequests => Set<CallRequest>();
    public DbSet<Submission> Submissions => Set<Submission>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<ConsentText> ConsentTexts => Set<ConsentText>();
    public DbSet<CallAttempt> CallAttempts => Set<CallAttempt>();
    public DbSet<StaffNote> StaffNotes => Set<StaffNote>();
    public DbSet<StaffMember> StaffMembers => Set<StaffMember>();
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();
    public DbSet<CallTap> CallTaps => Set<CallTap>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<KeyCheck> KeyChecks => Set<KeyCheck>();
    public DbSet<NumberMark> NumberMarks => Set<NumberMark>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<NoticeMail> NoticeMails => Set<NoticeMail>();
    public DbSet<SignInNotice> SignInNotices => Set<SignInNotice>();
    public DbSet<PastRequest> PastRequests => Set<PastRequest>();

    // SQLite cannot order what it stores for a DateTimeOffset; ticks it can.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<CallOutcome>().HaveConversion<string>();
        configurationBuilder.Properties<CloseReason>().HaveConversion<string>();
        configurationBuilder.Properties<NoticeKind>().HaveConversion<string>();
        configurationBuilder.Properties<StaffRole>().HaveConversion<string>();
        configurationBuilder.Properties<NumberMarkKind>().HaveConversion<string>();
    }

    /// <summary>True once something was saved that somebody at the desk can see: each such change is saved with an audit entry.</summary>
    internal bool HasNews { get; private set; }

    /// <summary>Writes the form at once, past the tracker, if it is as new as it was taken for.</summary>
    internal bool TryInsert(NewForm form)
    {
        var isWritten = form.TryInsert((SqliteTransaction)Database.CurrentTransaction!.GetDbTransaction());
        HasNews |= isWritten;
        return isWritten;
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        // Left on, it would look for changes again with every question to the tracker.
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            HasNews |= ChangeTracker.Entries<AuditEntry>().Any(e => e.State == EntityState.Added);
            SealedColumns.Seal(ChangeTracker, keys);
            foreach (var member in ChangeTracker.Entries<StaffMember>().Where(e => e.State is EntityState.Added or EntityState.Modified))
            {
                member.Entity.NewVersion();
                member.DetectChanges();
            }
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    /// <exception cref="SealBrokenException"/>
    internal string Open(string value, SealedPlace place) => takesPlain && !KeyRing.IsSealed(value) ? value : keys.Open(value, place);

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.AddInterceptors(SealedColumns.Unsealing.Instance);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        SealedColumns.Map(modelBuilder);
        modelBuilder.Entity<CallRequest>(request =>
        {
            request.Property(r => r.Id).ValueGeneratedNever();
            request.HasMany(r => r.Submissions).WithOne().HasForeignKey(s => s.CallRequestId);
            request.HasMany(r => r.Attempts).WithOne().HasForeignKey(a => a.CallRequestId);
            request.Navigation(r => r.Submissions).UsePropertyAccessMode(PropertyAccessMode.Field);
            request.Navigation(r => r.Attempts).UsePropertyAccessMode(PropertyAccessMode.Field);
            // One open request a number: whoever asks again joins it.
            request.HasIndex(SealedColumns.NumberIndex).IsUnique().HasFilter("\"ClosedAt\" IS NULL");
            // And every request that a number ever had, or four last digits: in one, for each index of what lies anywhere costs a new request a page.
            request.HasIndex(SealedColumns.LastFourIndex, SealedColumns.NumberIndex);
            // The queue, and what is called later: of the few that are open, with all that is asked of them to be counted.
            request.HasIndex(r => new { r.IsHeld, r.WaitingSince, r.Id, r.DueAt, r.ClaimedUntil, r.FirstCalledAt }).HasFilter("\"ClosedAt\" IS NULL");
            request.HasIndex(r => new { r.IsHeld, r.DueAt, r.Id, r.WaitingSince }).HasFilter("\"ClosedAt\" IS NULL");
            // Who has which. What nobody ever took is not in it, nor in the list by who took it: a new request is entered in few places.
            request.HasIndex(r => new { r.IsHeld, r.ClaimedUntil, r.ClaimedBy, r.DueAt, r.WaitingSince, r.Id }).HasFilter("\"ClosedAt\" IS NULL AND \"ClaimedUntil\" IS NOT NULL");
            request.HasIndex(r => new { r.ClaimedBy, r.ClaimedUntil }).HasFilter("\"ClaimedBy\" IS NOT NULL");
            // What is old enough to go.
            request.HasIndex(r => r.ClosedAt).HasFilter("\"ClosedAt\" IS NOT NULL");
            // Without those that nobody has called, or whoever looks for one that waits would be led through all that closed without a call.
            request.HasIndex(r => new { r.FirstCalledAt, r.WaitingSince }).HasFilter("\"FirstCalledAt\" IS NOT NULL");
            // The list of all, by each filter; with the others behind it, so that a row that does not match is not even looked up.
            request.HasIndex(r => new { r.OpenedAt, r.Id, r.ClosedBecause, r.IsHeld, r.ClaimedBy, r.FromPage });
            request.HasIndex(r => new { r.ClosedBecause, r.OpenedAt, r.Id, r.IsHeld, r.ClaimedBy, r.FromPage });
            request.HasIndex(r => new { r.ClaimedBy, r.OpenedAt, r.Id, r.ClosedBecause, r.IsHeld, r.FromPage }).HasFilter("\"ClaimedBy\" IS NOT NULL");
            request.HasIndex(r => new { r.FromPage, r.OpenedAt, r.Id, r.ClosedBecause, r.IsHeld, r.ClaimedBy });
        });

        modelBuilder.Entity<Submission>(submission =>
        {
            submission.Property(s => s.Id).ValueGeneratedNever();
            submission.Property(s => s.KeyHash).HasMaxLength(64);
            submission.Property(s => s.ReceiptHash).HasMaxLength(64);
            submission.Property(s => s.Reference).HasMaxLength(9);
            submission.HasIndex(s => s.KeyHash).IsUnique();
            submission.HasIndex(s => s.ReceiptHash).IsUnique();
            submission.HasIndex(s => s.Reference).IsUnique();
        });

        modelBuilder.Entity<ConsentText>().HasKey(t => t.Hash);
        modelBuilder.Entity<Consent>(consent =>
        {
            consent.Property(c => c.Id).ValueGeneratedNever();
            consent.HasOne<Submission>().WithMany().HasForeignKey(c => c.SubmissionId);
            consent.HasOne<ConsentText>().WithMany().HasForeignKey(c => c.TextHash).OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<CallAttempt>(attempt =>
        {
            attempt.HasIndex(a => a.DialledAt).HasFilter("\"Outcome\" IS NULL");
            attempt.Property(a => a.Id).ValueGeneratedNever();
            attempt.HasOne<StaffMember>().WithMany().HasForeignKey(a => a.By).OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<StaffNote>(note =>
        {
            note.Property(n => n.Id).ValueGeneratedNever();
            note.HasOne<CallRequest>().WithMany().HasForeignKey(n => n.CallRequestId);
            note.HasOne<StaffMember>().WithMany().HasForeignKey(n => n.By).OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<StaffMember>(member =>
        {
            member.Property(m => m.Id).ValueGeneratedNever();
            member.Property(m => m.Version).IsConcurrencyToken();
            member.HasIndex(m => m.NormalizedEmail).IsUnique();
            member.HasIndex(m => m.InviteHash);
        });

        modelBuilder.Entity<StaffSession>(session =>
        {
            session.Property(x => x.Id).ValueGeneratedNever();
            session.HasOne<StaffMember>().WithMany().HasForeignKey(x => x.StaffMemberId);
        });

        modelBuilder.Entity<PastRequest>().HasKey(p => new { p.Day, p.Hour, p.Page, p.CalledAfter, p.ReachedAfter });
        modelBuilder.Entity<NumberMark>().HasKey(m => new { m.NumberIndex, m.Kind });
        modelBuilder.Entity<NumberMark>().HasIndex(m => new { m.Kind, m.At });
        modelBuilder.Entity<CallTap>().HasKey(t => new { t.Day, t.Page, t.Placement });
        modelBuilder.Entity<AuditEntry>().HasIndex(e => e.CallRequestId);
        modelBuilder.Entity<AuditEntry>().HasIndex(e => e.StaffMemberId).HasFilter("\"StaffMemberId\" IS NOT NULL");
        // The audit, a day of it, and what is old enough to go; SQLite keeps the id behind the columns of each index.
        modelBuilder.Entity<AuditEntry>().HasIndex(e => e.At);
        modelBuilder.Entity<AuditEntry>().HasIndex(e => new { e.Actor, e.At });

        modelBuilder.Entity<NoticeMail>(mail =>
        {
            mail.Property(m => m.Id).ValueGeneratedNever();
            mail.HasIndex(m => m.DeliveredAt);
        });
        modelBuilder.Entity<Notice>(notice =>
        {
            notice.Property(n => n.Id).ValueGeneratedNever();
            // Whoever deletes a request deletes its notices; they tell of nothing else.
            notice.HasOne<CallRequest>().WithMany().HasForeignKey(n => n.CallRequestId).OnDelete(DeleteBehavior.Cascade);
            notice.HasOne<NoticeMail>().WithMany().HasForeignKey(n => n.MailId).OnDelete(DeleteBehavior.SetNull);
            notice.HasIndex(n => n.PostedAt);
            notice.HasIndex(n => new { n.Kind, n.AroseAt });
        });
        modelBuilder.Entity<SignInNotice>(notice =>
        {
            notice.Property(n => n.Id).ValueGeneratedNever();
            notice.HasOne<StaffMember>().WithMany().HasForeignKey(n => n.StaffMemberId);
        });
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
