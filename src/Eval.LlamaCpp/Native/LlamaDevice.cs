namespace Eval.LlamaCpp.Native;

/// <summary>A device that llama.cpp can compute on.</summary>
/// <param name="Name">The backend's short name, for example <c>CPU</c> or <c>CUDA0</c>.</param>
/// <param name="Description">What it is, for example the processor's or the card's name.</param>
/// <param name="Type">Its kind.</param>
/// <param name="FreeBytes">Free memory in bytes when it was asked.</param>
/// <param name="TotalBytes">Memory in bytes.</param>
internal sealed record LlamaDevice(string Name, string Description, GgmlDeviceType Type, long FreeBytes, long TotalBytes)
{
    /// <summary>True for a device that layers can be put on.</summary>
    public bool IsGpu => Type is GgmlDeviceType.Gpu or GgmlDeviceType.IntegratedGpu;

    /// <summary>Asks the library for all devices.</summary>
    internal static unsafe IReadOnlyList<LlamaDevice> List()
    {
        var devices = new List<LlamaDevice>();
        for (nuint i = 0; i < GgmlApi.DeviceCount(); i++)
        {
            var device = GgmlApi.DeviceGet(i);
            nuint free = 0, total = 0;
            GgmlApi.DeviceMemory(device, &free, &total);
            devices.Add(new LlamaDevice(
                NativeText.Read(GgmlApi.DeviceName(device)) ?? "",
                NativeText.Read(GgmlApi.DeviceDescription(device)) ?? "",
                GgmlApi.DeviceType(device),
                (long)free,
                (long)total));
        }

        return devices;
    }
}
