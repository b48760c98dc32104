using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

public static class PublishingServices
{
    /// <summary>The content as it is now, the search over it, and its pages, ready to be sent.</summary>
    public static void AddPublishing(this IServiceCollection services, CurrentContent content)
    {
        services.AddSingleton(content);
        services.AddSingleton<PreviewLinks>();
        services.AddSingleton<MissedAddresses>();
        services.AddBesideRequests<ContentWatch>();
        services.AddBesideRequests<CurrentSearch>();
        services.AddSingleton<PublishedPages>();
        services.AddBesideRequests<Publisher>();
        ReadyPages.Add(services);
    }
}
