package file

import (
	"compress/gzip"
	"fmt"
	"io"
	"path/filepath"

	rt "github.com/weirsql/weir/runtime"
)

// gzipCompression is part of every job that reads or writes files.
var gzipCompression = &rt.Compression{
	Name:      "gzip",
	Extension: ".gz",
	NewReader: func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) },
	NewWriter: func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
}

// extensions are the names that 'auto' goes by, whether or not the job has the codec.
var extensions = map[string]string{".gz": "gzip", ".zst": "zstd"}

// codecs finds the compression of a file.
type codecs struct {
	setting string // auto, none, or a name
	linked  []*rt.Compression
}

func newCodecs(table *rt.Table) codecs {
	return codecs{
		setting: table.Choice("compression", "auto", "auto", "none", "gzip", "zstd"),
		linked:  append([]*rt.Compression{gzipCompression}, table.Compressions...),
	}
}

// of returns a file's compression, nil for none.
func (c codecs) of(path string) (*rt.Compression, error) {
	name := c.setting
	if name == "auto" {
		name = extensions[filepath.Ext(path)]
	}
	if name == "" || name == "none" {
		return nil, nil
	}
	for _, codec := range c.linked {
		if codec.Name == name {
			return codec, nil
		}
	}
	return nil, fmt.Errorf("'%s' is compressed with %s, which this job was built without: write 'compression' = '%s' in the SQL, or a path that ends in the codec's extension, and build it again", path, name, name)
}
