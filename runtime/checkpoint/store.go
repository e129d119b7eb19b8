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
	Keep  int     // how many checkpoints stay; 0 for DefaultKeep
	Now   func() time.Time
}

// DefaultKeep is how many checkpoints stay where nobody says how many: two that take over where the last one is damaged.
const DefaultKeep = 3

// Store is a directory of checkpoints that this process holds. Its methods are for one goroutine; what they return may be used by others.
type Store struct {
	Directory
	keep int
	now  func() time.Time
	lock io.Closer

	leftover error
}

// Open takes a directory for a job, and makes it where it isn't there. Nothing that is in it changes before the first Commit. It fails
// where the directory is another job's or no checkpoint directory at all, where another process has it, and where a newer version of Weir wrote it.
func Open(dir, job string, options Options) (*Store, error) {
	s := &Store{Directory: newDirectory(dir, job, options.Files), keep: options.Keep, now: options.Now}
	if s.keep == 0 {
		s.keep = DefaultKeep
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
	if err := errors.Join(s.list(), s.secure()); err != nil {
		return errors.Join(err, lock.Close())
	}
	s.lock = lock
	return nil
}

// secure makes the names of manifests durable: a process that was killed may have left one that isn't, and a job that goes on from it relies on it.
func (s *Store) secure() error {
	if len(s.kept)+len(s.saved) == 0 {
		return nil
	}
	return s.files.SyncDir(s.dir)
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
	m.Job, m.Time, m.Content, m.GivenUp = s.job, s.now().UTC(), encoded, s.givenUp
	if err := writeManifest(s.files, s.dir, m); err != nil {
		return nil, err
	}
	s.kept = append(s.kept, m)
	s.leftover = s.sweep()
	return m, nil
}

// Leftover says why the last Commit couldn't remove what isn't needed any longer; the next one tries again.
func (s *Store) Leftover() error { return s.leftover }

// Savepoint is a checkpoint with a name, to be.
type Savepoint struct {
	store *Store
	name  string
}

// NewSavepoint takes a name for a savepoint. Its error is a *NameError or an *ExistsError.
func (s *Store) NewSavepoint(name string) (*Savepoint, error) {
	if !canName(name) {
		return nil, &NameError{name}
	}
	if i := slices.IndexFunc(s.saved, func(known *Manifest) bool { return strings.EqualFold(known.Name, name) }); i >= 0 {
		return nil, &ExistsError{s.saved[i].Name}
	}
	return &Savepoint{s, name}, nil
}

// Keep keeps a checkpoint under the name until somebody removes it.
func (p *Savepoint) Keep(m *Manifest) error {
	named := *m
	named.Name = p.name
	if err := writeManifest(p.store.files, p.store.dir, &named); err != nil {
		return err
	}
	p.store.saved = append(p.store.saved, &named)
	return nil
}

// NameByTime is the name of a savepoint that nobody gives another one.
func NameByTime(now time.Time) string { return now.UTC().Format("20060102T150405Z") }

// ExistsError says that there is a savepoint of a name, or of one that is the same where file systems don't tell letters by their case.
type ExistsError struct{ Name string }

func (e *ExistsError) Error() string { return "there is a savepoint " + e.Name + " already" }

// NameError says that a name can't be one of a savepoint.
type NameError struct{ Name string }

func (e *NameError) Error() string {
	return fmt.Sprintf("a savepoint can't be named %q: give it up to %d letters, digits, dashes, underscores and points", e.Name, longestName)
}

// longestName leaves room for what stands around it in the name of a file.
const longestName = 100

// canName reports what can name a savepoint: it is a part of a file's name on every system.
func canName(name string) bool {
	strange := func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r))
	}
	return name != "" && len(name) <= longestName && !strings.ContainsFunc(name, strange) && !strings.HasSuffix(name, temporarySuffix) && !strings.HasSuffix(name, ".")
}

// Return makes an earlier checkpoint the last one, under a new number, and gives up what came behind it: those checkpoints go, and savepoints
// among them can't be returned to any longer, since a job that goes on from here writes other files. It is done when it returns without an
// error; after one, the directory is as it was or as it shall be.
func (s *Store) Return(to *Manifest) (*Manifest, error) {
	s.last++
	again := *to
	again.Number, again.Name, again.Time = s.last, "", s.now().UTC()
	again.GivenUp = append(slices.Clone(s.givenUp), Span{After: to.Number, Before: again.Number})
	if err := writeManifest(s.files, s.dir, &again); err != nil {
		return nil, err
	}
	s.add(&again)
	s.kept = slices.DeleteFunc(s.kept, s.GivenUp)
	return &again, s.sweep()
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
		halfSaved := strings.HasPrefix(name, savepointPrefix) && strings.HasSuffix(name, temporarySuffix)
		if named[name] || !strings.HasPrefix(name, prefix) && !halfSaved || numberOf(name) > last {
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
