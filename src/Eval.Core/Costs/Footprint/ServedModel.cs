namespace Eval.Core.Costs.Footprint;

/// <summary>What a modelled estimate needs to know of a hosted model. Providers seldom say it: take it as a guess and say so.</summary>
/// <param name="ActiveBillions">Billions of parameters that a token passes through; of a dense model, all.</param>
/// <param name="TotalBillions">Billions of parameters in memory.</param>
/// <param name="Bits">Bits of a parameter. Default 16.</param>
public readonly record struct ServedModel(double ActiveBillions, double TotalBillions, int Bits = 16)
{
    /// <summary>A dense model: every token passes through all of it.</summary>
    /// <param name="billions">Billions of parameters.</param>
    public static ServedModel Dense(double billions) => new(billions, billions);
}
