using Eval.LlamaCpp.Native;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Native;

public sealed class CudaBuildTests
{
    private static readonly CudaBuild Newer = CudaBuild.All[0];
    private static readonly CudaBuild Older = CudaBuild.All[1];

    // The first three were seen: an H100 with driver 580 (CUDA 13.0) loads the newer build and dies at its first kernel.
    [Theory]
    [InlineData(13000, 90, false, true)]
    [InlineData(13010, 90, true, true)]
    [InlineData(12080, 90, false, true)]
    [InlineData(13000, 86, true, true)]
    [InlineData(13000, 89, true, true)]
    [InlineData(13000, 120, true, true)]
    [InlineData(12020, 86, false, true)]
    [InlineData(12020, 90, false, false)]
    [InlineData(13010, 70, false, true)]
    [InlineData(11080, 86, false, false)]
    [InlineData(13010, 103, true, true)]
    public void RunsOn_DriverAndCard_AsTheCompatibilityRulesSay(int driver, int capability, bool newer, bool older)
    {
        Newer.RunsOn(driver, capability).ShouldBe(newer);
        Older.RunsOn(driver, capability).ShouldBe(older);
    }

    [Fact]
    public void Unsuitable_OldDriver_SaysWhichOneIsNeeded()
    {
        CudaBackend.Unsuitable(Newer, new CudaDriver(13010, [90, 86])).ShouldBeNull();
        CudaBackend.Unsuitable(Newer, new CudaDriver(13000, [86, 90])).ShouldNotBeNull().ShouldContain("9.0 need a driver for CUDA 13.1, and this one is for 13.0: update the driver");
        CudaBackend.Unsuitable(Newer, new CudaDriver(13010, [61])).ShouldNotBeNull().ShouldContain("no kernels for a card of compute capability 6.1");
    }

    [Fact]
    public void Load_FolderWithoutCuda_IsNoProblem()
    {
        using var folder = new TemporaryFolder();
        CudaBackend.Load(folder.Root).ShouldBe(new CudaBackend(null, null));
    }
}
