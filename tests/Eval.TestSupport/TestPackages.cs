using System.ComponentModel;
using System.Diagnostics;

namespace Eval.TestSupport;

/// <summary>Other people's tools and test data, fetched by an ordinary package client when a test asks for them; never part of the repository.</summary>
public static class TestPackages
{
    private static readonly Lock Gate = new();

    private static string Cache => Path.Combine(SharedFolder.RepositoryRoot, "artifacts", "test-packages");

    /// <summary>A folder whose node_modules holds a package (<c>name@version</c>); skips the test where npm or its registry is out of reach.</summary>
    public static string Npm(string package) => Fetch(package, folder =>
    {
        File.WriteAllText(Path.Combine(folder, "package.json"), "{}");
        return Run(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", package);
    });

    /// <summary>A folder with the unpacked files of a Debian package; skips the test where apt or its mirror is out of reach.</summary>
    public static string Debian(string package) => Fetch(package, folder =>
        Run(folder, "apt-get", "download", package) is { } error ? error
            : Directory.GetFiles(folder, "*.deb") is [var file] ? Run(folder, "dpkg-deb", "-x", file, folder) : "nothing was downloaded");

    /// <summary>Runs a program to its end; gives null, or what it said where it failed.</summary>
    public static string? Run(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
            {
                process.Kill(entireProcessTree: true);
                return "gave no answer within three minutes";
            }

            return process.ExitCode == 0 ? null : (error.GetAwaiter().GetResult() + output.GetAwaiter().GetResult()).Trim();
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }

    private static string Fetch(string package, Func<string, string?> fetch)
    {
        lock (Gate)
        {
            var folder = Path.Combine(Cache, package.Replace('/', '-'));
            if (Directory.Exists(folder))
            {
                return folder;
            }

            // Filled elsewhere and moved, so that a half-fetched package is never taken for a whole one.
            Directory.CreateDirectory(Cache);
            var fresh = Directory.CreateDirectory(Path.Combine(Cache, ".new-" + Guid.NewGuid().ToString("N"))).FullName;
            if (fetch(fresh) is { } problem)
            {
                Directory.Delete(fresh, recursive: true);
                throw Skip.Because($"needs the package {package}: {problem.Split('\n')[0]}");
            }

            try
            {
                Directory.Move(fresh, folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                Directory.Delete(fresh, recursive: true);
            }

            return folder;
        }
    }
}
