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
	defaultSplitSize     = 16 << 20
	minSplitSize         = 4096
	defaultMaxLineLength = 64 << 20
	minMaxLineLength     = 16
)

// stdin is the path that means standard input or output.
const stdin = "-"

// source lists files and hands out readers.
type source struct {
	files     disk.FS
	path      string
	splitSize int64
	few       bool // as few splits as partitions, whatever their size
	maxLine   int
	header    bool // the first line of each file isn't a record ('csv.header')
	codecs    codecs
}

// NewSource makes a source of the files that 'path' names.
func NewSource(table *rt.Table) (rt.Source, error) {
	s := &source{
		files:     table.Files,
		path:      requiredPath(table),
		splitSize: table.Size("source.split-size", minSplitSize, defaultSplitSize),
		maxLine:   int(table.Size("source.max-line-length", minMaxLineLength, defaultMaxLineLength)),
		header:    table.Bool("csv.header", false),
		codecs:    newCodecs(table),
	}
	table.IdleTimeout = table.Duration("scan.watermark.idle-timeout", 0)
	_, chosen := table.Lookup("source.split-size")
	s.few = table.EventTime && !chosen
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
func (s *source) Splits(_ context.Context, partitions int) ([]*rt.Split, error) {
	if s.path == stdin {
		return []*rt.Split{{Name: "standard input", End: -1, Line: 1, Metadata: metadata(stdin, nil, 0)}}, nil
	}
	paths, err := lister{s.files}.list(s.path)
	if err != nil {
		return nil, err
	}
	objects := make([]object, len(paths))
	for i, path := range paths {
		if objects[i], err = s.inspect(path); err != nil {
			return nil, err
		}
	}
	if s.few {
		deal(objects, partitions)
	}
	var splits []*rt.Split
	for _, o := range objects {
		splits = append(splits, o.splits(len(splits))...)
	}
	return splits, nil
}

// object is one file and the number of its splits.
type object struct {
	path  string
	info  fs.FileInfo
	whole bool  // it can't be cut into ranges
	bytes int64 // as the progress bar counts them; 0 for unknown
	count int64
}

// inspect finds out how a file can be split. It opens the file, so that one that can't be read is known before any work is
// done.
func (s *source) inspect(path string) (object, error) {
	info, err := s.files.Stat(path)
	if err != nil {
		return object{}, err
	}
	o := object{path: path, info: info, whole: true, count: 1}
	if !info.Mode().IsRegular() {
		return o, nil
	}
	file, err := s.files.Open(path)
	if err != nil {
		return object{}, err
	}
	file.Close()
	compressed, err := s.codecs.of(path)
	if err != nil {
		return object{}, err
	}
	o.bytes = info.Size()
	if compressed != nil || info.Size() == 0 { // files of /proc have no size but content
		return o, nil
	}
	o.whole, o.count = false, (o.bytes+s.splitSize-1)/s.splitSize
	return o, nil
}

// deal gives each file one split, and the largest ones more, up to the number of partitions.
func deal(objects []object, partitions int) {
	for i := range objects {
		objects[i].count = 1
	}
	for range partitions - len(objects) {
		var most *object
		for i := range objects {
			if o := &objects[i]; o.divisible() && (most == nil || o.bytes/o.count > most.bytes/most.count) {
				most = o
			}
		}
		if most == nil {
			return
		}
		most.count++
	}
}

// divisible reports a file whose ranges are long enough to make one more of them.
func (o *object) divisible() bool { return !o.whole && o.bytes/(o.count+1) >= minSplitSize }

// splits cuts a file into equal parts, numbered from id.
func (o *object) splits(id int) []*rt.Split {
	if o.whole {
		return []*rt.Split{{ID: id, Name: o.path, End: -1, Bytes: o.bytes, Line: 1, Metadata: metadata(o.path, o.info, id)}}
	}
	splits := make([]*rt.Split, o.count)
	for i := range splits {
		start, end := o.bytes*int64(i)/o.count, o.bytes*int64(i+1)/o.count
		splits[i] = &rt.Split{ID: id + i, Name: o.path, Start: start, End: end, Bytes: end - start, Metadata: metadata(o.path, o.info, id+i)}
	}
	splits[0].Line = 1
	return splits
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
