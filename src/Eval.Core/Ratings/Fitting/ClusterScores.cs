namespace Eval.Core.Ratings.Fitting;

/// <summary>
/// The second reading of clustered battles: sums each cluster's scores and hands them to the sandwiches. Memory is clusters × parameters up to a limit;
/// beyond it clusters are taken in blocks, with one reading each, so that it never grows with the number of battles.
/// </summary>
internal static class ClusterScores
{
    /// <summary>Numbers that a block holds by default: 128 MB.</summary>
    public const int BlockSize = 1 << 24;

    private const int BatchSize = 1 << 11;

    // Waking another thread takes longer than adding a usual tournament of some ten thousand battles.
    private const int AloneBatches = 32;

    /// <param name="battles">The battles.</param>
    /// <param name="cells">The same, grouped.</param>
    /// <param name="parts">The fits; a pair of models belongs to one at most.</param>
    /// <param name="rule">Which battles count.</param>
    /// <param name="blockSize">Numbers that a block holds at most.</param>
    public static void Add(IBattles battles, BattleCells cells, IReadOnlyList<FittedPart> parts, BothBadRule rule, int blockSize = BlockSize)
    {
        var offsets = new int[parts.Count + 1];
        for (var p = 0; p < parts.Count; p++)
        {
            offsets[p + 1] = offsets[p] + parts[p].Fit.Values.Length;
        }

        var width = offsets[^1];
        if (width == 0 || cells.Clusters == 0)
        {
            return;
        }

        var scores = Scores(cells, parts);
        var height = Math.Clamp(blockSize / width, 1, cells.Clusters);
        var sums = new double[(long)height * width];
        var seen = new bool[(long)height * parts.Count];
        for (var first = 0; first < cells.Clusters; first += height)
        {
            var start = first;
            InBatches(
                battles, first, height, rule == BothBadRule.Leave ? BattleOutcome.BothBad : null,
                batch => Add(batch, start, cells, scores, offsets, sums, seen));
            for (var row = 0; row < Math.Min(height, cells.Clusters - first); row++)
            {
                for (var p = 0; p < parts.Count; p++)
                {
                    if (seen[(row * parts.Count) + p])
                    {
                        parts[p].Sandwich.AddCluster(sums.AsSpan((row * width) + offsets[p], offsets[p + 1] - offsets[p]));
                    }
                }
            }

            Array.Clear(sums);
            Array.Clear(seen);
        }
    }

    private static void Add(ReadOnlySpan<Battle> batch, int first, BattleCells cells, PairScore[] scores, int[] offsets, double[] sums, bool[] seen)
    {
        var (width, parts) = (offsets[^1], offsets.Length - 1);
        foreach (ref readonly var battle in batch)
        {
            ref readonly var score = ref scores[cells.Find(battle.A, battle.B)];
            if (score.Part < 0)
            {
                continue;
            }

            var row = battle.Cluster - first;
            var sum = sums.AsSpan((row * width) + offsets[score.Part]);
            var outcome = Math.Min((int)battle.Outcome, (int)BattleOutcome.Tie);
            var x = battle.Weight * score.X[outcome];
            sum[score.A] += x;
            sum[score.B] -= x;
            if (score.Position >= 0)
            {
                sum[score.Position] += x;
            }

            if (score.Tie >= 0)
            {
                sum[score.Tie] += battle.Weight * score.T[outcome];
            }

            seen[(row * parts) + score.Part] = true;
        }
    }

    // Reading and adding take about as long as each other where there are millions: then one thread unpacks what another adds. Batches are added in their
    // order, so that sums come out the same every time.
    private static void InBatches(IBattles battles, int first, int height, BattleOutcome? left, BatchAction add)
    {
        var (filling, full) = (new Battle[BatchSize], new Battle[BatchSize]);
        var (count, batches, adding) = (0, 0, Task.CompletedTask);
        try
        {
            foreach (var battle in battles.Read())
            {
                if (battle.Cluster < first || battle.Cluster - first >= height || battle.Outcome == left)
                {
                    continue;
                }

                filling[count++] = battle;
                if (count < BatchSize)
                {
                    continue;
                }

                count = 0;
                if (batches++ < AloneBatches)
                {
                    add(filling);
                    continue;
                }

                adding.GetAwaiter().GetResult();
                (filling, full) = (full, filling);
                adding = Beside(add, full);
            }
        }
        finally
        {
            // Also where reading failed: nobody may still be writing to sums that are gone.
            adding.GetAwaiter().GetResult();
        }

        add(filling.AsSpan(0, count));
    }

    // Apart from the loop, in which the compiler would make an object for every battle.
    private static Task Beside(BatchAction add, Battle[] batch) => Task.Run(() => add(batch));

    private delegate void BatchAction(ReadOnlySpan<Battle> batch);

    // What a battle of each pair and outcome adds: looked up instead of computed for every battle.
    private static PairScore[] Scores(BattleCells cells, IReadOnlyList<FittedPart> parts)
    {
        var place = new int[cells.Models.Count];
        var partOf = new int[cells.Models.Count];
        Array.Fill(partOf, -1);
        for (var p = 0; p < parts.Count; p++)
        {
            for (var i = 0; i < parts[p].Members.Length; i++)
            {
                (partOf[parts[p].Members[i]], place[parts[p].Members[i]]) = (p, i);
            }
        }

        var scores = new PairScore[cells.Count];
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        for (var i = 0; i < scores.Length; i++)
        {
            ref readonly var cell = ref cells.All[i];
            ref var score = ref scores[i];
            score.Part = partOf[cell.A] == partOf[cell.B] ? partOf[cell.A] : -1;
            if (score.Part < 0)
            {
                continue;
            }

            var fit = parts[score.Part].Fit;
            (score.A, score.B, score.Position, score.Tie) = (place[cell.A], place[cell.B], fit.Layout.Position, fit.Layout.Tie);
            fit.Terms(score.A, score.B, terms);
            for (var outcome = 0; outcome < 3; outcome++)
            {
                (score.X[outcome], score.T[outcome]) = (terms[outcome].X, terms[outcome].T);
            }
        }

        return scores;
    }

    private struct PairScore
    {
        public int Part;
        public int A;
        public int B;
        public int Position;
        public int Tie;
        public PerOutcome X;
        public PerOutcome T;
    }
}
