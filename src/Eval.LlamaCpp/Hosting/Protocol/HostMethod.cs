namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>What a host can be asked for.</summary>
internal enum HostMethod : byte
{
    /// <summary>Nothing; used by frames that belong to no call.</summary>
    None = 0,

    /// <summary>Engine, devices, and which chat templates it knows; needs no model.</summary>
    Examine = 1,

    /// <summary>Loads the model. Once, before everything below.</summary>
    Load = 2,

    /// <summary>Log-likelihoods of continuations.</summary>
    ScoreContinuations = 3,

    /// <summary>How many windows a text has.</summary>
    MeasureText = 4,

    /// <summary>Sums over windows of a text.</summary>
    ScoreWindows = 5,

    /// <summary>Divergences from a reference.</summary>
    CompareWindows = 6,

    /// <summary>Writes reference distributions.</summary>
    WriteReferenceLogits = 7,

    /// <summary>Token counts.</summary>
    CountTokens = 8,

    /// <summary>Tokens of one text with their pieces.</summary>
    Tokenize = 9,

    /// <summary>Generated text.</summary>
    Generate = 10,

    /// <summary>A chat as the model would get it.</summary>
    RenderChat = 11,
}
