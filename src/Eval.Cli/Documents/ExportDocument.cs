namespace Eval.Cli.Documents;

/// <summary>What <c>export</c> wrote. <c>sha256</c> is that of the uncompressed content.</summary>
internal sealed record ExportDocument(int Schema, long RunId, string File, int Cells, long Samples, bool Texts, long Bytes, string Sha256);
