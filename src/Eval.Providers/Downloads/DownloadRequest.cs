namespace Eval.Providers.Downloads;

/// <summary>A file to fetch.</summary>
/// <param name="Url">Where from.</param>
/// <param name="Target">Absolute path of the finished file; until it is whole and checked it is called <c>Target.part</c>.</param>
/// <param name="Sha256">What its bytes must hash to, in hex, or null to take what comes.</param>
public sealed record DownloadRequest(Uri Url, string Target, string? Sha256)
{
    /// <summary>Bytes that the file must begin with, so that an error page is noticed at once; empty for any. Default: any.</summary>
    public ReadOnlyMemory<byte> Beginning { get; init; }

    /// <summary>What such a file is called in messages: <c>GGUF file</c>.</summary>
    public string Kind { get; init; } = "file";

    /// <summary>What to do where the address has no such file. Default: correct the address.</summary>
    public string Advice { get; init; } = "correct the address";

    /// <summary>A token that is sent as <c>Authorization: Bearer</c> to that address alone, never to where it redirects. Null sends none.</summary>
    public string? BearerToken { get; init; }

    /// <summary>True replaces a file that is already there; false, the default, leaves it and gives it.</summary>
    public bool Replace { get; init; }
}

/// <summary>How far a download is.</summary>
/// <param name="Done">Bytes that are there, those of an earlier attempt included.</param>
/// <param name="Total">Bytes of the whole file, or null while that is not known.</param>
public sealed record DownloadProgress(long Done, long? Total);

/// <summary>A file that was fetched.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash, lower-case hex; null where the file was there already and was not read.</param>
/// <param name="Resumed">Bytes that an earlier attempt had left.</param>
public sealed record DownloadedFile(string Path, long Bytes, string? Sha256, long Resumed);
