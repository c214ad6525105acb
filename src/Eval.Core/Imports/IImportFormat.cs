using Eval.Core.Workspaces;

namespace Eval.Core.Imports;

/// <summary>
/// Reads what one tool writes. It is pure: it reads the files that it is given, and no other; it asks nobody, and stores nothing. All formats are listed
/// in <see cref="ImportFormats"/>.
/// </summary>
public interface IImportFormat
{
    /// <summary>The tool's name, as <c>--from</c> takes it and as it prefixes metrics; see <see cref="ImportTools"/>.</summary>
    string Tool { get; }

    /// <summary>What of the tool is understood, in a few words for the help.</summary>
    string Understands { get; }

    /// <summary>What the source is, in a few words (<c>results of promptfoo eval</c>), or null where it is nothing of this tool.</summary>
    string? Recognise(ImportSource source);

    /// <summary>Reads the source. Samples stay where they are until they are asked for.</summary>
    /// <exception cref="EvalConfigurationException">It is damaged, too large, too deep, of an unknown version, or nothing of this tool.</exception>
    Task<ImportedContent> ReadAsync(ImportSource source, CancellationToken cancellationToken);
}
