package file

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk"
)

const (
	defaultRangeSize     = 2 << 20
	minRangeSize         = 4096
	defaultMaxLineLength = 64 << 20
	minMaxLineLength     = 16
)

// stdin is the path that means standard input or output.
const stdin = "-"

// source lists files and hands out readers.
type source struct {
	files     disk.FS
	path      string
	rangeSize int64
	maxLine   int
	header    bool // the first line of each file isn't a record ('csv.header')
	codecs    codecs
}

// NewSource makes a source of the files that 'path' names.
func NewSource(table *rt.Table) (rt.Source, error) {
	s := &source{
		files:     table.Files,
		path:      requiredPath(table),
		rangeSize: table.Size("source.split-size", minRangeSize, defaultRangeSize),
		maxLine:   int(table.Size("source.max-line-length", minMaxLineLength, defaultMaxLineLength)),
		header:    table.Bool("csv.header", false),
		codecs:    newCodecs(table),
	}
	table.IdleTimeout = table.Duration("scan.watermark.idle-timeout", 0)
	return s, table.Err()
}

func requiredPath(table *rt.Table) string {
	path := table.Text("path", "")
	if path == "" {
		table.Refuse("path", "it must name a file, and it is empty")
	}
	return path
}

// Splits lists the files in the order of their names. Partitions take plain ones in turn, in ranges.
func (s *source) Splits(context.Context, int) ([]*rt.Split, error) {
	if s.path == stdin {
		return []*rt.Split{{Name: "standard input", End: -1, Line: 1, Metadata: metadata(stdin, nil, 0)}}, nil
	}
	paths, err := lister{s.files}.list(s.path)
	if err != nil {
		return nil, err
	}
	splits := make([]*rt.Split, len(paths))
	for i, path := range paths {
		if splits[i], err = s.inspect(path, i); err != nil {
			return nil, err
		}
	}
	return splits, nil
}

// inspect makes a file a split. It opens the file, so that one that can't be read is known before any work is done.
func (s *source) inspect(path string, id int) (*rt.Split, error) {
	info, err := s.files.Stat(path)
	if err != nil {
		return nil, err
	}
	split := &rt.Split{ID: id, Name: path, End: -1, Line: 1, Metadata: metadata(path, info, id)}
	if !info.Mode().IsRegular() {
		return split, nil
	}
	file, err := s.files.Open(path)
	if err != nil {
		return nil, err
	}
	file.Close()
	compressed, err := s.codecs.of(path)
	if err != nil {
		return nil, err
	}
	split.Bytes = info.Size()
	if compressed == nil && info.Size() > 0 { // files of /proc have no size but content
		split.End, split.Range = info.Size(), s.rangeSize
	}
	return split, nil
}

// metadata are the values of METADATA columns.
func metadata(path string, info fs.FileInfo, split int) map[string]any {
	values := map[string]any{"partition": int32(split), "file.path": path, "file.name": filepath.Base(path), "file.size": int64(0), "file.modification-time": int64(0)}
	if info != nil {
		values["file.size"] = info.Size()
		values["file.modification-time"] = info.ModTime().UnixMilli() * 1000 // a TIMESTAMP_LTZ(3)
	}
	return values
}

// place says where a relative path was looked for.
func place(path string) string {
	if filepath.IsAbs(path) {
		return ""
	}
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (looked in %s)", dir)
}
