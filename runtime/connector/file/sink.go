package file

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk"
)

// sink writes one file, or one per partition.
type sink struct {
	table        *rt.Table
	files        disk.FS
	path         string
	header       []byte
	codecs       codecs
	perPartition bool
	partitions   int
	compression  *rt.Compression
	targets      map[int]*target // by partition; all partitions' is 0 where they share a file
}

// shared is the key of the file that all partitions write.
const shared = 0

// NewSink makes a sink that writes the file at 'path'.
func NewSink(table *rt.Table) (rt.Sink, error) {
	s := &sink{
		table:        table,
		files:        table.Files,
		path:         requiredPath(table),
		header:       []byte(table.Header),
		codecs:       newCodecs(table),
		perPartition: table.Bool("sink.file-per-partition", false),
		targets:      map[int]*target{},
	}
	switch {
	case isGlob(s.path):
		table.Refuse("path", "a sink writes one file: a glob can only be read")
	case strings.HasSuffix(s.path, "/"):
		table.Refuse("path", "a sink writes a file, not a directory: add the file's name")
	case s.path == stdin && s.perPartition:
		table.Refuse("path", "standard output can't be one file per partition: give 'path' a file's name")
	}
	return s, table.Err()
}

// Open creates the temporary file, so that a directory that isn't there or can't be written is known before any work.
func (s *sink) Open(_ context.Context, partitions int) error {
	var err error
	s.partitions = partitions
	if s.compression, err = s.codecs.of(s.path); err != nil || s.perPartition {
		return err
	}
	return s.create(shared, s.path)
}

func (s *sink) create(partition int, path string) error {
	t, err := newTarget(s.files, path, s.table.Owner)
	if err != nil {
		return err
	}
	s.targets[partition] = t
	if len(s.header) == 0 {
		return nil
	}
	header := s.writer(t)
	if err := header.Write(context.Background(), s.header); err != nil {
		return err
	}
	return header.Close(context.Background())
}

// NewWriter returns a partition's writer. Several stages may write the same file.
func (s *sink) NewWriter(partition int) (rt.Writer, error) {
	if !s.perPartition {
		return s.writer(s.targets[shared]), nil
	}
	if s.targets[partition] == nil {
		if err := s.create(partition, partitionPath(s.path, partition)); err != nil {
			return nil, err
		}
	}
	return s.writer(s.targets[partition]), nil
}

// partitionPath puts a partition's number in front of a name's extensions: out.jsonl.gz becomes out-0.jsonl.gz.
func partitionPath(path string, partition int) string {
	dir, base := filepath.Split(path)
	stem, extensions := base, ""
	if dot := strings.IndexByte(base[1:], '.') + 1; dot > 0 {
		stem, extensions = base[:dot], base[dot:]
	}
	return dir + stem + "-" + strconv.Itoa(partition) + extensions
}

func (s *sink) writer(t *target) rt.Writer {
	if s.compression == nil {
		return &plainWriter{t}
	}
	return &compressedWriter{target: t, codec: s.compression}
}

// OnTerminal reports that the sink's file is one.
func (s *sink) OnTerminal() bool {
	t := s.targets[shared]
	if t == nil || !t.direct {
		return false
	}
	file := disk.OSFile(t.file)
	return file != nil && rt.IsTerminal(file)
}

// Immediate reports that the sink's file is a stream, such as standard output: there is nothing to rename.
func (s *sink) Immediate() bool {
	t := s.targets[shared]
	return t != nil && t.direct && s.compression == nil
}

// Files lists what Commit puts in place: no streams.
func (s *sink) Files() []string {
	var files []string
	if s.perPartition {
		for partition := range s.partitions {
			files = append(files, partitionPath(s.path, partition))
		}
		return files
	}
	if t := s.targets[shared]; !t.direct {
		files = append(files, s.path)
	}
	return files
}

// Commit gives every file its final name. All are complete on disk before the first one is renamed.
func (s *sink) Commit(context.Context) error {
	for _, t := range s.sorted() {
		if err := s.finishEmpty(t); err != nil {
			return err
		}
		if err := t.sync(); err != nil {
			return err
		}
	}
	for _, t := range s.sorted() {
		if err := t.rename(); err != nil {
			return err
		}
	}
	return nil
}

// sorted are the targets in the order of the partitions.
func (s *sink) sorted() []*target {
	var list []*target
	for _, partition := range slices.Sorted(maps.Keys(s.targets)) {
		list = append(list, s.targets[partition])
	}
	return list
}

// finishEmpty writes a compressed file of no bytes: nothing at all is no compressed file.
func (s *sink) finishEmpty(t *target) error {
	if s.compression == nil || t.size.Load() > 0 {
		return nil
	}
	w := &compressedWriter{target: t, codec: s.compression}
	if err := w.begin(); err != nil {
		return err
	}
	return w.Close(context.Background())
}

// Abort removes what is unfinished.
func (s *sink) Abort() error {
	var problems []error
	for _, t := range s.sorted() {
		if err := t.discard(); err != nil {
			problems = append(problems, fmt.Errorf("an unfinished file remains: %w", err))
		}
	}
	return errors.Join(problems...)
}
