// Package print is a sink that writes records to standard output or standard error, one a line. Blocks of whole lines are
// written at once, so lines of several partitions never mix.
package print

import (
	"bytes"
	"context"
	"fmt"
	"os"

	rt "github.com/weirsql/weir/runtime"
)

// sink writes to a file that is open already.
type sink struct {
	file   *os.File
	prefix []byte
	header []byte
}

// NewSink makes a sink from its options.
func NewSink(table *rt.Table) (rt.Sink, error) {
	s := &sink{file: os.Stdout, header: []byte(table.Header)}
	if identifier := table.Text("print-identifier", ""); identifier != "" {
		s.prefix = []byte(identifier + "> ")
	}
	if table.Bool("standard-error", false) {
		s.file = os.Stderr
	}
	return s, table.Err()
}

// Open writes the format's header.
func (s *sink) Open(ctx context.Context, _ int) error {
	if len(s.header) == 0 {
		return nil
	}
	w := &writer{sink: s}
	return w.Write(ctx, s.header)
}

// NewWriter returns a partition's writer.
func (s *sink) NewWriter(int) (rt.Writer, error) { return &writer{sink: s}, nil }

// OnTerminal reports that people watch the lines.
func (s *sink) OnTerminal() bool { return rt.IsTerminal(s.file) }

// Immediate is true: what is printed is seen.
func (s *sink) Immediate() bool { return true }

// Commit does nothing: what is printed is seen.
func (s *sink) Commit(context.Context) error { return nil }

// Abort does nothing: what is printed can't be taken back.
func (s *sink) Abort() error { return nil }

type writer struct {
	sink *sink
	buf  []byte // a block with the prefix on each line
}

func (w *writer) Write(_ context.Context, block []byte) error {
	if len(w.sink.prefix) > 0 {
		block = w.prefixed(block)
	}
	if _, err := w.sink.file.Write(block); err != nil {
		return fmt.Errorf("can't print: %w", err)
	}
	return nil
}

// prefixed puts the identifier in front of each line.
func (w *writer) prefixed(block []byte) []byte {
	w.buf = w.buf[:0]
	for len(block) > 0 {
		end := bytes.IndexByte(block, '\n') + 1
		if end == 0 {
			end = len(block)
		}
		w.buf = append(append(w.buf, w.sink.prefix...), block[:end]...)
		block = block[end:]
	}
	return w.buf
}

func (w *writer) Close(context.Context) error { return nil }
