using Eval.LlamaCpp.Engine;

namespace Eval.LlamaCpp.Generation;

/// <summary>Generates many answers, each as if it were alone. Used by one thread.</summary>
internal sealed class Generator : IDisposable
{
    private readonly LoadedModel _model;
    private readonly GenerationShape _shape;
    private readonly TimeProvider _time;
    private readonly Lazy<ChatEncoder> _chat;
    private readonly Queue<GenerationJob> _waiting = [];
    private GenerationLane[]? _lanes;

    /// <param name="model">The model.</param>
    /// <param name="chatTemplate">The user's chat template, or null for the model's own.</param>
    /// <param name="time">Clock for token times.</param>
    public Generator(LoadedModel model, string? chatTemplate, TimeProvider time)
    {
        _model = model;
        _shape = GenerationShape.Of(model.File, model.Settings);
        _time = time;
        _chat = new Lazy<ChatEncoder>(() => new ChatEncoder(
            model.Vocabulary, ChatTemplate.Of(chatTemplate ?? model.File.ChatTemplate, isModelsOwn: chatTemplate is null)));
    }

    /// <summary>Encodes conversations. Throws <see cref="NotSupportedException"/> where the chat template is not known.</summary>
    public ChatEncoder Chat => _chat.Value;

    /// <summary>True while answers are waiting or under way.</summary>
    public bool HasWork => _waiting.Count > 0 || (_lanes?.Any(l => l.ActiveCount > 0) ?? false);

    /// <summary>Queues a request.</summary>
    public void Submit(GenerationJob job) => _waiting.Enqueue(job);

    /// <summary>Begins what is waiting where there is room, and makes one token of every answer under way.</summary>
    public void Step()
    {
        _lanes ??= [.. Enumerable.Range(0, _shape.Lanes).Select(_ => new GenerationLane(_model, _shape, () => Chat, _time))];
        var beginnings = Assign();
        if (_lanes.Length == 1)
        {
            Run(_lanes[0], beginnings[0]);
        }
        else
        {
            Parallel.For(0, _lanes.Length, i => Run(_lanes[i], beginnings[i]));
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes ?? [])
        {
            lane.Dispose();
        }
    }

    private static void Run(GenerationLane lane, List<GenerationJob> beginnings)
    {
        lane.Step();
        foreach (var job in beginnings)
        {
            lane.Begin(job);
        }
    }

    private List<GenerationJob>[] Assign()
    {
        var load = Array.ConvertAll(_lanes!, l => l.ActiveCount);
        var beginnings = Array.ConvertAll(_lanes!, _ => new List<GenerationJob>());
        while (_waiting.Count > 0)
        {
            var emptiest = Array.IndexOf(load, load.Min());
            if (load[emptiest] >= _shape.Slots)
            {
                break;
            }

            load[emptiest]++;
            beginnings[emptiest].Add(_waiting.Dequeue());
        }

        return beginnings;
    }
}
