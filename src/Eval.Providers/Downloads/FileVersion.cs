using System.Net.Http.Headers;

namespace Eval.Providers.Downloads;

/// <summary>By what a server tells one version of a file from another (RFC 9110, section 8.8).</summary>
internal sealed class FileVersion
{
    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;

    /// <summary>What a request to go on is sent with, so that another version comes whole; null where the server gave nothing that is sure.</summary>
    public RangeConditionHeaderValue? Validator =>
        _tag is not null ? new RangeConditionHeaderValue(_tag) : _modified is { } date ? new RangeConditionHeaderValue(date) : null;

    /// <summary>Keeps what an answer that begins the file says of its version.</summary>
    public void Note(HttpResponseMessage response)
    {
        // A weak tag says that two versions are alike, not that their bytes are; and a date is sure only when it is well past (section 8.8.2.2).
        _tag = response.Headers.ETag is { IsWeak: false } tag ? tag : null;
        _modified = response.Content.Headers.LastModified is { } modified && response.Headers.Date - modified >= TimeSpan.FromMinutes(1) ? modified : null;
    }

    /// <summary>True where a part is of another version, or its tag is missing, which it must not be: some servers heed a range and not its condition.</summary>
    public bool IsOtherThan(HttpResponseMessage response) =>
        (_tag is not null && !_tag.Equals(response.Headers.ETag))
        || (_modified is not null && response.Content.Headers.LastModified is { } modified && modified != _modified);
}
