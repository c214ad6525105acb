namespace Eval.Core.Reports;

/// <summary>The names of the formats and the endings of files that tell them.</summary>
public static class ReportFormats
{
    private static readonly (ReportFormat Format, string[] Names, string[] Endings)[] Known =
    [
        (ReportFormat.Html, ["html"], [".html", ".htm"]),
        (ReportFormat.Markdown, ["markdown", "md"], [".md", ".markdown"]),
        (ReportFormat.Json, ["json"], [".json"]),
        (ReportFormat.Csv, ["csv"], [".csv"]),
        (ReportFormat.JUnit, ["junit", "xml"], [".xml"]),
        (ReportFormat.Jsonl, ["jsonl", "ndjson"], [".ndjson"]),
        (ReportFormat.Archive, ["archive"], [".jsonl"]),
    ];

    /// <summary>Every name that <see cref="Find"/> knows, the usual one of each format first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.SelectMany(k => k.Names)];

    /// <summary>Every ending that <see cref="OfFile"/> knows; each may be followed by <c>.gz</c>.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. Known.SelectMany(k => k.Endings)];

    /// <summary>The usual name of a format.</summary>
    public static string NameOf(ReportFormat format) => Known.First(k => k.Format == format).Names[0];

    /// <summary>The format of a name, or null.</summary>
    public static ReportFormat? Find(string name) =>
        Known.Where(k => k.Names.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(k => (ReportFormat?)k.Format).FirstOrDefault();

    /// <summary>The format that a file's name tells, or null. <c>.jsonl</c> is the archive, <c>.ndjson</c> its samples alone.</summary>
    public static ReportFormat? OfFile(string path)
    {
        var ending = Path.GetExtension(ReportFile.IsCompressed(path) ? path[..^3] : path);
        return Known.Where(k => k.Endings.Contains(ending, StringComparer.OrdinalIgnoreCase)).Select(k => (ReportFormat?)k.Format).FirstOrDefault();
    }
}
