using System.Buffers.Binary;
using System.Text;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Tests.Markdown;

public sealed class PictureSizeTests
{
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" ";

    // Pictures three pixels wide and two high, made by ImageMagick, cjpeg, exiftool, cwebp and avifenc.
    private const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAEElEQVQI12MUEBBgMRAQAAACAACGWctyrQAAAABJRU5ErkJggg==";

    private const string InterlacedPng =
        "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAHPGAlQAAAAEklEQVQI12MQYDBgUGB0EBAAAAN+AMLbLzpvAAAAAElFTkSuQmCC";

    private const string BaselineJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk" +
        "eFxlZ2P/wAALCAACAAMBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABf/EABsQAAIBBQAAAAAAAAAAAAAAAAIDAAETIzFS/9oACAEBAAA/ACUpXaHG" +
        "GuaT/9k=";

    private const string ProgressiveJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk" +
        "eFxlZ2P/wgALCAACAAMBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABP/aAAgBAQAAAAEn/8QAFRABAQAAAAAAAAAAAAAAAAAAARH/2gAIAQEAAQUC" +
        "An//xAAVEAEBAAAAAAAAAAAAAAAAAAAAMf/aAAgBAQAGPwKP/8QAFxAAAwEAAAAAAAAAAAAAAAAAABEhkf/aAAgBAQABPyFZGH//2gAIAQEAAAAQ" +
        "f//EABYQAAMAAAAAAAAAAAAAAAAAAABRYf/aAAgBAQABPxCCUP/Z";

    private const string TurnedJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/4QBiRXhpZgAATU0AKgAAAAgABQESAAMAAAABAAYAAAEaAAUAAAABAAAASgEbAAUAAAABAAAAUgEoAAMAAAAB" +
        "AAEAAAITAAMAAAABAAEAAAAAAAAAAAABAAAAAQAAAAEAAAAB/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3" +
        "OFBtUVdfYmdoZz5NcXlwZHhcZWdj/8AACwgAAgADAQERAP/EABQAAQAAAAAAAAAAAAAAAAAAAAX/xAAbEAACAQUAAAAAAAAAAAAAAAACAwABEyMx" +
        "Uv/aAAgBAQAAPwAlKV2hxhrmk//Z";

    private const string TurnedLittleEndianJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/4QBiRXhpZgAASUkqAAgAAAAFABIBAwABAAAABgAAABoBBQABAAAASgAAABsBBQABAAAAUgAAACgBAwABAAAA" +
        "AQAAABMCAwABAAAAAQAAAAAAAAABAAAAAQAAAAEAAAABAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3" +
        "OFBtUVdfYmdoZz5NcXlwZHhcZWdj/8AACwgAAgADAQERAP/EABQAAQAAAAAAAAAAAAAAAAAAAAX/xAAbEAACAQUAAAAAAAAAAAAAAAACAwABEyMx" +
        "Uv/aAAgBAQAAPwAlKV2hxhrmk//Z";

    private const string LossyWebP =
        "UklGRioAAABXRUJQVlA4IB4AAACQAQCdASoDAAIADMDOJaQAAppZdAAA/iLHWNoAAAA=";

    private const string LosslessWebP =
        "UklGRigAAABXRUJQVlA4TBsAAAAvAkAAAC9QiEIUYv4jgJq2DdhQ519Ojeh/TC8A";

    private const string ExtendedWebP =
        "UklGRkwAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAAgICAgICAAFZQOCAeAAAAkAEAnQEqAwACAAzAziWkAAKaWXQAAP4ix1jaAAAA";

    private const string Avif =
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPBtZXRhAAAAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZpZgAAAAAO" +
        "cGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEUAAAAHgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABo" +
        "aXBycAAAAElpcGNvAAAAFGlzcGUAAAAAAAAAAwAAAAIAAAAOcGl4aQAAAAABCAAAAAxhdjFDgQAcAAAAABNjb2xybmNseAABAA0ABoAAAAAXaXBt" +
        "YQAAAAAAAAABAAEEAQKDBAAAACZtZGF0EgAKCBgEKwwENBqAMhAWQBhhAATaVD8/H9D+pwE8";

    private const string TurnedAvif =
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPptZXRhAAAAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZpZgAAAAAO" +
        "cGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEeAAAAHgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABy" +
        "aXBycAAAAFJpcGNvAAAAFGlzcGUAAAAAAAAAAwAAAAIAAAAOcGl4aQAAAAABCAAAAAxhdjFDgQAcAAAAABNjb2xybmNseAABAA0ABoAAAAAJaXJv" +
        "dAEAAAAYaXBtYQAAAAAAAAABAAEFAQKDBIUAAAAmbWRhdBIACggYBCsMBDQagDIQFkAYYQAE2lQ/Px/Q/qcBPA==";

    private static readonly (string Extension, byte[] Bytes)[] All =
    [
        (".png", Bytes(Png)), (".png", Bytes(InterlacedPng)),
        (".jpg", Bytes(BaselineJpeg)), (".jpg", Bytes(ProgressiveJpeg)), (".jpg", Bytes(TurnedJpeg)), (".jpg", Bytes(TurnedLittleEndianJpeg)),
        (".webp", Bytes(LossyWebP)), (".webp", Bytes(LosslessWebP)), (".webp", Bytes(ExtendedWebP)),
        (".avif", Bytes(Avif)), (".avif", Bytes(TurnedAvif)),
        (".svg", Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Svg + "width=\"50%\" height=\"2px\" viewBox=\"0 0 3 2\"/>")),
    ];

    private static byte[] Bytes(string base64) => Convert.FromBase64String(base64);

    private static PictureSize? ReadSvg(string svg) => PictureSize.Read(Encoding.UTF8.GetBytes(svg), ".svg");

    [Theory]
    [InlineData(".png", Png)]
    [InlineData(".png", InterlacedPng)]
    [InlineData(".jpg", BaselineJpeg)]
    [InlineData(".jpeg", ProgressiveJpeg)]
    [InlineData(".webp", LossyWebP)]
    [InlineData(".webp", LosslessWebP)]
    [InlineData(".webp", ExtendedWebP)]
    [InlineData(".avif", Avif)]
    public void A_picture_has_the_size_that_its_encoder_wrote(string extension, string picture) =>
        Assert.Equal(new PictureSize(3, 2), PictureSize.Read(Bytes(picture), extension));

    [Theory]
    [InlineData(TurnedJpeg)]
    [InlineData(TurnedLittleEndianJpeg)]
    public void A_jpeg_turned_by_its_camera_is_measured_as_it_is_shown(string picture) =>
        Assert.Equal(new PictureSize(2, 3), PictureSize.Read(Bytes(picture), ".jpg"));

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(3, 3, 2)]
    [InlineData(5, 2, 3)]
    [InlineData(8, 2, 3)]
    [InlineData(9, 3, 2)]
    public void Only_the_orientations_that_lie_on_their_side_swap_the_sides(byte orientation, int width, int height)
    {
        var picture = Bytes(TurnedJpeg);
        picture[picture.AsSpan().IndexOf<byte>([0x01, 0x12, 0, 3, 0, 0, 0, 1]) + 9] = orientation;

        Assert.Equal(new PictureSize(width, height), PictureSize.Read(picture, ".jpg"));
    }

    [Fact]
    public void An_avif_that_says_it_is_turned_is_measured_as_it_is_shown() =>
        Assert.Equal(new PictureSize(2, 3), PictureSize.Read(Bytes(TurnedAvif), ".avif"));

    [Fact]
    public void What_a_camera_wrote_before_the_frame_of_a_jpeg_is_skipped_however_long_it_is()
    {
        var picture = Bytes(BaselineJpeg);
        // It holds what looks like a frame header, as the thumbnail in an Exif block does.
        byte[] segment = [0xFF, 0xE2, 0xFF, 0xFF, .. Enumerable.Repeat<byte[]>([0xFF, 0xC0, 0, 11, 8, 0, 9], 9362).SelectMany(b => b).Take(65533)];
        byte[] padded = [.. picture[..2], .. segment, 0xFF, 0xFF, .. segment, .. segment, .. picture[2..]];

        Assert.Equal(new PictureSize(3, 2), PictureSize.Read(padded, ".jpg"));
    }

    [Fact]
    public void The_largest_of_the_sizes_in_an_avif_is_that_of_the_picture()
    {
        byte[] Ispe(byte width, byte height) => [0, 0, 0, 20, .. "ispe"u8, 0, 0, 0, 0, 0, 0, 0, width, 0, 0, 0, height];
        byte[] Box(string name, params byte[] content) => [0, 0, 0, (byte)(8 + content.Length), .. Encoding.ASCII.GetBytes(name), .. content];
        byte[] properties = [.. Ispe(64, 64), .. Ispe(128, 96), .. Ispe(16, 12)];
        byte[] picture = [.. Box("ftyp", [.. "mif1\0\0\0\0avif"u8]), .. Box("meta", [0, 0, 0, 0, .. Box("iprp", Box("ipco", properties))])];

        Assert.Equal(new PictureSize(128, 96), PictureSize.Read(picture, ".avif"));
    }

    [Theory]
    [InlineData("width=\"30\" height=\"20\"", 30, 20)]
    [InlineData("width=\" 30px\" height=\"20.5PX\"", 30, 21)]
    [InlineData("width=\"3e1\" height=\"20\" viewBox=\"0 0 1 1\"", 30, 20)]
    [InlineData("width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\"", 794, 1123)]
    [InlineData("width=\"1in\" height=\"36pt\"", 96, 48)]
    [InlineData("viewBox=\"0 0 64.4 31.5\"", 64, 32)]
    [InlineData("viewBox=\"-5,-5, 64\n32\"", 64, 32)]
    [InlineData("width=\"100%\" height=\"100%\" viewBox=\"0 0 64 32\"", 64, 32)]
    [InlineData("width=\"auto\" viewBox=\"0 0 64 32\"", 64, 32)]
    [InlineData("width=\"128\" viewBox=\"0 0 64 32\"", 128, 64)]
    [InlineData("width=\"100%\" height=\"16\" viewBox=\"0 0 64 32\"", 32, 16)]
    public void An_svg_has_the_size_of_its_root_or_else_of_its_view_box(string attributes, int width, int height) =>
        Assert.Equal(new PictureSize(width, height), ReadSvg($"<!-- drawn by hand -->\n{Svg}{attributes}><g"));

    [Fact]
    public void The_document_type_that_older_programs_write_is_passed_over_and_nothing_in_it_is_fetched() =>
        Assert.Equal(new PictureSize(30, 20), ReadSvg($"<!DOCTYPE svg SYSTEM \"file:///etc/passwd\">{Svg}width=\"30\" height=\"20\"/>"));

    [Theory]
    [InlineData("")]
    [InlineData("width=\"30\"")]
    [InlineData("width=\"100%\" height=\"100%\"")]
    [InlineData("width=\"3em\" height=\"2em\" viewBox=\"0 0 3 2\"")]
    [InlineData("width=\"wide\" height=\"20\"")]
    [InlineData("width=\"0\" height=\"20\"")]
    [InlineData("width=\"-30\" height=\"20\"")]
    [InlineData("width=\"NaN\" height=\"Infinity\"")]
    [InlineData("width=\"20001\" height=\"20\"")]
    [InlineData("viewBox=\"0 0 64\"")]
    [InlineData("width=\"30\" viewBox=\"0 0 0 0\"")]
    public void An_svg_whose_size_is_left_to_the_page_or_is_none_has_no_size(string attributes) => Assert.Null(ReadSvg($"{Svg}{attributes}/>"));

    [Theory]
    [InlineData("<svg width=\"30\" height=\"20\"/>")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\" width=\"30\" height=\"20\"/>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY w \"30\">]>" + Svg + "width=\"&w;\" height=\"20\"/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-7\"?>" + Svg + "width=\"30\" height=\"20\"/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"no-such\"?>" + Svg + "width=\"30\" height=\"20\"/>")]
    [InlineData(Svg + "width=\"30\" width=\"30\" height=\"20\"/>")]
    [InlineData("30 x 20")]
    [InlineData("")]
    public void What_is_not_an_svg_has_no_size(string text) => Assert.Null(ReadSvg(text));

    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg")]
    [InlineData(".webp")]
    [InlineData(".avif")]
    [InlineData(".svg")]
    [InlineData(".txt")]
    [InlineData("")]
    public void A_picture_of_another_kind_than_its_name_says_has_no_size(string extension) =>
        Assert.All(All.Where(picture => picture.Extension != extension), picture => Assert.Null(PictureSize.Read(picture.Bytes, extension)));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(20_000, 20_000)]
    [InlineData(20_001, null)]
    [InlineData(-1, null)]
    public void A_size_is_between_1_and_20000(int written, int? read)
    {
        var picture = Bytes(Png);
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(16), written);

        Assert.Equal(read, PictureSize.Read(picture, ".png")?.Width);
    }

    [Fact]
    public void A_picture_cut_short_has_its_own_size_or_none()
    {
        foreach (var (extension, bytes) in All)
        {
            var whole = PictureSize.Read(bytes, extension);
            Assert.NotNull(whole);
            Assert.Null(PictureSize.Read([], extension));
            Assert.All(
                Enumerable.Range(0, bytes.Length),
                length => Assert.Equal(whole, PictureSize.Read(bytes.AsSpan(0, length), extension) ?? whole));
        }
    }

    [Fact]
    public void No_input_however_mangled_throws()
    {
        var random = new Random(20_000);
        byte[] telling = [0x00, 0x01, 0x7F, 0x80, 0xFF];
        for (var i = 0; i < 10_000; i++)
        {
            var (extension, original) = All[i % All.Length];
            var bytes = original.ToArray();
            for (var changes = random.Next(1, 9); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? telling[random.Next(telling.Length)] : (byte)random.Next(256);
            if (i % 3 == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            if (i % 50 == 0)
                random.NextBytes(bytes);

            Assert.Null(Record.Exception(() => PictureSize.Read(bytes, extension)));
        }
    }
}
