namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>One load of a speed suite.</summary>
/// <param name="Name">Its name: <c>closed-4</c>, <c>open-2.5</c>, <c>repeat-3</c>.</param>
/// <param name="Shape">How requests come.</param>
/// <param name="Offered">Requests at once (closed), per second (open); 1 for a repeated text.</param>
/// <param name="Requests">Requests that count; warm-up comes on top.</param>
/// <param name="Repeat">How often a text is to be repeated; 0 where none is.</param>
public sealed record LoadSpec(string Name, LoadShape Shape, double Offered, int Requests, int Repeat = 0);

/// <summary>How the requests of a load come.</summary>
public enum LoadShape
{
    /// <summary>So many users who each wait for their answer before they ask again: for capacity.</summary>
    Closed,

    /// <summary>At random times (Poisson) at a given rate, whether others are answered or not: for latency as users feel it.</summary>
    Open,
}
