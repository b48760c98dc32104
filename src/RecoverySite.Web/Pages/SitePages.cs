using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.ResponseCompression;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Publishing;
using RecoverySite.Web.Upkeep;
using RecoverySite.Web.Pages.Discovery;
using RecoverySite.Web.Pages.Taps;
using RecoverySite.Web.Pages.RequestACall;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Pages.Staff.Live;
using RecoverySite.Web.Pages.Staff.Notices;

namespace RecoverySite.Web.Pages;

/// <summary>The site map: Razor Pages, pictures and videos from the content folder, and the few files of our own.</summary>
public static class SitePages
{
    public static void AddSitePages(this IServiceCollection services)
    {
        services.AddRazorPages(options =>
        {
            options.Conventions.AddFolderRouteModelConvention("/", OnlyKnownMethods);
            options.Conventions.AddFolderApplicationModelConvention("/Staff", page => page.Filters.Add(new StaleForm()));
        });
        services.AddSingleton<ContentMedia>();
        services.AddSingleton<PublishedAddresses>(ReadingAddresses.Of);
        services.AddBesideRequests<StorePreparation>();
        services.AddSingleton<FormLimits>();
        services.AddBesideRequests<CallbackTimes>();
        services.AddBesideRequests<TapCounter>();
        services.AddNotices();
        services.AddStaffAccess();
        services.AddSingleton<Presence>();
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/atom+xml"];
            options.Providers.Add<SmallPages>();
            options.Providers.Add<GzipCompressionProvider>();
        });
    }

    public static void UseSitePages(this IApplicationBuilder app)
    {
        // On the desk's pages what was typed stands beside secrets of somebody who is signed in; compressing both together would let the
        // length tell. A visitor's form holds no secret that another could have it repeat.
        app.UseWhen(context => !context.Request.Path.StartsWithSegments(StaffCookies.Path), branch => branch.UseResponseCompression());
        app.UsePagesNotReady();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = app.ApplicationServices.GetRequiredService<ContentMedia>(),
            ContentTypeProvider = ContentMedia.Types,
        });
        app.UseRouting();
        app.Use(RequestLog.NoteRouteAsync);
        app.UseStaffAccess();
        app.UseEndpoints(site =>
        {
            site.MapStaticAssets();
            site.MapCallTaps();
            site.MapHealth();
            site.MapSitemap();
            site.MapFeed();
            site.MapChanges();
            // Where the figures stood before there were more of them than taps.
            site.MapGet("/staff/call-taps", () => TypedResults.Redirect("/staff/insights", permanent: true));
            site.MapRazorPages().WithStaticAssets();
        });
    }

    /// <summary>Any other method is answered 405 with what is allowed, before a page is asked. An error page answers them all.</summary>
    private static void OnlyKnownMethods(PageRouteModel page)
    {
        if (page.ViewEnginePath == "/Error")
            return;
        var takesForms = page.ViewEnginePath.StartsWith("/RequestACall/", StringComparison.Ordinal) || page.ViewEnginePath.StartsWith("/Staff/", StringComparison.Ordinal);
        string[] methods = takesForms ? [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post] : [HttpMethods.Get, HttpMethods.Head];
        foreach (var selector in page.Selectors)
            selector.EndpointMetadata.Add(new HttpMethodMetadata(methods));
    }
}
