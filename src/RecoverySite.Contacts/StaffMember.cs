using System.Security.Cryptography;
using System.Text;

namespace RecoverySite.Contacts;

/// <summary>What a staff member may do. Each role may do what the ones before it may.</summary>
public enum StaffRole
{
    /// <summary>Works the queue.</summary>
    Caller,

    /// <summary>Also looks at held requests and figures, exports and erases.</summary>
    Supervisor,

    /// <summary>Also adds and removes people, and reads the audit.</summary>
    Administrator,
}

/// <summary>Somebody who signs in at the desk. Times are UTC.</summary>
public sealed class StaffMember
{
    /// <summary>How long a one-time link opens the door.</summary>
    public static readonly TimeSpan InviteLife = TimeSpan.FromDays(3);

    private StaffMember()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>As it was typed; signing in compares <see cref="NormalizedEmail"/>.</summary>
    public string Email { get; private set; } = "";

    public string NormalizedEmail { get; private set; } = "";

    /// <summary>What colleagues see. Empty until the member has joined.</summary>
    public string Name { get; private set; } = "";

    public StaffRole Role { get; private set; }
    public DateTimeOffset AddedAt { get; private set; }
    public DateTimeOffset? LastSignedInAt { get; private set; }

    /// <summary>When they were shut out; null while they may sign in.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Since when they say that they answer calls; null while they do not.</summary>
    public DateTimeOffset? OnDutySince { get; private set; }

    /// <summary>Null until a password was chosen, and again after a reset.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>Changes with password, second factor and reset; whoever signed in under another one is signed out.</summary>
    public string SecurityStamp { get; private set; } = "";

    /// <summary>Shared secret of the authenticator app, RFC 4648 Base32.</summary>
    public string? AuthenticatorKey { get; private set; }

    /// <summary>True once a code from the authenticator app was right.</summary>
    public bool HasSecondFactor { get; private set; }

    /// <summary>RFC 6238 time step of the last code taken: a code is good for one use.</summary>
    public long LastCodeStep { get; private set; }

    /// <summary>SHA-256 of each recovery code that is left, in lower-case hexadecimal.</summary>
    public IReadOnlyList<string> RecoveryCodeHashes { get; private set; } = [];

    /// <summary>SHA-256 of the one-time code, or null when none is open.</summary>
    public string? InviteHash { get; private set; }

    public DateTimeOffset? InviteExpiresAt { get; private set; }

    /// <summary>Changes with every save, so that of two changes made at once the second is refused.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Has all that the door asks for.</summary>
    public bool CanSignIn => PasswordHash is not null && HasSecondFactor && DisabledAt is null;

    public static StaffMember Add(string email, StaffRole role, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Email = email.Trim(),
            NormalizedEmail = Normalize(email),
            Role = role,
            AddedAt = now,
            SecurityStamp = RandomNumberGenerator.GetHexString(32),
        };

    /// <summary>Whether it is an address that somebody can be told apart by. Whether mail arrives there is not asked.</summary>
    public static bool IsEmail(string text) =>
        text.Length <= 254 && !text.Any(char.IsWhiteSpace) && System.Net.Mail.MailAddress.TryCreate(text, out var address) && address.Address == text;

    public static string Normalize(string email) => email.Trim().ToUpperInvariant();

    /// <summary>Opens the door for <see cref="InviteLife"/>; an earlier link no longer does.</summary>
    public void Invite(OneTimeCode code, DateTimeOffset now) => (InviteHash, InviteExpiresAt) = (code.Hash, now + InviteLife);

    public bool IsInvitedBy(string hash, DateTimeOffset now) => DisabledAt is null && InviteHash == hash && InviteExpiresAt > now;

    /// <summary>The link was used: it opens nothing from here on.</summary>
    public void Join(string name) => (Name, InviteHash, InviteExpiresAt) = (name, null, null);

    /// <summary>Takes password, second factor and recovery codes away and ends every session.</summary>
    public void Reset()
    {
        PasswordHash = null;
        AuthenticatorKey = null;
        HasSecondFactor = false;
        RecoveryCodeHashes = [];
        SecurityStamp = RandomNumberGenerator.GetHexString(32);
    }

    /// <summary>Whoever is signed in, or half signed in, with the one before is out.</summary>
    public void ChangePassword(string hash) => (PasswordHash, SecurityStamp) = (hash, RandomNumberGenerator.GetHexString(32));

    public void SignedIn(DateTimeOffset now) => LastSignedInAt = now;

    public void SetRole(StaffRole role) => Role = role;

    /// <summary>Shuts them out at once: every session ends, and no link, password or code opens anything. What they did keeps their name.</summary>
    public void Disable(DateTimeOffset now)
    {
        Reset();
        (InviteHash, InviteExpiresAt, OnDutySince, DisabledAt) = (null, null, null, now);
    }

    /// <summary>Lets them in again, with a new link and a new start.</summary>
    public void Enable(OneTimeCode code, DateTimeOffset now)
    {
        DisabledAt = null;
        Invite(code, now);
    }

    public void GoOnDuty(DateTimeOffset now) => OnDutySince ??= now;

    public void GoOffDuty() => OnDutySince = null;

    /// <summary>Takes the code of the authenticator app unless it is wrong or was used before.</summary>
    public bool TakeCode(string code, DateTimeOffset now)
    {
        if (AuthenticatorKey is null || Totp.StepOf(Totp.FromBase32(AuthenticatorKey), code, now) is not { } step || step <= LastCodeStep)
            return false;
        LastCodeStep = step;
        return true;
    }

    /// <summary>Takes a recovery code, which is good for one use.</summary>
    public bool TakeRecoveryCode(string code)
    {
        var hash = OneTimeCode.HashOf(code);
        if (!RecoveryCodeHashes.Contains(hash))
            return false;
        RecoveryCodeHashes = [.. RecoveryCodeHashes.Where(h => h != hash)];
        return true;
    }

    public void SetRecoveryCodes(IEnumerable<string> codes) => RecoveryCodeHashes = [.. codes.Select(OneTimeCode.HashOf)];

    public void SetEmail(string email) => (Email, NormalizedEmail) = (email.Trim(), Normalize(email));

    public void SetPasswordHash(string? hash) => PasswordHash = hash;

    public void SetSecurityStamp(string stamp) => SecurityStamp = stamp;

    public void SetAuthenticatorKey(string key) => AuthenticatorKey = key;

    public void SetSecondFactor(bool isOn) => HasSecondFactor = isOn;

    internal void NewVersion() => Version = RandomNumberGenerator.GetHexString(16);
}

/// <summary>A secret that is shown once and kept as a hash: a one-time link, a recovery code.</summary>
public sealed record OneTimeCode
{
    private OneTimeCode(string text) => Text = text;

    /// <summary>Groups of four with hyphens, as in <c>7KQF-2M9X-...</c>.</summary>
    public string Text { get; }

    public string Hash => HashOf(Text);

    /// <param name="groups">Twenty random bits each.</param>
    public static OneTimeCode Create(int groups) => new(CrockfordBase32.Random(groups));

    /// <summary>SHA-256 of the code however it was typed.</summary>
    public static string HashOf(string typed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(CrockfordBase32.Read(typed))));

    /// <summary>Masked, because whoever has the text can use it.</summary>
    public override string ToString() => "****";
}
