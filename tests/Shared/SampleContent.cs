namespace RecoverySite.Tests;

/// <summary>The smallest content folder that a site can be made of, to which a test adds what it is about.</summary>
public static class SampleContent
{
    public const string SiteYml = """
        name: Sample
        base_url: https://sample.example
        organisation: Sample provider
        launched: true
        phone_lines:
          - id: main
            e164: "+12165550123"
            display: "216-555-0123"
            answered_by: A nurse answers.
            cost: The call is free.
            hours:
              time_zone: America/New_York
              zone_name: ET
              monday: ["08:00-21:00"]
              tuesday: ["08:00-21:00"]
              wednesday: ["08:00-21:00"]
              thursday: ["08:00-21:00"]
              friday: ["08:00-21:00"]
        crisis_lines:
          - name: Emergency services
            call: "911"
            when: Emergency
            about: For emergencies.
            urgent: true
        consent:
          version: v1
          text: You ask us to call you.
          button: Ask us to call me
        menu:
          - label: Articles
            url: /articles

        """;

    public static string Page(string title, string publish = "2026-11-01", string extra = "", string body = "Words.") =>
        $"""
        ---
        title: {title}
        summary: A sentence that is long enough to be a summary of what stands on the page.
        publish: {publish}
        {extra}
        ---

        {body}

        """;

    public static TemporaryFolder Folder(string siteYml = SiteYml)
    {
        var folder = new TemporaryFolder();
        folder.Write("site.yml", siteYml);
        folder.Write("index.md", Page("Home"));
        folder.Write("topic/index.md", Page("Topic"));
        return folder;
    }
}
