using RecoverySite.Contacts.Protection;
using RecoverySite.Tests;

namespace RecoverySite.Contacts.Tests.Protection;

public sealed class KeyRingFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);
    private static readonly SealedPlace Place = new("T", "C", Guid.Empty);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Path => folder.File("keys/ring.json");

    private KeyRingFile Ring => new(Path);

    [Fact]
    public void A_ring_is_read_as_it_was_written()
    {
        var before = KeyRing.Create(Now);
        var ring = before.WithNewKey(Now.AddDays(1));
        var (first, second) = (before.Seal("one", Place), ring.Seal("two", Place));

        Ring.Write(ring);

        var read = Ring.Read()!;
        Assert.Equal(["one", "two"], [read.Open(first, Place), read.Open(second, Place)]);
        Assert.Equal(ring.IndexOfNumber("+12165550123"), read.IndexOfNumber("+12165550123"));
        Assert.Equal(Now.AddDays(1), read.Current.MadeAt);
    }

    [Fact]
    public void There_may_be_no_ring_yet() => Assert.Null(Ring.Read());

    [Fact]
    public void File_and_folder_are_closed_to_everybody_but_their_owner()
    {
        Ring.Write(KeyRing.Create(Now));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.File("keys")));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_ring_that_others_can_use_is_refused_with_what_to_do(UnixFileMode open)
    {
        Ring.Write(KeyRing.Create(Now));
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);

        var refused = Assert.Throws<KeyRingException>(() => Ring.Read());

        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"indexSecret":"AAAA","keys":[]}""")]
    [InlineData("""{"indexSecret":"AAAA","keys":[{"id":"k1","madeAt":"2026-11-24T15:00:00Z","secret":"AAAA"}]}""")]
    public void A_damaged_ring_is_refused_and_none_of_it_is_quoted(string contents)
    {
        Ring.Write(KeyRing.Create(Now));
        File.WriteAllText(Path, contents);

        var refused = Assert.Throws<KeyRingException>(() => Ring.Read());

        Assert.Equal("The key ring is damaged. Put a copy of it in its place.", refused.Message);
    }

    [Fact]
    public void A_ring_whose_last_step_a_power_failure_took_back_is_found_all_the_same()
    {
        var ring = KeyRing.Create(Now);
        Ring.Write(ring.WithNewKey(Now));
        File.Move(Path, Path + ".new");
        Ring.Write(ring);
        Assert.Single(Ring.Read()!.Keys);
        Ring.Write(ring.WithNewKey(Now));
        File.Copy(Path, Path + ".new");
        File.WriteAllText(Path, "");

        Assert.Equal(2, Ring.Read()!.Keys.Count);
    }

    [Fact]
    public void A_ring_that_was_written_halfway_leaves_the_one_before_it_standing()
    {
        Ring.Write(KeyRing.Create(Now));
        File.WriteAllText(Path + ".new", """{"about":"The ke""");

        Assert.Single(Ring.Read()!.Keys);
    }
}
