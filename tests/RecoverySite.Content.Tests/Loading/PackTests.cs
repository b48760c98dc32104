using System.Text;
using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

public sealed class PackTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_saved_is_there_for_the_next_process_and_what_was_not_is_not()
    {
        var pack = Open();
        Put(pack, "saved", "first");
        pack.Save();
        Put(pack, "not saved", "second");
        Put(pack, "saved", "third");

        var next = Open();

        Assert.Equal("first", Text(next.Find("saved")));
        Assert.Null(next.Find("not saved"));
        Assert.Equal(["saved"], next.Keys);
    }

    [Fact]
    public void Whoever_has_bytes_reads_them_after_others_took_their_place_and_after_they_moved()
    {
        var pack = Open();
        var first = Put(pack, "key", new string('a', 40_000_000));
        var second = Put(pack, "key", "second");
        pack.Save();
        Assert.Equal(["index", "2.pack"], Files());

        Assert.Equal('a', (char)first.Read(39_999_999, 1)[0]);
        Assert.Equal("second", Text(second));
        Assert.Equal("cond", Encoding.UTF8.GetString(second.Read(2, 4)));
    }

    [Fact]
    public void Another_process_reads_what_was_saved_while_the_first_goes_on()
    {
        var pack = Open();
        Put(pack, "key", "first");
        pack.Save();
        var reader = new Pack(folder.Path, isReadOnly: true);
        Put(pack, "key", new string('b', 40_000_000));
        Put(pack, "key", "last");
        pack.Save();

        Assert.Equal("first", Text(reader.Find("key")));
        Assert.Equal("last", Text(new Pack(folder.Path, isReadOnly: true).Find("key")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing that a pack would write")]
    public void An_index_that_cannot_be_read_is_as_if_nothing_had_been_saved(string index)
    {
        var pack = Open();
        Put(pack, "key", "first");
        pack.Save();
        folder.Write("index", index);

        var next = Open();
        Assert.Empty(next.Keys);
        Put(next, "key", "second");
        next.Save();

        Assert.Equal("second", Text(Open().Find("key")));
    }

    [Fact]
    public void An_index_that_is_ahead_of_its_file_loses_what_is_not_there_and_nothing_else()
    {
        var pack = Open();
        Put(pack, "first", "first");
        Put(pack, "second", "second");
        pack.Save();
        using (var file = new FileStream(folder.File("1.pack"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(8);

        Assert.Equal("first", Text(Open().Find("first")));
        Assert.Null(Open().Find("second"));
    }

    [Fact]
    public void Whatever_is_done_to_it_a_pack_says_what_a_dictionary_says()
    {
        var random = new Random(10);
        var (pack, model, saved) = (Open(), new Dictionary<string, string>(), new Dictionary<string, string>());
        for (var step = 0; step < 2000; step++)
        {
            var key = $"key {random.Next(20)}";
            switch (random.Next(20))
            {
                case 0:
                    pack.Save();
                    saved = new(model);
                    break;
                case 1:
                    (pack, model) = (Open(), new(saved));
                    break;
                case < 5:
                    pack.Remove(key);
                    model.Remove(key);
                    break;
                default:
                    // Long enough that the file is left behind now and then.
                    var text = $"{step} {new string('c', random.Next(200_000))}";
                    Put(pack, key, text);
                    model[key] = text;
                    break;
            }
            Assert.Equal(model.GetValueOrDefault(key), Text(pack.Find(key)));
            Assert.Equal(model.Keys.Order(), pack.Keys.Order());
        }
        Assert.DoesNotContain("1.pack", Files());
    }

    private Pack Open() => new(folder.Path, isReadOnly: false);

    private static PackedBytes Put(Pack pack, string key, string text)
    {
        var bytes = pack.Append(Encoding.UTF8.GetBytes(text));
        pack.Set(key, bytes);
        return bytes;
    }

    private static string? Text(PackedBytes? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes.Read());

    private IEnumerable<string> Files() => Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)).OrderDescending(StringComparer.Ordinal);
}
