package file

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	rt "github.com/weirsql/weir/runtime"
)

const (
	defaultSplitSize     = 16 << 20
	minSplitSize         = 4096
	defaultMaxLineLength = 64 << 20
	minMaxLineLength     = 16
)

// stdin is the path that means standard input or output.
const stdin = "-"

// source lists files and hands out readers.
type source struct {
	path      string
	splitSize int64
	maxLine   int
	header    bool // the first line of each file isn't a record ('csv.header')
	codecs    codecs
}

// NewSource makes a source of the files that 'path' names.
func NewSource(table *rt.Table) (rt.Source, error) {
	s := &source{
		path:      requiredPath(table),
		splitSize: table.Size("source.split-size", minSplitSize, defaultSplitSize),
		maxLine:   int(table.Size("source.max-line-length", minMaxLineLength, defaultMaxLineLength)),
		header:    table.Bool("csv.header", false),
		codecs:    newCodecs(table),
	}
	return s, table.Err()
}

func requiredPath(table *rt.Table) string {
	path := table.Text("path", "")
	if path == "" {
		table.Refuse("path", "it must name a file, and it is empty")
	}
	return path
}

// Splits lists the files in the order of their names, and the byte ranges of large ones.
func (s *source) Splits(context.Context, int) ([]*rt.Split, error) {
	if s.path == stdin {
		return []*rt.Split{{Name: "standard input", End: -1, Line: 1, Metadata: metadata(stdin, nil, 0)}}, nil
	}
	paths, err := list(s.path)
	if err != nil {
		return nil, err
	}
	var splits []*rt.Split
	for _, path := range paths {
		more, err := s.splitsOf(path, len(splits))
		if err != nil {
			return nil, err
		}
		splits = append(splits, more...)
	}
	return splits, nil
}

// splitsOf makes the splits of one file, numbered from id. It opens the file, so that one that can't be read is known
// before any work is done.
func (s *source) splitsOf(path string, id int) ([]*rt.Split, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return []*rt.Split{{ID: id, Name: path, End: -1, Line: 1, Metadata: metadata(path, info, id)}}, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	file.Close()
	compressed, err := s.codecs.of(path)
	if err != nil {
		return nil, err
	}
	if compressed != nil || info.Size() == 0 { // files of /proc have no size but content
		return []*rt.Split{{ID: id, Name: path, End: -1, Bytes: info.Size(), Line: 1, Metadata: metadata(path, info, id)}}, nil
	}
	return s.ranges(path, info, id), nil
}

// ranges cuts a plain file into equal parts of at most the split size.
func (s *source) ranges(path string, info os.FileInfo, id int) []*rt.Split {
	size := info.Size()
	count := (size + s.splitSize - 1) / s.splitSize
	splits := make([]*rt.Split, count)
	for i := range splits {
		start, end := size*int64(i)/count, size*int64(i+1)/count
		splits[i] = &rt.Split{ID: id + i, Name: path, Start: start, End: end, Bytes: end - start, Metadata: metadata(path, info, id+i)}
	}
	splits[0].Line = 1
	return splits
}

// metadata are the values of METADATA columns.
func metadata(path string, info os.FileInfo, split int) map[string]any {
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
