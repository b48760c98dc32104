namespace RecoverySite.Contacts.Tests;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("2165550123")]
    [InlineData("216-555-0123")]
    [InlineData("(216) 555-0123")]
    [InlineData("216.555.0123")]
    [InlineData("216 555 0123")]
    [InlineData(" 216/555-0123 ")]
    [InlineData("1 216 555 0123")]
    [InlineData("+1 (216) 555-0123")]
    [InlineData("tel:+1-216-555-0123")]
    [InlineData("216‑555–0123")]
    [InlineData("216\u00A0555\u20100123")]
    [InlineData("２１６５５５０１２３")]
    [InlineData("（216）555－0123")]
    [InlineData("٢١٦٥٥٥٠١٢٣")]
    [InlineData("\u202A+12165550123\u202C")]
    public void A_number_is_read_in_any_shape_that_people_write(string typed) =>
        Assert.Equal("+12165550123", PhoneNumber.Parse(typed)?.E164);

    [Theory]
    [InlineData("216-555-0123 x12", "12")]
    [InlineData("216-555-0123 ext. 4567", "4567")]
    [InlineData("216-555-0123, extension 9", "9")]
    [InlineData("216-555-0123#77", "77")]
    [InlineData("+12165550123;ext=12", "12")]
    public void An_extension_is_kept_apart(string typed, string extension)
    {
        var number = PhoneNumber.Parse(typed);

        Assert.Equal(("+12165550123", extension), (number?.E164, number?.Extension));
    }

    [Theory]
    [InlineData("+44 20 7946 0018", "+442079460018")]
    [InlineData("011 44 20 7946 0018", "+442079460018")]
    [InlineData("+49 (0)30 123456", "+4930123456")]
    [InlineData("＋４４ ２０ ７９４６ ００１８", "+442079460018")]
    public void A_number_from_elsewhere_is_taken_as_typed(string typed, string e164) =>
        Assert.Equal(e164, PhoneNumber.Parse(typed)?.E164);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("555-0123")]
    [InlineData("216-555-012")]
    [InlineData("216-555-01234")]
    [InlineData("116-555-0123")]
    [InlineData("016-555-0123")]
    [InlineData("911-555-0123")]
    [InlineData("216-155-0123")]
    [InlineData("216-411-0123")]
    [InlineData("216-555-ABCD")]
    [InlineData("call me")]
    [InlineData("me@example.org")]
    [InlineData("+123456")]
    [InlineData("+0123456789")]
    [InlineData("+1234567890123456")]
    [InlineData("911")]
    public void What_nobody_can_be_called_at_is_refused(string typed) => Assert.Null(PhoneNumber.Parse(typed));

    [Fact]
    public void As_text_a_number_is_masked()
    {
        var number = PhoneNumber.Parse("216-555-0123")!;

        Assert.Equal("***-***-0123", number.ToString());
        Assert.Equal("***-***-0123", $"{number}");
    }

    [Theory]
    [InlineData("+12165550123", "216-555-0123", "216-***-0123")]
    [InlineData("+442071838750", "+442071838750", "+44 *** 8750")]
    [InlineData("+2901234", "+2901234", "+29 *** 1234")]
    public void Staff_read_a_number_as_people_here_do_and_masked_in_lists(string e164, string shown, string masked) =>
        Assert.Equal((shown, masked), (PhoneNumber.Display(e164), PhoneNumber.MaskedForStaff(e164)));

    [Theory]
    [InlineData("+12165550123", "1", "(216) 555-0123")]
    [InlineData("+442079460000", "44", "2079460000")]
    [InlineData("+74951234567", "7", "4951234567")]
    [InlineData("+353201234567", "353", "201234567")]
    [InlineData("+5215512345678", "52", "15512345678")]
    public void A_number_has_the_code_of_its_country_and_a_rest_that_begins_with_no_plus(string e164, string code, string national) =>
        Assert.Equal((code, national), PhoneNumber.Split(e164));

    [Fact]
    public void What_is_no_number_is_split_nowhere() => Assert.Equal(("", "(cannot be opened)"), PhoneNumber.Split("(cannot be opened)"));
}
