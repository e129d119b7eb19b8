package file

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/weirsql/weir/runtime/disk"
)

// targetPosition is what a checkpoint keeps of a file that is being written.
type targetPosition struct {
	Partition int    `json:"partition"`
	Path      string `json:"path"`      // where the file will be; links followed
	Temporary string `json:"temporary"` // its name until then
	Size      int64  `json:"size"`
}

// Recoverable is why a stream isn't: what went through it is gone.
func (s *sink) Recoverable() string {
	if t := s.targets[shared]; !s.perPartition && t.direct {
		return t.name + " is a stream"
	}
	return ""
}

// Mark notes how long the files are. All of them are whole records then, and whole members where they are compressed.
func (s *sink) Mark() error {
	for _, t := range s.targets {
		t.marked = t.size.Load()
	}
	return nil
}

// Position brings the files to disk, as long as they were at the mark, and their names.
func (s *sink) Position() (json.RawMessage, error) {
	positions := []targetPosition{}
	for _, partition := range slices.Sorted(maps.Keys(s.targets)) {
		t := s.targets[partition]
		if !t.done {
			if err := t.file.Sync(); err != nil && !errors.Is(err, fs.ErrClosed) {
				return nil, fmt.Errorf("can't write '%s': %w", t.name, unwrapPath(err))
			}
			if err := t.syncName(); err != nil {
				return nil, err
			}
		}
		positions = append(positions, targetPosition{partition, t.path, filepath.Base(t.file.Name()), t.marked})
	}
	return json.Marshal(positions)
}

// CanRestore looks for the files: none may be gone, or shorter than it was.
func (s *sink) CanRestore(position json.RawMessage, finished bool) error {
	var positions []targetPosition
	if err := json.Unmarshal(position, &positions); err != nil {
		return err
	}
	var problems []error
	for _, p := range positions {
		problems = append(problems, p.check(s.files, finished))
	}
	return errors.Join(problems...)
}

func (p targetPosition) check(files disk.FS, finished bool) error {
	name := p.temporaryPath()
	info, err := files.Stat(name)
	if errors.Is(err, fs.ErrNotExist) && finished {
		_, err = files.Stat(p.Path)
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("'%s', which the checkpoint goes on with, is gone: the job has put '%s' in place since, or somebody removed it: restore it, or give another --checkpoint-dir to begin anew",
			name, filepath.Base(p.Path))
	}
	if err != nil {
		return err
	}
	return disk.CanCut(info, name, p.Size)
}

// temporaryPath is where the file is until it has its name.
func (p targetPosition) temporaryPath() string {
	return filepath.Join(filepath.Dir(p.Path), p.Temporary)
}

// Restore opens the unfinished files and takes back what was written behind the checkpoint.
func (s *sink) Restore(ctx context.Context, partitions int, position json.RawMessage, finished bool) error {
	var positions []targetPosition
	if err := json.Unmarshal(position, &positions); err != nil {
		return err
	}
	var err error
	s.partitions = partitions
	if s.compression, err = s.codecs.of(s.path); err != nil {
		return err
	}
	for _, p := range positions {
		t, err := restoreTarget(s.files, p, finished)
		if err != nil {
			return err
		}
		s.targets[p.Partition] = t
	}
	if !s.perPartition && s.targets[shared] == nil {
		return s.create(shared, s.path)
	}
	return nil
}

func restoreTarget(files disk.FS, p targetPosition, finished bool) (*target, error) {
	t := &target{files: files, name: p.Path, path: p.Path, marked: p.Size}
	name := p.temporaryPath()
	file, err := files.Modify(name)
	if errors.Is(err, fs.ErrNotExist) && finished {
		return t, t.restoreCommitted(p)
	}
	if err != nil {
		return nil, err
	}
	t.file = file
	t.size.Store(p.Size)
	return t, disk.Cut(file, name, p.Size)
}

// restoreCommitted finds a file that was given its final name before the job ended.
func (t *target) restoreCommitted(p targetPosition) error {
	file, err := t.files.Open(p.Path)
	if err != nil {
		return err
	}
	t.file, t.done = file, true
	t.size.Store(p.Size)
	return nil
}

// Suspend closes the files and leaves them.
func (s *sink) Suspend() error {
	var problems []error
	for _, t := range s.sorted() {
		if t.done {
			continue
		}
		if err := t.file.Close(); err != nil && !errors.Is(err, fs.ErrClosed) {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}
