using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>What every page that shows content knows: the library, the moment, and which page it is.</summary>
public abstract class ReadingPage(CurrentContent content, TimeProvider clock) : PageModel
{
    private (Article? Page, CallToAction Call)? call;

    public ContentLibrary Library { get; } = content.Library;

    public Site Site => Library.Site;

    public Instant Now { get; } = Instant.FromDateTimeOffset(clock.GetUtcNow());

    /// <summary>The page shown, once it has been found.</summary>
    public Article? Shown { get; protected set; }

    /// <summary>True when the version for families was asked for.</summary>
    protected bool AsksForFamily { get; set; }

    /// <summary>What the page says to this reader.</summary>
    public ArticleVersion Version => AsksForFamily ? Shown!.ForFamily ?? Shown.Own : Shown!.Own;

    /// <summary>True where the words are for somebody who worries about another: in the version for families, and on a page for them alone.</summary>
    public bool IsForFamily => AsksForFamily || Shown?.Front.Audience == "family";

    /// <summary>True while help may be needed this minute: the bar at the bottom then calls the crisis lines.</summary>
    public virtual bool IsEmergency => Shown?.Front.Emergency == true;

    /// <summary>Where the other version of the page stands.</summary>
    public virtual string UrlOf(ArticleVersion version) => version.Url;

    /// <summary>In a few words, whether a clinician has checked the page shown.</summary>
    public string ReviewState => Shown!.Front.Review is not { } review
        ? "Waiting for clinical review"
        : Shown.IsReviewOverdue(Now.InZone(Site.Zone).Date) ? "Being reviewed" : $"Reviewed {CallingWords.DateWithYear(review.On)}";

    /// <summary>An author's or reviewer's name with credentials; the id stands in while the person's file is missing.</summary>
    public string NameOf(string personId) => Library.People.TryGetValue(personId, out var person) ? person.NameWithCredentials : personId;

    /// <summary>Shows an article, or its version for families where <paramref name="reader"/> asks for it. False when there is none.</summary>
    protected bool FindArticle(string topic, string article, string? reader)
    {
        Shown = Library.Find($"{topic}/{article}", Now);
        AsksForFamily = reader is not null;
        return Shown is not null && (reader is null || Shown.ForFamily is not null);
    }

    /// <summary>Worked out once: a page asks for it in a dozen places, and a week of opening hours lies behind it.</summary>
    public CallToAction CallToAction
    {
        get
        {
            if (call is not { } known || !ReferenceEquals(known.Page, Shown) || known.Call.IsForFamily != IsForFamily)
                call = (Shown, CallToAction.At(Site, Now, Shown, IsForFamily));
            return call.Value.Call;
        }
    }
}
