namespace RecoverySite.Contacts.Tests;

public sealed class StaffMemberTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);
    private const string Key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private readonly StaffMember member = StaffMember.Add(" Ana@Example.org ", StaffRole.Caller, Now);

    private static string CodeAt(DateTimeOffset now) => Totp.Code(Totp.FromBase32(Key), now);

    [Fact]
    public void An_address_is_known_however_it_is_written() =>
        Assert.Equal(("Ana@Example.org", StaffMember.Normalize("ana@example.ORG ")), (member.Email, member.NormalizedEmail));

    [Fact]
    public void A_code_is_good_for_one_use_and_so_is_each_one_before_it()
    {
        member.SetAuthenticatorKey(Key);

        Assert.True(member.TakeCode(CodeAt(Now), Now));
        Assert.False(member.TakeCode(CodeAt(Now), Now));
        Assert.False(member.TakeCode(CodeAt(Now.AddSeconds(-30)), Now));
        Assert.True(member.TakeCode(CodeAt(Now.AddSeconds(30)), Now.AddSeconds(30)));
    }

    [Fact]
    public void Without_an_authenticator_no_code_is_right() => Assert.False(member.TakeCode(CodeAt(Now), Now));

    [Fact]
    public void A_recovery_code_is_good_for_one_use_however_it_is_typed()
    {
        var codes = Enumerable.Range(0, 10).Select(_ => OneTimeCode.Create(4).Text).ToList();
        member.SetRecoveryCodes(codes);

        Assert.All(codes, c => Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$", c));
        Assert.All(member.RecoveryCodeHashes, h => Assert.Matches("^[0-9a-f]{64}$", h));
        Assert.True(member.TakeRecoveryCode(codes[3].ToLowerInvariant().Replace("-", " ").Replace("0", "o")));
        Assert.False(member.TakeRecoveryCode(codes[3]));
        Assert.Equal(9, member.RecoveryCodeHashes.Count);
    }

    [Fact]
    public void A_link_opens_for_three_days_and_once_and_a_newer_one_takes_its_place()
    {
        var first = OneTimeCode.Create(7);
        member.Invite(first, Now);
        Assert.True(member.IsInvitedBy(first.Hash, Now.AddDays(3).AddSeconds(-1)));
        Assert.False(member.IsInvitedBy(first.Hash, Now.AddDays(3)));

        var second = OneTimeCode.Create(7);
        member.Invite(second, Now);
        Assert.False(member.IsInvitedBy(first.Hash, Now));
        member.Join("Ana");
        Assert.False(member.IsInvitedBy(second.Hash, Now));
    }

    [Fact]
    public void A_reset_leaves_nothing_to_sign_in_with_and_changes_the_stamp()
    {
        member.SetPasswordHash("hash");
        member.SetAuthenticatorKey(Key);
        member.SetSecondFactor(true);
        member.SetRecoveryCodes([OneTimeCode.Create(4).Text]);
        var stamp = member.SecurityStamp;

        member.Reset();

        Assert.Equal((null, null, false, 0), (member.PasswordHash, member.AuthenticatorKey, member.HasSecondFactor, member.RecoveryCodeHashes.Count));
        Assert.NotEqual(stamp, member.SecurityStamp);
    }
}
