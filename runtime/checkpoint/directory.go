package checkpoint

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/weirsql/weir/runtime/disk"
)

// Directory is what is in a directory of checkpoints.
type Directory struct {
	files   disk.FS
	dir     string
	job     string
	kept    []*Manifest // complete checkpoints, by number
	saved   []*Manifest // savepoints, by name
	damage  []error     // of manifests that can't be used
	begun   []int64     // numbers of the checkpoints that segments were written for
	last    int64       // the highest number that was ever given, as far as the directory shows
	givenUp []Span      // courses that the job has left, as all manifests say together
}

// Look reads what is in a job's directory and changes nothing, not even the lock: the job may be running in it meanwhile. files is nil for the
// machine's own. It fails where Open does, but for the lock.
func Look(dir, job string, files disk.FS) (*Directory, error) {
	d := newDirectory(dir, job, files)
	if err := d.list(); err != nil {
		return nil, fmt.Errorf("checkpoint directory %s: %w", dir, err)
	}
	return &d, nil
}

func newDirectory(dir, job string, files disk.FS) Directory {
	if files == nil {
		files = disk.OS
	}
	return Directory{files: files, dir: path.Clean(dir), job: job}
}

// list reads the manifests.
func (d *Directory) list() error {
	*d = Directory{files: d.files, dir: d.dir, job: d.job}
	entries, err := d.files.ReadDir(d.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := d.listFile(entry.Name()); err != nil {
			return err
		}
	}
	d.kept = slices.DeleteFunc(d.kept, d.GivenUp) // as Return would have done, had nothing stopped it
	slices.SortFunc(d.kept, func(a, b *Manifest) int { return int(a.Number - b.Number) })
	slices.Sort(d.begun)
	d.begun = slices.Compact(d.begun)
	return nil
}

func (d *Directory) listFile(name string) error {
	d.last = max(d.last, numberOf(name))
	switch {
	case name == lockName, name == ownerName, strings.HasSuffix(name, temporarySuffix):
		return nil
	case strings.HasPrefix(name, segmentPrefix):
		d.begun = append(d.begun, numberOf(name))
		return nil
	case !strings.HasPrefix(name, checkpointPrefix) && !strings.HasPrefix(name, savepointPrefix):
		return fmt.Errorf("it holds %s, which is no file of a checkpoint: give a directory of its own", name)
	}
	m, err := readManifest(d.files, d.dir, name)
	var damage *DamageError
	switch {
	case errors.As(err, &damage):
		d.damage = append(d.damage, err)
		return nil
	case errors.Is(err, fs.ErrNotExist): // the job that runs in the directory doesn't need it any longer
		return nil
	case err != nil:
		return err
	case m.Job != d.job:
		return fmt.Errorf("%s is of job %s, not of %s: give this job a directory of its own", m, m.Job, d.job)
	}
	d.add(m)
	return nil
}

// add takes a manifest.
func (d *Directory) add(m *Manifest) {
	d.last = max(d.last, m.Number)
	if m.Name != "" {
		d.saved = append(d.saved, m)
	} else {
		d.kept = append(d.kept, m)
	}
	for _, span := range m.GivenUp {
		if !slices.Contains(d.givenUp, span) {
			d.givenUp = append(d.givenUp, span)
		}
	}
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
func (d *Directory) Damage() []error { return d.damage }

// Latest returns the checkpoints, the last one first.
func (d *Directory) Latest() []*Manifest {
	latest := slices.Clone(d.kept)
	slices.Reverse(latest)
	return latest
}

// Savepoints returns the savepoints, the last one first.
func (d *Directory) Savepoints() []*Manifest {
	latest := slices.Clone(d.saved)
	slices.SortFunc(latest, func(a, b *Manifest) int { return int(b.Number - a.Number) })
	return latest
}

// Unfinished are the numbers of checkpoints that were begun, and of which no manifest names anything: one may be in the making, the others were
// given up, by a kill for example.
func (d *Directory) Unfinished() []int64 {
	named := map[int64]bool{}
	for _, m := range slices.Concat(d.kept, d.saved) {
		named[m.Number] = true // a segment of it that nothing was written to isn't needed
		for _, segment := range m.Segments {
			named[segment.Checkpoint] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(d.begun), func(number int64) bool { return named[number] })
}

// Checkpoint returns the checkpoint of a number.
func (d *Directory) Checkpoint(number int64) (*Manifest, error) {
	var numbers []string
	for _, m := range d.kept {
		if m.Number == number {
			return m, nil
		}
		numbers = append(numbers, fmt.Sprint(m.Number))
	}
	return nil, fmt.Errorf("checkpoint directory %s: there is no checkpoint %d%s", d.dir, number, thereIs("checkpoints", numbers))
}

// Savepoint returns the savepoint of a name.
func (d *Directory) Savepoint(name string) (*Manifest, error) {
	var names []string
	for _, m := range d.saved {
		if m.Name == name {
			return m, nil
		}
		names = append(names, m.Name)
	}
	return nil, fmt.Errorf("checkpoint directory %s: there is no savepoint %s%s", d.dir, name, thereIs("savepoints", names))
}

// thereIs ends a message about what isn't there.
func thereIs(what string, names []string) string {
	if len(names) == 0 {
		return ", and there are no other " + what
	}
	return ": there are " + strings.Join(names, ", ")
}

// GivenUp reports a checkpoint of a course that the job has left: it went back behind it, and what it had written by then is gone.
func (d *Directory) GivenUp(m *Manifest) bool {
	return slices.ContainsFunc(d.givenUp, func(s Span) bool { return s.After < m.Number && m.Number < s.Before })
}

// Check reads all of a checkpoint: its error says what is missing or damaged.
func (d *Directory) Check(m *Manifest) error {
	return d.Read(m, func(Segment, []byte) error { return nil })
}

// Read gives a checkpoint's entries to take, segment by segment, in the order in which they were written. An entry is valid until take returns.
func (d *Directory) Read(m *Manifest, take func(from Segment, entry []byte) error) error {
	for _, segment := range m.Segments {
		if err := d.ReadSegment(segment, func(entry []byte) error { return take(segment, entry) }); err != nil {
			return fmt.Errorf("%s: %w", m, err)
		}
	}
	return nil
}

// Holds reports that a checkpoint is still there: the job that runs in the directory removes those that it doesn't need any longer, each manifest
// before what it names.
func (d *Directory) Holds(m *Manifest) (bool, error) {
	_, err := d.files.Stat(path.Join(d.dir, m.fileName()))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// ReadSegment gives the entries of one segment to take, as Read does.
func (d *Directory) ReadSegment(segment Segment, take func(entry []byte) error) error {
	return readSegment(d.files, d.dir, segment, take)
}
