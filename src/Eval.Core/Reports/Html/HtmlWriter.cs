using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Eval.Core.Reports.Html;

/// <summary>
/// Writes HTML from interpolated strings: what stands in the source is markup, every value put into it is encoded. There is no way to write a
/// value without.
/// </summary>
internal sealed class HtmlWriter(TextWriter target)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Writes markup and a line break.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        _ = markup;
        target.Write('\n');
    }

    /// <summary>Writes markup.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] Markup markup) => _ = markup;

    /// <summary>Writes a text of several lines; its line breaks are kept.</summary>
    public void Text(string text) => Encoder.Encode(target, TerminalText.Lines(text));

    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly TextWriter _target;

        public Markup(int literalLength, int formattedCount, HtmlWriter html)
        {
            _ = literalLength + formattedCount;
            _target = html.Target;
        }

        public void AppendLiteral(string markup) => _target.Write(markup);

        public void AppendFormatted(string? text) => Encoder.Encode(_target, TerminalText.OneLine(text ?? ""));

        public void AppendFormatted(long number) => _target.Write(number.ToString(CultureInfo.InvariantCulture));

        /// <summary>Coordinates and sort keys; what is not finite is left out.</summary>
        public void AppendFormatted(double number) => _target.Write(double.IsFinite(number) ? number.ToString("G7", CultureInfo.InvariantCulture) : "");

        public void AppendFormatted(double? number) => AppendFormatted(number ?? double.NaN);
    }

    private TextWriter Target => target;
}
