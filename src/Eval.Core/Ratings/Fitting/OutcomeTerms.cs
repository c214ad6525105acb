namespace Eval.Core.Ratings.Fitting;

/// <summary>Logarithm of an outcome's probability and its derivatives by x, the difference of strengths, and t, the tie parameter.</summary>
internal readonly record struct OutcomeTerms(double Log, double X, double T, double XX, double XT, double TT)
{
    /// <summary>The three outcomes' terms.</summary>
    /// <param name="method">The model of wins and ties.</param>
    /// <param name="x">θ_A − θ_B, and the position term where there is one.</param>
    /// <param name="t">Rao–Kupper's η; the logarithm of Davidson's ν; not used by Bradley–Terry.</param>
    /// <param name="terms">Room for win, loss and tie of A, in this order.</param>
    public static void Of(RatingMethod method, double x, double t, Span<OutcomeTerms> terms)
    {
        switch (method)
        {
            case RatingMethod.RaoKupper:
                RaoKupper(x, t, terms);
                break;
            case RatingMethod.Davidson:
                Davidson(x, t, terms);
                break;
            default:
                BradleyTerry(x, terms);
                break;
        }
    }

    /// <summary>These terms and so many times others.</summary>
    public OutcomeTerms Plus(double times, in OutcomeTerms other) => new(
        Log + (times * other.Log), X + (times * other.X), T + (times * other.T), XX + (times * other.XX), XT + (times * other.XT), TT + (times * other.TT));

    /// <summary>Expected score of A: P(win) + ½ P(tie).</summary>
    public static double Score(RatingMethod method, double x, double t)
    {
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        Of(method, x, t, terms);
        return method == RatingMethod.BradleyTerry ? Logistic(x) : (1 + Math.Exp(terms[0].Log) - Math.Exp(terms[1].Log)) / 2;
    }

    /// <summary>1/(1 + e^−x).</summary>
    public static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    // ln σ(x) without losing the digits of small probabilities.
    private static double LogLogistic(double x) => Math.Min(x, 0) - Log1P(Math.Exp(-Math.Abs(x)));

    // Kahan's form of ln(1 + y) for 0 ≤ y ≤ 1.
    private static double Log1P(double y)
    {
        var u = 1 + y;
        return u == 1 ? y : Math.Log(u) * y / (u - 1);
    }

    // A tie is half a win and half a loss: y ln σ(x) + (1 − y) ln σ(−x) with y = ½.
    private static void BradleyTerry(double x, Span<OutcomeTerms> terms)
    {
        var (win, loss) = (LogLogistic(x), LogLogistic(-x));
        var (p, q) = (Logistic(x), Logistic(-x));
        var curve = -p * q;
        terms[0] = new(win, q, 0, curve, 0, 0);
        terms[1] = new(loss, -p, 0, curve, 0, 0);
        terms[2] = new((win + loss) / 2, (q - p) / 2, 0, curve, 0, 0);
    }

    // Rao and Kupper, JASA 62 (1967): P(win) = a = σ(x − η), P(loss) = b = σ(−x − η), P(tie) = 1 − a − b = (e^2η − 1) a b.
    private static void RaoKupper(double x, double eta, Span<OutcomeTerms> terms)
    {
        var (a, b) = (Logistic(x - eta), Logistic(-x - eta));
        var (ca, cb) = (a * (1 - a), b * (1 - b));
        var win = new OutcomeTerms(LogLogistic(x - eta), 1 - a, a - 1, -ca, ca, -ca);
        var loss = new OutcomeTerms(LogLogistic(-x - eta), b - 1, b - 1, -cb, -cb, -cb);
        var e = Math.Exp(-2 * eta);
        terms[0] = win;
        terms[1] = loss;
        terms[2] = new(
            win.Log + loss.Log + (2 * eta) + Math.Log(1 - e), win.X + loss.X, win.T + loss.T + (2 / (1 - e)), win.XX + loss.XX, win.XT + loss.XT,
            win.TT + loss.TT - (4 * e / ((1 - e) * (1 - e))));
    }

    // Davidson, JASA 65 (1970): win, loss and tie are as e^(x/2) : e^(−x/2) : ν; here λ = ln ν, in which the likelihood is concave.
    private static void Davidson(double x, double lambda, Span<OutcomeTerms> terms)
    {
        var largest = Math.Max(Math.Abs(x) / 2, lambda);
        var (w, l, t) = (Math.Exp((x / 2) - largest), Math.Exp((-x / 2) - largest), Math.Exp(lambda - largest));
        var sum = w + l + t;
        var log = largest + Math.Log(sum);
        var (win, loss, tie) = (w / sum, l / sum, t / sum);
        var mean = (win - loss) / 2;
        var (xx, xt, tt) = ((mean * mean) - ((win + loss) / 4), tie * mean, -tie * (1 - tie));
        terms[0] = new((x / 2) - log, 0.5 - mean, -tie, xx, xt, tt);
        terms[1] = new((-x / 2) - log, -0.5 - mean, -tie, xx, xt, tt);
        terms[2] = new(lambda - log, -mean, 1 - tie, xx, xt, tt);
    }
}
