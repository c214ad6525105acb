namespace Eval.Core.Tests.Statistics;

/// <summary>Python's Mersenne Twister (MT19937, seeded by init_by_array), to repeat what the original tools drew.</summary>
internal sealed class PythonRandom
{
    private readonly uint[] _state = new uint[624];
    private int _index = 624;

    public PythonRandom(uint seed)
    {
        _state[0] = 19650218;
        for (uint i = 1; i < 624; i++)
        {
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
        }

        var at = 1;
        for (var k = 0; k < 624; k++)
        {
            _state[at] = (_state[at] ^ ((_state[at - 1] ^ (_state[at - 1] >> 30)) * 1664525)) + seed;
            Step(ref at);
        }

        for (var k = 0; k < 623; k++)
        {
            _state[at] = (_state[at] ^ ((_state[at - 1] ^ (_state[at - 1] >> 30)) * 1566083941)) - (uint)at;
            Step(ref at);
        }

        _state[0] = 0x80000000;
    }

    public double NextDouble() => (((double)(Next() >> 5) * 67108864) + (Next() >> 6)) / 9007199254740992;

    /// <summary>random.choices over 0..n−1.</summary>
    public int[] Choices(int n, int k)
    {
        var result = new int[k];
        for (var i = 0; i < k; i++)
        {
            result[i] = (int)(NextDouble() * n);
        }

        return result;
    }

    private void Step(ref int at)
    {
        if (++at >= 624)
        {
            _state[0] = _state[623];
            at = 1;
        }
    }

    private uint Next()
    {
        if (_index == 624)
        {
            for (var i = 0; i < 624; i++)
            {
                var y = (_state[i] & 0x80000000) | (_state[(i + 1) % 624] & 0x7fffffff);
                _state[i] = _state[(i + 397) % 624] ^ (y >> 1) ^ ((y & 1) * 0x9908b0df);
            }

            _index = 0;
        }

        var x = _state[_index++];
        x ^= x >> 11;
        x ^= (x << 7) & 0x9d2c5680;
        x ^= (x << 15) & 0xefc60000;
        return x ^ (x >> 18);
    }
}
