using System.Runtime.CompilerServices;

// A C# bool is then one byte, as in C, so the structs of this folder mirror the header as it is.
[assembly: DisableRuntimeMarshalling]
