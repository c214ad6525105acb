using System.Text;
using Eval.FakeEndpoint;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>A workspace in a temporary folder with one hosted candidate at a test endpoint and a suite whose right answer is the question.</summary>
internal sealed class HostedWorkspace : IDisposable
{
    public const string KeyVariable = "TEST_ENDPOINT_KEY";

    private readonly TemporaryFolder _folder = new();

    public HostedWorkspace(FakeEndpointServer server, int samples, string candidate = "concurrency: 8", bool keyed = false) =>
        EchoedQuestions.Write(_folder, server.OpenAiAddress.ToString(), samples, (keyed ? $"apiKeyEnv: {KeyVariable}, " : "") + candidate);

    public string Root => _folder.Root;

    /// <summary>Files that hold a text, in any encoding that a database or a log would use.</summary>
    public IReadOnlyList<string> FilesWith(string text)
    {
        byte[][] forms = [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=')[..^1])];
        return [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(f => forms.Any(form => File.ReadAllBytes(f).AsSpan().IndexOf(form) >= 0))];
    }

    public void Dispose() => _folder.Dispose();
}
