package checkpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/weirsql/weir/runtime/disk"
)

// Options say how a store is kept.
type Options struct {
	Files disk.FS // nil for the machine's own
	Keep  int     // how many checkpoints stay; 0 for 3
	Now   func() time.Time
}

const defaultKeep = 3

// Store is a directory of checkpoints that this process holds. Its methods are for one goroutine; what they return may be used by others.
type Store struct {
	files  disk.FS
	dir    string
	job    string
	keep   int
	now    func() time.Time
	lock   io.Closer
	kept   []*Manifest // complete checkpoints, by number
	saved  []*Manifest // savepoints
	damage []error     // of manifests that can't be used
	last   int64       // the highest number that was ever given, as far as the directory shows

	leftover error
}

// Open takes a directory for a job, and makes it where it isn't there. Nothing that is in it changes before the first Commit. It fails
// where the directory is another job's or no checkpoint directory at all, where another process has it, and where a newer version of Weir wrote it.
func Open(dir, job string, options Options) (*Store, error) {
	s := &Store{files: options.Files, dir: path.Clean(dir), job: job, keep: options.Keep, now: options.Now}
	if s.files == nil {
		s.files = disk.OS
	}
	if s.keep == 0 {
		s.keep = defaultKeep
	}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.open(); err != nil {
		return nil, fmt.Errorf("checkpoint directory %s: %w", dir, err)
	}
	return s, nil
}

// open looks before it takes the lock, so that a directory that isn't ours stays as it was, and again behind it.
func (s *Store) open() error {
	if err := s.list(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := s.files.MkdirAll(s.dir); err != nil {
		return err
	}
	lock, err := s.files.Lock(path.Join(s.dir, lockName))
	if err != nil {
		return err
	}
	if err := s.list(); err != nil {
		return errors.Join(err, lock.Close())
	}
	s.lock = lock
	return nil
}

// list reads the manifests.
func (s *Store) list() error {
	s.kept, s.saved, s.damage, s.last = nil, nil, nil, 0
	entries, err := s.files.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := s.listFile(entry.Name()); err != nil {
			return err
		}
	}
	slices.SortFunc(s.kept, func(a, b *Manifest) int { return int(a.Number - b.Number) })
	return nil
}

func (s *Store) listFile(name string) error {
	s.last = max(s.last, numberOf(name))
	switch {
	case name == lockName, strings.HasSuffix(name, temporarySuffix), strings.HasPrefix(name, segmentPrefix):
		return nil
	case !strings.HasPrefix(name, checkpointPrefix) && !strings.HasPrefix(name, savepointPrefix):
		return fmt.Errorf("it holds %s, which is no file of a checkpoint: give a directory of its own", name)
	}
	m, err := readManifest(s.files, s.dir, name)
	var damage *DamageError
	switch {
	case errors.As(err, &damage):
		s.damage = append(s.damage, err)
		return nil
	case err != nil:
		return err
	case m.Job != s.job:
		return fmt.Errorf("%s is of job %s, not of %s: give this job a directory of its own", m, m.Job, s.job)
	}
	if m.Name != "" {
		s.saved = append(s.saved, m)
	} else {
		s.kept = append(s.kept, m)
	}
	return nil
}

// numberOf is the number of the checkpoint that a file belongs to; 0 where it has none.
func numberOf(name string) (number int64) {
	for _, prefix := range []string{checkpointPrefix, segmentPrefix} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			_, _ = fmt.Sscanf(rest, "%010d", &number)
		}
	}
	return number
}

// Damage lists the manifests that can't be used, and why.
func (s *Store) Damage() []error { return s.damage }

// Latest returns the checkpoints, the last one first.
func (s *Store) Latest() []*Manifest {
	latest := slices.Clone(s.kept)
	slices.Reverse(latest)
	return latest
}

// Savepoint returns the savepoint of a name.
func (s *Store) Savepoint(name string) (*Manifest, error) {
	for _, m := range s.saved {
		if m.Name == name {
			return m, nil
		}
	}
	return nil, fmt.Errorf("checkpoint directory %s: there is no savepoint %s", s.dir, name)
}

// Check reads all of a checkpoint: its error says what is missing or damaged.
func (s *Store) Check(m *Manifest) error {
	return s.Read(m, func(Segment, []byte) error { return nil })
}

// Read gives a checkpoint's entries to take, segment by segment, in the order in which they were written. An entry is valid until take returns.
func (s *Store) Read(m *Manifest, take func(from Segment, entry []byte) error) error {
	for _, segment := range m.Segments {
		err := readSegment(s.files, s.dir, segment, func(entry []byte) error { return take(segment, entry) })
		if err != nil {
			return fmt.Errorf("%s: %w", m, err)
		}
	}
	return nil
}

// Begin starts the next checkpoint.
func (s *Store) Begin() *Pending {
	s.last++
	return &Pending{store: s, Number: s.last}
}

// Pending is a checkpoint that is being written.
type Pending struct {
	Number  int64
	store   *Store
	mu      sync.Mutex
	writers []*SegmentWriter
}

// Segment starts the segment of a partition. Partitions may call it side by side.
func (p *Pending) Segment(partition int) (*SegmentWriter, error) {
	w, err := newSegmentWriter(p.store.files, p.store.dir, Segment{Checkpoint: p.Number, Partition: partition})
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.writers = append(p.writers, w)
	return w, nil
}

// Commit makes the checkpoint complete: earlier segments that it needs, those that were written for it, and the job's content. When it returns
// without an error the checkpoint survives a power cut, and checkpoints and segments that aren't needed any longer are gone. After an error
// it may be there or not, as after a power cut: the next checkpoint must not build on its segments.
func (p *Pending) Commit(earlier []Segment, content any) (*Manifest, error) {
	segments, err := p.finish()
	if err != nil {
		return nil, err
	}
	return p.store.commit(&Manifest{Number: p.Number, Segments: slices.Concat(earlier, segments)}, content)
}

// finish waits until the segments are durable. Those without entries are left out.
func (p *Pending) finish() ([]Segment, error) {
	var segments []Segment
	var problems []error
	for _, w := range p.writers {
		segment, err := w.finish()
		problems = append(problems, err)
		if segment.Entries > 0 {
			segments = append(segments, segment)
		}
	}
	p.writers = nil
	slices.SortFunc(segments, func(a, b Segment) int { return a.Partition - b.Partition })
	return segments, errors.Join(problems...)
}

// Abort gives the checkpoint up. What was written of it goes with the next one that is complete.
func (p *Pending) Abort() { _, _ = p.finish() }

func (s *Store) commit(m *Manifest, content any) (*Manifest, error) {
	encoded, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	m.Job, m.Time, m.Content = s.job, s.now().UTC(), encoded
	if err := writeManifest(s.files, s.dir, m); err != nil {
		return nil, err
	}
	s.kept = append(s.kept, m)
	s.leftover = s.sweep()
	return m, nil
}

// Leftover says why the last Commit couldn't remove what isn't needed any longer; the next one tries again.
func (s *Store) Leftover() error { return s.leftover }

// Save keeps a checkpoint under a name until somebody removes it.
func (s *Store) Save(m *Manifest, name string) error {
	if name == "" || strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, temporarySuffix) {
		return fmt.Errorf("a savepoint can't be named %q: give it letters, digits and dashes", name)
	}
	if _, err := s.Savepoint(name); err == nil {
		return fmt.Errorf("there is a savepoint %s already", name)
	}
	named := *m
	named.Name = name
	if err := writeManifest(s.files, s.dir, &named); err != nil {
		return err
	}
	s.saved = append(s.saved, &named)
	return nil
}

// sweep removes the checkpoints beyond those that are kept, then what no manifest names any longer: segments, and what is left over of checkpoints
// that were never complete or can't be used.
func (s *Store) sweep() error {
	s.kept = slices.Clone(s.kept[max(0, len(s.kept)-s.keep):])
	named := map[string]bool{}
	for _, m := range slices.Concat(s.kept, s.saved) {
		named[m.fileName()] = true
		for _, segment := range m.Segments {
			named[segment.name()] = true
		}
	}
	if err := s.removeUnless(named, checkpointPrefix); err != nil {
		return err
	}
	return s.removeUnless(named, segmentPrefix)
}

// removeUnless removes the files of a prefix that aren't named. Those of a later checkpoint, which may be in the making, stay.
func (s *Store) removeUnless(named map[string]bool, prefix string) error {
	entries, err := s.files.ReadDir(s.dir)
	if err != nil {
		return err
	}
	last := s.kept[len(s.kept)-1].Number
	for _, entry := range entries {
		name := entry.Name()
		if named[name] || !strings.HasPrefix(name, prefix) || numberOf(name) > last {
			continue
		}
		if err := s.files.Remove(path.Join(s.dir, name)); err != nil {
			return err
		}
	}
	return s.files.SyncDir(s.dir)
}

// Close lets go of the directory.
func (s *Store) Close() error { return s.lock.Close() }
