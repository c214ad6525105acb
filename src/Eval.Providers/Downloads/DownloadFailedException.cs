namespace Eval.Providers.Downloads;

/// <summary>A server did not give a file: not now, or not whole. What came is kept, and the next attempt goes on there.</summary>
public sealed class DownloadFailedException(string message, Exception? inner = null) : IOException(message, inner);
