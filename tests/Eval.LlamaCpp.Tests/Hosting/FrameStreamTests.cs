using System.Text;
using Eval.LlamaCpp.Hosting.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.LlamaCpp.Tests.Hosting;

public sealed class FrameStreamTests
{
    [Fact]
    public void Read_WrittenFrames_ComeBackInOrder()
    {
        var frames = new[]
        {
            new Frame(FrameKind.Hello, HostMethod.None, 0, "{}"u8.ToArray()),
            new Frame(FrameKind.Cancel, HostMethod.Generate, uint.MaxValue),
            new Frame(FrameKind.Reply, HostMethod.CompareWindows, 7, new byte[3_000_000]),
        };
        using var pipe = new MemoryStream();
        foreach (var frame in frames)
        {
            new FrameStream(Stream.Null, pipe).Write(frame);
        }

        pipe.Position = 0;
        var reader = new FrameStream(new OneByteAtATime(pipe), Stream.Null);
        foreach (var frame in frames)
        {
            var read = reader.Read()!.Value;
            (read.Kind, read.Method, read.Call).ShouldBe((frame.Kind, frame.Method, frame.Call));
            read.Payload.Span.SequenceEqual(frame.Payload.Span).ShouldBeTrue();
        }

        reader.Read().ShouldBeNull();
    }

    [Theory]
    [InlineData("printf was here, 20 bytes", "printf was here")]
    [InlineData("EVH1", "ended after 4 of 16")]
    [InlineData("EVH1\u0002\u0001\0\0\u0001\0\0\0\u0005\0\0\0abc", "ended after 3 of a frame's 5")]
    [InlineData("EVH1\u0063\u0001\0\0\u0001\0\0\0\0\0\0\0", "unknown kind 99")]
    [InlineData("EVH1\u0002\u0001\0\0\u0001\0\0\0\0\0\0\u007f", "claims 2,130,706,432 bytes")]
    public void Read_NoFrame_SaysWhatCame(string bytes, string expected) =>
        Should.Throw<FrameFormatException>(() => new FrameStream(new MemoryStream(Encoding.Latin1.GetBytes(bytes)), Stream.Null).Read())
            .Message.ShouldContain(expected);

    [Fact]
    public void Read_AnyBytes_FailAsFramesAndInNoOtherWay() =>
        Prop.ForAll<byte[], bool>((bytes, withMagic) =>
        {
            var reader = new FrameStream(new MemoryStream(withMagic ? [.. "EVH1"u8, .. bytes] : bytes), Stream.Null);
            try
            {
                while (reader.Read() is not null)
                {
                }
            }
            catch (FrameFormatException)
            {
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_TooMuch_IsRefusedBeforeAnythingIsWritten()
    {
        using var pipe = new MemoryStream();
        var frame = new Frame(FrameKind.Request, HostMethod.MeasureText, 1, new byte[FrameStream.MaximumPayload + 1]);
        Should.Throw<ArgumentException>(() => new FrameStream(Stream.Null, pipe).Write(frame)).Message.ShouldContain("268,435,457 bytes");
        pipe.Length.ShouldBe(0);
    }

    private sealed class OneByteAtATime(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        // Pieces of odd lengths, as a pipe gives them; single bytes at first, where the headers are.
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, inner.Position < 100 ? 1 : Math.Min(count, 40_009));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
