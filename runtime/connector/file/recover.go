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
	Partition int       `json:"partition"`
	Path      string    `json:"path"`      // where the file will be; links followed
	Temporary string    `json:"temporary"` // its name until then
	Size      int64     `json:"size"`
	Identity  *identity `json:"identity,omitempty"` // of what was written by then; nil where it couldn't be read
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
		positions = append(positions, targetPosition{partition, t.path, filepath.Base(t.file.Name()), t.marked, t.identify()})
	}
	return json.Marshal(positions)
}

// identify is what the file is known again by, as long as it was at the mark.
func (t *target) identify() *identity {
	if t.done {
		return t.known
	}
	t.known = nil
	file, err := t.files.Open(t.file.Name())
	if err != nil {
		return nil // it can be gone on with all the same
	}
	defer file.Close()
	if id, err := identify(file, t.marked); err == nil {
		t.known = &id
	}
	return t.known
}

// CanRestore looks for the files: none may be gone, shorter than it was, or another one.
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
	switch {
	case errors.Is(err, fs.ErrNotExist) && finished:
		return p.checkCommitted(files)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("'%s', which the checkpoint goes on with, is gone: the job has put '%s' in place since, or somebody removed it: restore it, or give another --checkpoint-dir to begin anew",
			name, filepath.Base(p.Path))
	case err != nil:
		return err
	}
	if err := disk.CanCut(info, name, p.Size); err != nil {
		return err
	}
	if why := p.differs(files, name); why != nil {
		return fmt.Errorf("'%s', which the checkpoint goes on with, %w: restore it, or give another --checkpoint-dir to begin anew", name, why)
	}
	return nil
}

// checkCommitted looks for a file that was given its final name before the job ended.
func (p targetPosition) checkCommitted(files disk.FS) error {
	info, err := files.Stat(p.Path)
	var why error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		why = errors.New("is gone")
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		why = errors.New("is no file now")
	case info.Size() != p.Size && p.Size > 0: // nothing at all becomes an empty compressed file, which has some bytes
		why = fmt.Errorf("has %d bytes now, but had %d: it is another file, or was changed since", info.Size(), p.Size)
	default:
		why = p.differs(files, p.Path)
	}
	if why == nil {
		return nil
	}
	return fmt.Errorf("'%s', which the job has put in place, %w: restore it, or give another --checkpoint-dir to begin anew", p.Path, why)
}

// differs says how a file isn't what was written by then, or why that can't be seen; nil where it is, as far as that shows.
func (p targetPosition) differs(files disk.FS, name string) error {
	if p.Identity == nil {
		return nil
	}
	file, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("can't be read: %w", unwrapPath(err))
	}
	defer file.Close()
	switch now, err := identify(file, p.Identity.Bytes); {
	case err != nil:
		return fmt.Errorf("can't be read: %w", unwrapPath(err))
	case now != *p.Identity:
		return errors.New("has another content now: it is another file, or was changed since")
	}
	return nil
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
	t := &target{files: files, name: p.Path, path: p.Path, marked: p.Size, known: p.Identity}
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
