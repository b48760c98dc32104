using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>Who may pass the door of /staff, and for how long.</summary>
public static class StaffAccess
{
    /// <summary>Name of the policy for supervisors and administrators.</summary>
    public const string Supervisor = nameof(StaffRole.Supervisor);

    /// <summary>Name of the policy for administrators alone.</summary>
    public const string Administrator = nameof(StaffRole.Administrator);

    /// <summary>A query that marks a request as made by the page itself, not by the person in front of it.</summary>
    public const string Automatic = "auto";

    public static void AddStaffAccess(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<StaffCookies>();
        services.AddSingleton<KeptText>();
        services.AddSingleton<SignInDelays>();
        services.AddSingleton<KnownBrowsers>();
        services.AddSingleton<StepUp>();
        services.AddBesideRequests<FirstAdministrator>();

        services.AddIdentityCore<StaffMember>(identity =>
            {
                identity.User.AllowedUserNameCharacters = "";
                identity.Password = new PasswordOptions { RequiredLength = 12, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            })
            .AddUserStore<StaffUserStore>()
            .AddUserManager<StaffAccounts>()
            .AddSignInManager<StaffSignIn>()
            .AddClaimsPrincipalFactory<StaffPrincipal>()
            .AddPasswordValidator<NotEasilyGuessed>()
            .AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider);
        // OWASP Password Storage Cheat Sheet, for PBKDF2 with HMAC-SHA512.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 220_000);

        // No scheme authenticates by default: only under /staff does anything look at a cookie or ask the store who it is.
        services.AddAuthentication(schemes => schemes.DefaultChallengeScheme = schemes.DefaultForbidScheme = IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<StaffCookies, Settings>((cookie, cookies, settings) =>
        {
            cookie.Cookie = cookies.Cookie("session");
            cookie.ExpireTimeSpan = settings.StaffIdle;
            cookie.LoginPath = "/staff/sign-in";
            cookie.AccessDeniedPath = "/staff/not-allowed";
            cookie.ReturnUrlParameter = "to";
            cookie.Events.OnCheckSlidingExpiration = context =>
            {
                context.ShouldRenew = context.ElapsedTime >= StillStaff.Breath && !context.Request.Query.ContainsKey(Automatic);
                return Task.CompletedTask;
            };
            cookie.Events.OnValidatePrincipal = StillStaff.CheckAsync;
            cookie.Events.OnRedirectToLogin = AskToSignInAsync;
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme).Configure<StaffCookies>((cookie, cookies) =>
        {
            cookie.Cookie = cookies.Cookie("half-signed-in");
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            cookie.SlidingExpiration = false;
        });
        services.AddOptions<AntiforgeryOptions>().Configure<StaffCookies>((antiforgery, cookies) =>
        {
            antiforgery.Cookie = cookies.Cookie("form");
            antiforgery.FormFieldName = "form-token";
            // The content security policy forbids every frame, ours included.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });

        services.AddAuthorizationBuilder()
            .AddPolicy(Supervisor, policy => policy.RequireRole(nameof(StaffRole.Supervisor), nameof(StaffRole.Administrator)))
            .AddPolicy(Administrator, policy => policy.RequireRole(nameof(StaffRole.Administrator)));
    }

    public static void UseStaffAccess(this IApplicationBuilder app)
    {
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(StaffCookies.Path),
            desk => desk.Use(NoStoreNoDeskAsync).Use(NeedHttpsAsync).Use(SignedInAloneAsync));
        app.UseAuthorization();
    }

    /// <summary>Where to go after signing in: a page of the desk and nothing else.</summary>
    public static string SafeTarget(string? to) =>
        to is not null && (to == StaffCookies.Path || to.StartsWith(StaffCookies.Path + "/", StringComparison.Ordinal) || to.StartsWith(StaffCookies.Path + "?", StringComparison.Ordinal))
            && !to.Contains('\\', StringComparison.Ordinal) && !to.Any(char.IsControl)
            ? to
            : StaffCookies.Path;

    /// <summary>By the path, so that a page that forgets to ask, or none at all, is behind the door too.</summary>
    private static async Task SignedInAloneAsync(HttpContext context, RequestDelegate next)
    {
        if ((await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal is { } signedIn)
            context.User = signedIn;
        else if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            await context.ChallengeAsync();
            return;
        }
        await next(context);
    }

    /// <summary>With the store gone the desk is closed, and says so as every other page does. Nothing of it is kept anywhere.</summary>
    private static async Task NoStoreNoDeskAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-cache, no-store";
        try
        {
            await next(context);
        }
        catch (StoreUnavailableException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "60";
        }
    }

    /// <summary>
    /// A site whose public address is a loopback name is being tried out where nobody reads along. The Host of a request alone
    /// proves nothing: a proxy may put any name there.
    /// </summary>
    private static Task NeedHttpsAsync(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        var isHere = services.GetRequiredService<CurrentContent>().BaseUrl.IsLoopback || services.GetRequiredService<IHostEnvironment>().IsDevelopment();
        var isExplained = context.Request.Path.Equals("/staff/needs-https", StringComparison.OrdinalIgnoreCase);
        if (context.Request.IsHttps || isHere || isExplained)
            return next(context);
        context.Response.Redirect("/staff/needs-https");
        return Task.CompletedTask;
    }

    /// <summary>To the sign-in page and back again; a note that was being sent is kept meanwhile.</summary>
    private static async Task AskToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var target = request.Path.ToUriComponent();
        if (HttpMethods.IsGet(request.Method))
            target += request.QueryString.ToUriComponent();
        else
            await context.HttpContext.RequestServices.GetRequiredService<KeptText>().KeepPostedAsync(context.HttpContext);
        context.Response.Redirect("/staff/sign-in" + (target == StaffCookies.Path ? "" : QueryString.Create(context.Options.ReturnUrlParameter, target).ToUriComponent()));
    }
}
