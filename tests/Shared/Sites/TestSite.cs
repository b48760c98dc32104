using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Tests.Sites;

/// <summary>The site in this process, on real Kestrel and a real SQLite file, with a clock that the test holds.</summary>
public sealed class TestSite : WebApplicationFactory<Program>
{
    /// <summary>What the site makes of an empty data folder, made once: bringing the schema up takes longer than most tests.</summary>
    private static readonly Lazy<TemporaryFolder> FirstStart = new(() =>
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        using var store = new ContactsStore(folder.File(Store), new KeyRingFile(folder.File(Ring)), TestClock.Open(), NullLogger<ContactsStore>.Instance);
        store.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        return folder;
    });

    private const string Store = "recoverysite.db", Ring = "keys/ring.json";

    private readonly TemporaryFolder data;
    private readonly bool keepsData;
    private readonly string content;
    private readonly Action<IServiceCollection>? services;
    private readonly IReadOnlyDictionary<string, string> settings;

    private TestSite(string content, TestClock clock, Action<IServiceCollection>? services, IReadOnlyDictionary<string, string> settings, TemporaryFolder? data)
    {
        (this.data, keepsData) = (data ?? new(), data is not null);
        this.content = content;
        this.services = services;
        this.settings = settings;
        Clock = clock;
        Directory.CreateDirectory(this.data.File("keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in new[] { Store, Ring }.Where(f => !File.Exists(this.data.File(f))))
            File.Copy(FirstStart.Value.File(file), this.data.File(file));
        UseKestrel();
    }

    public TestClock Clock { get; }

    public string DataFolder => data.Path;

    /// <summary>As in <c>http://127.0.0.1:40123</c>.</summary>
    public string Url => ClientOptions.BaseAddress.ToString().TrimEnd('/');

    /// <param name="content">A content folder; the repository's own when null.</param>
    /// <param name="services">What a test puts into the site, such as a fault.</param>
    /// <param name="settings">Beyond those that every site here has.</param>
    /// <param name="data">A data folder that outlives the site; one of its own when null.</param>
    public static TestSite Start(TestClock? clock = null, string? content = null, Action<IServiceCollection>? services = null, IReadOnlyDictionary<string, string>? settings = null, TemporaryFolder? data = null)
    {
        var site = new TestSite(content ?? Repository.Content, clock ?? TestClock.Open(), services, settings ?? new Dictionary<string, string>(), data);
        site.StartServer();
        site.WaitForStore();
        return site;
    }

    /// <summary>Tests look into the store's tables, which the site makes and fills beside answering its first requests.</summary>
    private void WaitForStore()
    {
        Services.GetRequiredService<Opening>().Opened.GetAwaiter().GetResult();
        var store = Services.GetRequiredService<ContactsStore>();
        for (var tries = 1; ; tries++)
        {
            try
            {
                store.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
                SpinWait.SpinUntil(() => store.ReadAsync(db => db.ConsentTexts.AnyAsync(), CancellationToken.None).GetAwaiter().GetResult(), TimeSpan.FromSeconds(10));
                return;
            }
            catch (StoreUnavailableException) when (tries < 6)
            {
            }
        }
    }

    /// <summary>A client that follows nothing and keeps no cookie, so that a test sees what was sent.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Url) };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Development);
        // As a setting, because a port given to UseKestrel is set beside a server that may have started already.
        builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.UseSetting("Content:Folder", content);
        builder.UseSetting("Data:Folder", data.Path);
        builder.UseSetting("Site:BaseUrl", "https://recoverysite.example");
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(all =>
        {
            all.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services?.Invoke(all);
        });
    }

    // The factory has put another web server behind the one of the program.
    protected override IHost CreateHost(IHostBuilder builder) => base.CreateHost(builder.ConfigureServices(ReadyPages.Add));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && !keepsData)
            data.Dispose();
    }
}
