package file

import (
	"bytes"
	"context"
	"io"

	rt "github.com/weirsql/weir/runtime"
)

// plainWriter writes blocks as they are.
type plainWriter struct{ target *target }

func (w *plainWriter) Write(_ context.Context, block []byte) error { return w.target.write(block) }
func (w *plainWriter) Close(context.Context) error                 { return nil }

// memberSize is how much uncompressed data a compressed member holds: enough that its overhead doesn't count.
const memberSize = 4 << 20

// compressedWriter collects blocks and writes them as members, each complete by itself, so that partitions compress at
// the same time and share a file.
type compressedWriter struct {
	target *target
	codec  *rt.Compression
	out    bytes.Buffer
	member io.WriteCloser
	open   bool // member is begun
	plain  int  // bytes in it so far
}

// resetter is a compressor that can be used again, as those of gzip and zstd can.
type resetter interface {
	io.WriteCloser
	Reset(io.Writer)
}

func (w *compressedWriter) Write(_ context.Context, block []byte) error {
	if !w.open {
		if err := w.begin(); err != nil {
			return err
		}
	}
	if _, err := w.member.Write(block); err != nil {
		return err
	}
	if w.plain += len(block); w.plain < memberSize {
		return nil
	}
	return w.end()
}

func (w *compressedWriter) begin() (err error) {
	w.out.Reset()
	w.open, w.plain = true, 0
	if again, ok := w.member.(resetter); ok {
		again.Reset(&w.out)
		return nil
	}
	w.member, err = w.codec.NewWriter(&w.out)
	return err
}

// end completes the member and writes it.
func (w *compressedWriter) end() error {
	w.open = false
	if err := w.member.Close(); err != nil {
		return err
	}
	return w.target.write(w.out.Bytes())
}

func (w *compressedWriter) Close(context.Context) error { return w.EndBlock() }

// EndBlock completes the member that is begun: a file can be cut behind it.
func (w *compressedWriter) EndBlock() error {
	if !w.open {
		return nil
	}
	return w.end()
}
