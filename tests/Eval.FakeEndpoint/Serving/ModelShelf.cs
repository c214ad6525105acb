using System.Collections.Concurrent;
using Eval.FakeEndpoint.Language;

namespace Eval.FakeEndpoint.Serving;

/// <summary>The models by name. A name without a profile of its own gets one like the others' on first use, with limits of its own.</summary>
internal sealed class ModelShelf(FakeEndpointOptions options)
{
    private readonly FakeLanguage _language = new(options.Seed);
    private readonly ConcurrentDictionary<string, ServedModel> _models = new(
        options.Models.Select(m => KeyValuePair.Create(m.Key, new ServedModel(m.Value, options, new FakeLanguage(options.Seed)))), StringComparer.Ordinal);

    /// <summary>Names to list, in order.</summary>
    public IReadOnlyList<string> Names => options.Models.Count > 0 ? [.. _models.Keys.Order(StringComparer.Ordinal)] : ["echo"];

    /// <summary>The model that routes without a model's name mean.</summary>
    public string Default => options.Models.Count > 0 ? options.Models.First().Key : "echo";

    /// <summary>The model, or null where there is none of that name.</summary>
    public ServedModel? Find(string name) =>
        _models.TryGetValue(name, out var model) ? model
        : options.Otherwise is { } profile ? _models.GetOrAdd(name, _ => new ServedModel(profile, options, _language))
        : null;

    /// <summary>Puts a model in place of another of its name; limits begin anew.</summary>
    public void Set(string name, ModelProfile profile) => _models[name] = new ServedModel(profile, options, _language);
}
