using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Commands;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Pages;
using RecoverySite.Web.Publishing;
using RecoverySite.Web.Upkeep;

EventLoop.Prepare();
ProcessMemory.Prepare();
try
{
    var isCommand = CommandLine.IsCommand(args);
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = isCommand ? [] : args, ContentRootPath = AppContext.BaseDirectory });
#pragma warning disable RS0030 // The one place where the real clock comes in.
    var clock = TimeProvider.System;
#pragma warning restore RS0030
    if (await ContentCommands.AnswerAsync(args, builder.Configuration, clock) is { } exitCode)
        return exitCode;
    var settings = Settings.Read(builder.Configuration);
    using var dataFolder = isCommand ? null : DataFolder.Take(settings);
    var content = CurrentContent.Load(settings, clock, isReadOnly: isCommand);
    if (isCommand)
        return await CommandLine.RunAsync(args, settings, content.BaseUrl, clock);

    builder.AddSiteLogging(settings);
    builder.WebHost.UseServerLimits();
    builder.WebHost.UseEventLoop();
    builder.Services.AddSingleton<Opening>();
    builder.Services.AddSingleton(clock);
    builder.Services.AddSingleton(settings);
    builder.Services.AddPublishing(content);
    builder.Services.AddSingleton<StyleSheet>();
    builder.Services.AddSingleton<OurHosts>();
    builder.Services.AddSingleton(services => new ContactsStore(settings.DatabaseFile, new KeyRingFile(settings.KeyRingFile), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ContactsStore>>()));
    builder.Services.AddSingleton(new Backups(settings.BackupFolder, settings.DatabaseFile));
    builder.Services.AddSingleton<Waits>();
    builder.Services.AddBesideRequests<StoreUpkeep>();
    // What runs beside the requests mends itself; nothing there is worth the articles and the phone number.
    builder.Services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
    builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(settings.KeysFolder));
    builder.Services.AddSitePages();
    // Before the server: who sees that it answers may give it a command.
    builder.Services.AddHostedService<CommandSocket>();
    builder.Services.Configure<ForwardedHeadersOptions>(options =>
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedFor;
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.TrustedProxies)
            options.KnownIPNetworks.Add(proxy);
    });

    await Opening.RunAsync(builder.Build(), site =>
    {
        site.UseMiddleware<RequestLog>();
        site.UseForwardedHeaders();
        site.UseMiddleware<SecurityHeaders>();
        site.UseErrorPages();
        site.UseMiddleware<KnownHosts>();
        site.UseMiddleware<SameOrigin>();
        site.UseMiddleware<ReadableForms>();
        site.UseMiddleware<OldAddresses>();
        site.UseSitePages();
    });
    return 0;
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync($"The site did not start.{Environment.NewLine}{refused.Message}");
    return 1;
}
