using Microsoft.AspNetCore.Identity;
using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>Refuses what is guessed first. Length does the rest: no rule about digits and signs.</summary>
public sealed class NotEasilyGuessed : IPasswordValidator<StaffMember>
{
    private static readonly string[] First = ["password", "passwort", "123456", "qwerty", "letmein", "welcome", "iloveyou", "abcdef", "recovery"];

    public Task<IdentityResult> ValidateAsync(UserManager<StaffMember> manager, StaffMember user, string? password)
    {
        var plain = (password ?? "").ToLowerInvariant();
        var own = user.Email.Split('@')[0].ToLowerInvariant();
        var rest = First.Append(own.Length >= 3 ? own : "password").Aggregate(plain, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        // Without the words that everybody tries first, something must be left to guess.
        var isWeak = rest.Distinct().Count() < 5 || rest.Length < 6;
        return Task.FromResult(isWeak
            ? IdentityResult.Failed(new IdentityError { Code = "EasilyGuessed", Description = "Choose a password that is harder to guess: four words that do not belong together are good" })
            : IdentityResult.Success);
    }
}
