namespace Eval.FakeEndpoint.Batches;

/// <summary>A file that a client uploaded, or that a batch wrote.</summary>
internal sealed record StoredFile(string Id, string Name, string Purpose, byte[] Bytes, long Created);
