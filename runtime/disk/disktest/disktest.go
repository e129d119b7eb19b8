// Package disktest is a disk for tests: in memory, with operations that fail or take their time when told to, and with a power cut that
// loses what POSIX allows to be lost.
package disktest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/weirsql/weir/runtime/disk"
)

// Disk is a disk.FS in memory. Its zero value isn't ready: see New. It has no links, and directories are durable once they are made.
type Disk struct {
	mu         sync.Mutex
	dirs       map[string]*directory
	locks      map[string]bool
	operations int
	fail       func(operation int, what string) error
	generation int // files that were opened before a crash are dead
}

// ErrOff is what operations fail with when the power is off: such a one has no effect at all.
var ErrOff = errors.New("the power is off")

// New returns an empty disk.
func New() *Disk {
	return &Disk{dirs: map[string]*directory{".": newDirectory()}, locks: map[string]bool{}}
}

// Fail makes operations fail for which f returns an error: it is asked with the operation's number, from 0, and what it is, such as
// "write a/b". An operation that fails has no effect, but for a write, of which half the bytes may arrive, and for a sync, behind which
// no later one brings to disk what was written before. f holds no lock of the disk's: it may sleep.
func (d *Disk) Fail(f func(operation int, what string) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.operations, d.fail = 0, f
}

// Operations is how many operations there were since New or Fail.
func (d *Disk) Operations() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.operations
}

// operation counts an operation, and says whether it fails.
func (d *Disk) operation(kind, name string) error {
	d.mu.Lock()
	at, fail := d.operations, d.fail
	d.operations++
	d.mu.Unlock()
	if fail == nil {
		return nil
	}
	return fail(at, kind+" "+name)
}

// Cut cuts the power: of what wasn't made durable, r chooses what is lost. Files that are open are dead, locks are free, and
// nothing fails any longer.
func (d *Disk) Cut(r *rand.Rand) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.crash()
	for _, name := range slices.Sorted(maps.Keys(d.dirs)) {
		d.dirs[name].cut(r)
	}
}

// Kill ends the process that uses the disk: what it has written stays, but its files are dead and its locks are free, and nothing
// fails any longer.
func (d *Disk) Kill() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.crash()
}

func (d *Disk) crash() {
	d.generation++
	d.fail = nil
	clear(d.locks)
}

// Files returns a copy of all files there are.
func (d *Disk) Files() map[string][]byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	files := map[string][]byte{}
	for dir, names := range d.dirs {
		for name, file := range names.names {
			files[path.Join(dir, name)] = slices.Clone(file.data)
		}
	}
	return files
}

// Put sets a file's content, durably: damage, for example.
func (d *Disk) Put(name string, data []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := d.dirs[path.Dir(path.Clean(name))]
	file := &inode{data: slices.Clone(data), base: slices.Clone(data), mode: 0o666}
	dir.names[path.Base(name)], dir.durable[path.Base(name)] = file, file
}

func (d *Disk) MkdirAll(name string) error {
	if err := d.operation("mkdir", name); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for dir := path.Clean(name); d.dirs[dir] == nil; dir = path.Dir(dir) {
		d.dirs[dir] = newDirectory()
	}
	return nil
}

func (d *Disk) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.operation("list", name); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := d.dirs[path.Clean(name)]
	if dir == nil {
		return nil, missing("open", name)
	}
	var entries []fs.DirEntry
	for _, base := range slices.Sorted(maps.Keys(dir.names)) {
		entries = append(entries, fs.FileInfoToDirEntry(dir.names[base].info(base)))
	}
	for _, below := range slices.Sorted(maps.Keys(d.dirs)) {
		if below != "." && path.Dir(below) == path.Clean(name) {
			entries = append(entries, fs.FileInfoToDirEntry(info{name: path.Base(below), mode: fs.ModeDir | 0o777}))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

func missing(operation, name string) error {
	return &fs.PathError{Op: operation, Path: name, Err: fs.ErrNotExist}
}

// find returns a file and its directory.
func (d *Disk) find(operation, name string) (*directory, *inode, error) {
	dir := d.dirs[path.Dir(path.Clean(name))]
	if dir == nil || dir.names[path.Base(name)] == nil {
		return dir, nil, missing(operation, name)
	}
	return dir, dir.names[path.Base(name)], nil
}

func (d *Disk) Stat(name string) (fs.FileInfo, error) {
	if err := d.operation("stat", name); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dirs[path.Clean(name)] != nil {
		return info{name: path.Base(name), mode: fs.ModeDir | 0o777}, nil
	}
	_, found, err := d.find("stat", name)
	if err != nil {
		return nil, err
	}
	return found.info(path.Base(name)), nil
}

func (d *Disk) Resolve(name string) (string, error) {
	_, err := d.Stat(name)
	return path.Clean(name), err
}

// how says what opening a file does.
type how struct {
	kind   string
	makes  bool // it may make the file
	only   bool // and fails where it is there
	empty  bool // what is in it goes
	behind bool // writes go behind what is in it
	mode   fs.FileMode
}

func (d *Disk) open(name string, how how) (disk.File, error) {
	if err := d.operation(how.kind, name); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	dir, found, err := d.find("open", name)
	switch {
	case err == nil && how.only:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrExist}
	case err == nil && how.empty:
		found.truncate(0)
	case err != nil && (!how.makes || dir == nil):
		return nil, err
	case err != nil:
		found = &inode{mode: how.mode}
		dir.change(change{path.Base(name): found})
	}
	return &file{disk: d, name: name, inode: found, behind: how.behind, generation: d.generation}, nil
}

func (d *Disk) Create(name string) (disk.File, error) {
	return d.open(name, how{kind: "create", makes: true, empty: true, mode: 0o666})
}

func (d *Disk) CreateNew(name string, mode fs.FileMode) (disk.File, error) {
	return d.open(name, how{kind: "create", makes: true, only: true, mode: mode})
}

func (d *Disk) Open(name string) (disk.File, error) { return d.open(name, how{kind: "open"}) }

func (d *Disk) Modify(name string) (disk.File, error) { return d.open(name, how{kind: "open"}) }

func (d *Disk) Append(name string) (disk.File, error) {
	return d.open(name, how{kind: "create", makes: true, behind: true, mode: 0o666})
}

func (d *Disk) Rename(old, name string) error {
	if err := d.operation("rename", name); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	dir, found, err := d.find("rename", old)
	if err != nil {
		return err
	}
	if path.Dir(path.Clean(old)) != path.Dir(path.Clean(name)) {
		return errors.New("disktest: a rename stays in its directory")
	}
	dir.change(change{path.Base(old): nil, path.Base(name): found})
	return nil
}

func (d *Disk) Remove(name string) error {
	if err := d.operation("remove", name); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	dir, _, err := d.find("remove", name)
	if err == nil {
		dir.change(change{path.Base(name): nil})
	}
	return err
}

func (d *Disk) SyncDir(name string) error {
	if err := d.operation("sync", name); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := d.dirs[path.Clean(name)]
	dir.durable, dir.pending = maps.Clone(dir.names), nil
	return nil
}

func (d *Disk) Lock(name string) (io.Closer, error) {
	if err := d.operation("lock", name); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.locks[name] {
		return nil, fmt.Errorf("%s: %w", name, disk.ErrLocked)
	}
	dir, _, err := d.find("open", name)
	if err != nil && dir == nil {
		return nil, err
	}
	if err != nil {
		dir.change(change{path.Base(name): &inode{mode: 0o666}})
	}
	d.locks[name] = true
	return &held{d, name, d.generation}, nil
}

type held struct {
	disk       *Disk
	name       string
	generation int
}

func (h *held) Close() error {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	if h.generation == h.disk.generation {
		delete(h.disk.locks, h.name)
	}
	return nil
}
