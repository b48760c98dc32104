using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RecoverySite.Tests;

namespace RecoverySite.Web.Tests;

/// <summary>The arrows that must not be drawn, read from the source: what a file names, it depends on.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Web = Path.Combine(Repository.Root, "src", "RecoverySite.Web");

    private static IEnumerable<(string Name, string Text)> Files(string folder, string pattern = "*.cs*") =>
        Directory.EnumerateFiles(Path.Combine(Web, folder), pattern, SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(Web, f), File.ReadAllText(f)));

    [Theory]
    [InlineData("Pages/Articles")]
    [InlineData("Pages/Topics")]
    [InlineData("Pages/Shared")]
    public void Reading_pages_know_nothing_of_who_asked(string folder)
    {
        var files = Files(folder).ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, f => Names(f.Text, "Contacts"));
    }

    [Fact]
    public void One_feature_does_not_reach_into_another()
    {
        var features = Directory.EnumerateDirectories(Path.Combine(Web, "Pages")).Select(d => Path.GetFileName(d)).Where(n => n != "Shared").ToList();

        Assert.True(features.Count >= 3);
        foreach (var feature in features)
        {
            foreach (var other in features.Where(o => o != feature))
                Assert.DoesNotContain(Files($"Pages/{feature}"), f => Names(f.Text, $@"{other}\.[A-Z]\w*") || Names(f.Text, $@"Pages\.{other}"));
        }
    }

    [Fact]
    public void Hosting_knows_no_feature() =>
        Assert.DoesNotContain(Files("Hosting").Concat(Files("Publishing")), f => Names(f.Text, @"Pages\.?") || Names(f.Text, "Contacts"));

    [Fact]
    public void A_view_never_asks_the_database() =>
        Assert.DoesNotContain(Files("Pages", "*.cshtml"), f => f.Text.Contains("DbContext", StringComparison.Ordinal) || f.Text.Contains("ContactsStore", StringComparison.Ordinal));

    [Fact]
    public void Trusted_html_enters_a_page_in_one_place() =>
        Assert.Equal(
            [Path.Combine("Pages", "Shared", "Rendered.cs")],
            Files(".").Where(f => !f.Name.StartsWith("obj", StringComparison.Ordinal) && !f.Name.StartsWith("bin", StringComparison.Ordinal))
                .Where(f => f.Text.Contains("new HtmlString", StringComparison.Ordinal) || f.Text.Contains("Html.Raw", StringComparison.Ordinal))
                .Select(f => f.Name));

    /// <summary>Sockets complete on the thread that sends the pages (<c>EventLoop</c>). Each of these files leaves it before it goes on; a new one has to.</summary>
    [Fact]
    public void Connections_are_made_only_where_whoever_waits_for_them_leaves_the_event_loop() =>
        Assert.Equal(
            ["RecoverySite.Contacts/Notices/MailServer.cs", "RecoverySite.Contacts/Notices/Webhook.cs", "RecoverySite.Web/Commands/CommandSocket.cs", "RecoverySite.Web/Hosting/PoolStream.cs"],
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Select(f => (Name: Path.GetRelativePath(Path.Combine(Repository.Root, "src"), f).Replace('\\', '/'), Path: f))
                .Where(f => !f.Name.Contains("/obj/", StringComparison.Ordinal) && !f.Name.Contains("/bin/", StringComparison.Ordinal) && Connection().IsMatch(File.ReadAllText(f.Path)))
                .Select(f => f.Name)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void The_program_file_is_a_table_of_contents() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Web, "Program.cs")).Length, 1, 79);

    /// <summary>Whether code, not a comment or an address in quotes, names something, in full or from a nearer namespace.</summary>
    private static bool Names(string text, string pattern) =>
        text.Split('\n')
            .Select(line => Quoted().Replace(line.Split("//")[0], ""))
            .Any(line => Regex.IsMatch(line, $@"(?<![\w""/]){pattern}(?!\w)|(?<=using\s[\w.]*){pattern}"));

    [Fact]
    public void No_type_is_a_manager_a_helper_or_a_base()
    {
        var types = new[] { typeof(Program).Assembly, typeof(Content.Site).Assembly, typeof(Contacts.CallRequest).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => t.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

        Assert.DoesNotContain(types, t => ForbiddenName().IsMatch(t.Name));
    }

    [GeneratedRegex(@"\bnew (?:Socket|TcpClient|TcpListener|UdpClient|SmtpClient|HttpClient|SocketsHttpHandler|NetworkStream|ClientWebSocket)\b|HttpClientFactory|: NetworkStream")]
    private static partial Regex Connection();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("(Manager|Helper|Util|Utils|Base|Impl|Data|Info|Service)$")]
    private static partial Regex ForbiddenName();
}
