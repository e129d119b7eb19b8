package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk"
)

// input is an open file as a reader sees it: a stream of uncompressed bytes.
type input struct {
	name       string
	file       disk.File
	stream     io.ReadCloser // what decompresses; nil for a plain file
	compressed counter       // bytes of a compressed file
	waiting    *waiter       // of a pipe or a terminal; nil for a regular file
}

// openInput opens a split's file at its first byte.
func openInput(files disk.FS, split *rt.Split, codecs codecs) (*input, error) {
	in := &input{name: split.Name, file: os.Stdin}
	path := split.Metadata["file.path"].(string)
	if path != stdin {
		file, err := files.Open(path)
		if err != nil {
			return nil, vanished(err)
		}
		in.file = file
	}
	if info, err := in.file.Stat(); err != nil || !info.Mode().IsRegular() {
		in.waiting = newWaiter(in.file)
	}
	return in, in.decompress(path, codecs)
}

// vanished explains a file that was there when the job started.
func vanished(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: it was there when the job started", err)
	}
	return err
}

func (in *input) decompress(path string, codecs codecs) error {
	codec, err := codecs.of(path)
	if err != nil || codec == nil {
		return err
	}
	in.compressed.Reader = in.file
	if in.waiting != nil {
		in.compressed.Reader = in.waiting
	}
	stream, err := codec.NewReader(&in.compressed)
	switch {
	case err == io.EOF:
		in.stream = io.NopCloser(&in.compressed) // an empty file is an empty stream
	case err != nil:
		return in.broken(err, 0) // and the stream isn't one
	default:
		in.stream = stream
	}
	return nil
}

// read reads once. offset says how far the stream was read, for messages.
func (in *input) read(ctx context.Context, p []byte, offset int64) (int, error) {
	var n int
	var err error
	switch {
	case in.stream != nil:
		in.attach(ctx)
		n, err = io.ReadFull(in.stream, p)
		if err == io.ErrUnexpectedEOF && n > 0 {
			err = nil // the end, or the truncation, comes with the next read
		}
	case in.waiting != nil:
		in.attach(ctx)
		n, err = in.waiting.Read(p)
	default:
		n, err = in.file.Read(p)
	}
	if err != nil && err != io.EOF && !errors.Is(err, context.Canceled) && err != rt.ErrNoRows {
		err = in.broken(err, offset+int64(n))
	}
	return n, err
}

func (in *input) attach(ctx context.Context) {
	if in.waiting != nil {
		in.waiting.ctx = ctx
	}
}

// broken explains an error of reading.
func (in *input) broken(err error, offset int64) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the compressed data ends too soon, behind byte %d uncompressed: the file is truncated", in.name, offset)
	case in.stream != nil || in.compressed.Reader != nil:
		return fmt.Errorf("%s: the compressed data is broken behind byte %d uncompressed: %w", in.name, offset, err)
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s is a directory", in.name)
	}
	return err
}

func (in *input) close() error {
	if in.stream != nil {
		in.stream.Close()
	}
	if in.waiting != nil {
		in.waiting.close()
	}
	if in.file == os.Stdin {
		return nil
	}
	return in.file.Close()
}

// counter counts the bytes that pass.
type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}
