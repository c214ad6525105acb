using System.Collections.Concurrent;
using Eval.FakeEndpoint.Language;

namespace Eval.FakeEndpoint.Serving;

/// <summary>The models by name. A name without a profile of its own gets one like the others' on first use, with limits of its own.</summary>
internal sealed class ModelShelf : IDisposable
{
    private const string Gguf = "gguf:";

    private readonly FakeEndpointOptions _options;
    private readonly ILanguage _language;
    private readonly ConcurrentDictionary<string, Lazy<GgufLanguage>> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ServedModel> _models = new(StringComparer.Ordinal);

    /// <summary>Prepares every model; throws <see cref="FormatException"/> for one that cannot be served.</summary>
    public ModelShelf(FakeEndpointOptions options)
    {
        _options = options;
        _language = new FakeLanguage(options.Seed);
        foreach (var (name, profile) in options.Models)
        {
            Set(name, profile);
        }

        if (options.Otherwise is { } otherwise)
        {
            // A mistake in it is told at the start, not at the first request.
            _ = Serve(otherwise);
        }
    }

    /// <summary>Names to list, in order.</summary>
    public IReadOnlyList<string> Names => _options.Models.Count > 0 ? [.. _models.Keys.Order(StringComparer.Ordinal)] : ["echo"];

    /// <summary>The model that routes without a model's name mean.</summary>
    public string Default => _options.Models.Count > 0 ? _options.Models.First().Key : "echo";

    /// <summary>The model, or null where there is none of that name.</summary>
    public ServedModel? Find(string name) =>
        _models.TryGetValue(name, out var model) ? model
        : _options.Otherwise is { } profile ? _models.GetOrAdd(name, _ => Serve(profile))
        : null;

    /// <summary>Puts a model in place of another of its name; limits begin anew.</summary>
    public void Set(string name, ModelProfile profile) => _models[name] = Serve(profile);

    public void Dispose()
    {
        foreach (var file in _files.Values.Where(f => f.IsValueCreated))
        {
            file.Value.Dispose();
        }
    }

    private ServedModel Serve(ModelProfile profile)
    {
        if (!profile.Answers.StartsWith(Gguf, StringComparison.Ordinal))
        {
            return new ServedModel(profile, _options, _language);
        }

        var language = _files.GetOrAdd(Path.GetFullPath(profile.Answers[Gguf.Length..]), path => new Lazy<GgufLanguage>(() => new GgufLanguage(path))).Value;
        return new ServedModel(profile with { ContextLength = Math.Min(profile.ContextLength, language.ContextLength) }, _options, language);
    }
}
