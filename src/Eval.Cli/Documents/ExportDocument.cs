namespace Eval.Cli.Documents;

/// <summary>What <c>export</c> wrote.</summary>
internal sealed record ExportDocument(int Schema, long RunId, int Cells, long Samples, bool Texts, IReadOnlyList<ExportedFileEntry> Files);

/// <summary>A file. <c>sha256</c> is, of an archive, its identity: that of the uncompressed content; of other formats that of the file.</summary>
internal sealed record ExportedFileEntry(string File, string Format, long Bytes, string Sha256);
