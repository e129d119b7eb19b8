package file

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc64"
	"io"
	"io/fs"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk"
)

// identity is what a file is known again by: as much of it as was read must be as it was. A file may have grown.
type identity struct {
	Bytes int64  `json:"bytes"` // up to here the file was read, as it lies on disk; all of it where it is compressed
	First uint64 `json:"first"` // CRC-64 of the first bytes, and of the last ones up to Bytes
	Last  uint64 `json:"last"`
}

// identityWindow is how much is looked at, at both ends: a file that was replaced differs there, as a rule.
const identityWindow = 4 << 10

var crcTable = crc64.MakeTable(crc64.ECMA)

// identify reads both ends of what was read of a file.
func identify(file disk.File, size int64) (id identity, err error) {
	id.Bytes = size
	window := min(size, identityWindow)
	if id.First, err = sumAt(file, 0, window); err != nil {
		return id, err
	}
	id.Last, err = sumAt(file, size-window, window)
	return id, err
}

func sumAt(file disk.File, at, size int64) (uint64, error) {
	data := make([]byte, size)
	n, err := file.ReadAt(data, at)
	if err == io.EOF && int64(n) < size {
		return 0, errShrunk
	}
	if err != nil && err != io.EOF {
		return 0, err
	}
	return crc64.Checksum(data, crcTable), nil
}

var errShrunk = errors.New("it is shorter than what was read of it")

// Replayable is why a pipe isn't.
func (s *source) Replayable() string {
	if s.path == stdin {
		return "standard input can't be read again"
	}
	return ""
}

// Position is where the next line starts.
func (r *reader) Position() (rt.SplitPosition, error) {
	at := r.offset + int64(r.used)
	position := rt.SplitPosition{Name: r.split.Name, Start: at, End: r.end, Header: r.split.Header}
	if r.in == nil || r.in.waiting != nil {
		return position, nil
	}
	if r.in.stream != nil {
		info, err := r.in.file.Stat()
		if err != nil {
			return position, err
		}
		at = info.Size()
	}
	id, err := identify(r.in.file, at)
	if err != nil {
		return position, fmt.Errorf("%s: %w", r.in.name, err)
	}
	position.Identity, err = json.Marshal(id)
	return position, err
}

// Resume takes up what a checkpoint left of the files. Files that came since aren't read: which ones there are was decided
// when the job started first.
func (s *source) Resume(_ context.Context, left []rt.SplitPosition, _ int) ([]*rt.Split, error) {
	var splits []*rt.Split
	for _, p := range left {
		info, err := s.recognise(p)
		if err != nil {
			return nil, fmt.Errorf("'%s', which the checkpoint goes on with: %w: restore it, or give another --checkpoint-dir to begin anew", p.Name, err)
		}
		split := &rt.Split{ID: p.ID, Name: p.Name, Start: p.Start, End: p.End, Line: p.Line, Header: p.Header, Identity: p.Identity, Metadata: metadata(p.Name, info, p.ID)}
		if p.End >= 0 {
			split.Bytes, split.Range = max(0, p.End-p.Start), s.rangeSize
		}
		splits = append(splits, split)
	}
	return splits, nil
}

// recognise checks that a file still holds what was read of it, and what is yet to be read.
func (s *source) recognise(p rt.SplitPosition) (fs.FileInfo, error) {
	file, err := s.files.Open(p.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("it is gone")
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return info, err
	}
	if info.Size() < p.End {
		return nil, fmt.Errorf("it has %d bytes now, but had at least %d", info.Size(), p.End)
	}
	return info, s.same(file, info, p.Identity)
}

// same compares a file with what a checkpoint knows of it.
func (s *source) same(file disk.File, info fs.FileInfo, known []byte) error {
	if known == nil {
		return nil // nothing was read of it
	}
	var id identity
	if err := json.Unmarshal(known, &id); err != nil {
		return err
	}
	codec, err := s.codecs.of(file.Name())
	if err != nil {
		return err
	}
	if codec != nil && info.Size() != id.Bytes {
		return fmt.Errorf("it has %d bytes now, but had %d", info.Size(), id.Bytes)
	}
	now, err := identify(file, id.Bytes)
	if err == nil && now != id {
		err = errors.New("it is another file now, or was changed where it was read already")
	}
	return err
}
