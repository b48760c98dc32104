namespace RecoverySite.Failure.Tests;

/// <summary>The reading of a trace, on traces written by hand.</summary>
public sealed class DurabilityTests
{
    private const string Made = """7 openat(AT_FDCWD</data>, "/data/s.db-wal", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 5</data/s.db-wal>""";
    private const string Page = """7 pwrite64(5</data/s.db-wal>, "\r\0\0\0\1abc-123\"\0", 4096, 56) = 4096""";
    private const string MoreToCome = """7 pwrite64(5</data/s.db-wal>, "\0\0\0\5\0\0\0\0v\275", 24, 32) = 24""";
    private const string Last = """7 pwrite64(5</data/s.db-wal>, "\0\0\0\6\0\0\0*v\275", 24, 4152) = 24""";
    private const string OtherPage = """7 pwrite64(5</data/s.db-wal>, "\n\0", 4096, 4176) = 4096""";
    private const string Sync = "7 fsync(5</data/s.db-wal>) = 0";
    private const string FolderSync = "7 fsync(6</data>) = 0";
    private const string Sent = """8 sendto(9<socket:[1]>, "HTTP/1.1 303 See Other\r\nLocation: /request-a-call/received/abc-123\r\nX: y\r\n", 60, 0, NULL, 0) = 60""";

    private static string? Risk(params string[] lines)
    {
        var (receipt, risk) = Assert.Single(Durability.Receipts(SystemCall.Read(lines), token => token));
        Assert.Equal("abc-123", receipt);
        return risk;
    }

    [Fact]
    public void A_receipt_after_the_sync_of_its_whole_transaction_is_safe() =>
        Assert.Null(Risk(Made, FolderSync, MoreToCome, Page, Last, OtherPage, Sync, Sent));

    [Fact]
    public void A_receipt_without_a_sync_is_not() =>
        Assert.Equal("It was sent before the log was synced.", Risk(Made, FolderSync, MoreToCome, Page, Last, OtherPage, Sent, Sync));

    [Fact]
    public void A_sync_before_the_last_page_of_the_transaction_does_not_count() =>
        Assert.Equal("It was sent before the log was synced.", Risk(Made, FolderSync, MoreToCome, Page, Sync, Last, OtherPage, Sent));

    [Fact]
    public void A_sync_of_another_file_does_not_count() =>
        Assert.Equal("It was sent before the log was synced.", Risk(Made, FolderSync, MoreToCome, Page, Last, OtherPage, "7 fsync(4</data/s.db>) = 0", Sent));

    [Theory]
    [InlineData("7 fsync(5</data/s.db-wal>) = -1 EIO (Input/output error)")]
    [InlineData("7 fsync(5</data/s.db-wal>) = 0 (INJECTED)")]
    [InlineData("7 fsync(5</data/s.db-wal> <unfinished ...>")]
    public void A_sync_that_failed_was_made_up_or_never_came_back_does_not_count(string sync) =>
        Assert.Equal("It was sent before the log was synced.", Risk(Made, FolderSync, MoreToCome, Page, Last, OtherPage, sync, Sent));

    [Fact]
    public void A_sync_counts_from_its_end() =>
        Assert.Null(Risk(Made, FolderSync, MoreToCome, Page, Last, OtherPage, "7 fsync(5</data/s.db-wal> <unfinished ...>", "8 close(3<pipe:[2]>) = 0", "7 <... fsync resumed>)             = 0 (DELAYED)", Sent));

    [Fact]
    public void A_receipt_sent_while_the_sync_is_under_way_is_at_risk() =>
        Assert.Equal("It was sent before the log was synced.", Risk(Made, FolderSync, MoreToCome, Page, Last, OtherPage, "7 fsync(5</data/s.db-wal> <unfinished ...>", Sent, "7 <... fsync resumed>)  = 0"));

    [Fact]
    public void A_page_is_written_when_its_call_has_come_back() =>
        Assert.Equal(
            "It was sent before the log was synced.",
            Risk(Made, FolderSync, Last, Page.Replace(") = 4096", " <unfinished ...>", StringComparison.Ordinal), "8 fsync(5</data/s.db-wal>) = 0", "7 <... pwrite64 resumed>) = 4096", Sent));

    [Fact]
    public void A_receipt_that_was_never_written_is_at_risk() =>
        Assert.Equal("It was sent before it was written.", Risk(Made, FolderSync, Last, OtherPage, Sync, Sent));

    [Fact]
    public void A_log_made_anew_needs_its_name_in_the_folder()
    {
        const string gone = """7 unlink("/data/s.db-wal") = 0""";

        Assert.Equal("It was sent before the name of the log was synced.", Risk(Made, FolderSync, gone, Made, Last, Page, Sync, Sent));
        Assert.Null(Risk(Made, gone, Made, Last, FolderSync, Page, Sync, Sent));
    }
}
