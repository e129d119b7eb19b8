// Package zstd lets a job read and write files compressed with Zstandard. It is linked only where a job's SQL names it.
package zstd

import (
	"io"

	"github.com/klauspost/compress/zstd"

	rt "github.com/weirsql/weir/runtime"
)

// Compression is Zstandard, RFC 8878.
var Compression = &rt.Compression{Name: "zstd", Extension: ".zst", NewReader: newReader, NewWriter: newWriter}

// Both work in the partition's own goroutine: a job's partitions use the CPUs already.
func newReader(r io.Reader) (io.ReadCloser, error) {
	decoder, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	return decoder.IOReadCloser(), nil
}

func newWriter(w io.Writer) (io.WriteCloser, error) {
	return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
}
