// Package disktest is a disk for tests: in memory, with operations that fail when told to, and with a power cut that loses what
// POSIX allows to be lost.
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
	"sync"

	"github.com/weirsql/weir/runtime/disk"
)

// Disk is a disk.FS in memory. Its zero value isn't ready: see New.
type Disk struct {
	mu         sync.Mutex
	dirs       map[string]*directory
	locks      map[string]bool
	operations int
	fail       func(operation int, what string) error
	generation int // files that were opened before a power cut are dead
}

// directory is the names in a directory: as programs see them, and what happened to them since the last SyncDir.
type directory struct {
	names   map[string]*inode
	durable map[string]*inode
	pending []change
}

// change makes names stand for files, or for none: one operation, which happens as a whole.
type change map[string]*inode

// inode is the content of a file: what was written, and how much of it is safe.
type inode struct {
	data   []byte
	synced []byte
}

// New returns an empty disk.
func New() *Disk { return &Disk{dirs: map[string]*directory{}, locks: map[string]bool{}} }

// Fail makes operations fail for which f returns an error: it is asked with the operation's number, from 0, and what it is, such as
// "write a/b". An operation that fails has no effect, but for a write, of which half the bytes may arrive.
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

func (d *Disk) operation(format string, arguments ...any) error {
	at := d.operations
	d.operations++
	if d.fail == nil {
		return nil
	}
	return d.fail(at, fmt.Sprintf(format, arguments...))
}

// Cut cuts the power: of what wasn't made durable, r chooses what is lost. Files that are open are dead, locks are free, and
// nothing fails any longer.
func (d *Disk) Cut(r *rand.Rand) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.generation++
	d.fail = nil
	clear(d.locks)
	for _, name := range slices.Sorted(maps.Keys(d.dirs)) {
		d.dirs[name].cut(r)
	}
}

// cut keeps some of the changes of names, in any choice, and some of the bytes that weren't synced.
func (dir *directory) cut(r *rand.Rand) {
	for _, c := range dir.pending {
		if r.IntN(2) == 0 {
			continue
		}
		for name, file := range c {
			if file == nil {
				delete(dir.durable, name)
			} else {
				dir.durable[name] = file
			}
		}
	}
	dir.pending = nil
	for _, name := range slices.Sorted(maps.Keys(dir.durable)) {
		dir.durable[name].cut(r)
	}
	dir.names = maps.Clone(dir.durable)
}

// cut keeps a part of what was written behind the last Sync: as it was, or with zeros where blocks didn't arrive.
func (f *inode) cut(r *rand.Rand) {
	kept := slices.Clone(f.synced)
	if more := len(f.data) - len(f.synced); more > 0 {
		tail := slices.Clone(f.data[len(f.synced) : len(f.synced)+r.IntN(more+1)])
		if r.IntN(2) == 0 {
			clear(tail[r.IntN(len(tail)+1):])
		}
		kept = append(kept, tail...)
	}
	f.data, f.synced = kept, slices.Clone(kept)
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
	dir := d.dirs[path.Dir(name)]
	file := &inode{data: slices.Clone(data), synced: slices.Clone(data)}
	dir.names[path.Base(name)], dir.durable[path.Base(name)] = file, file
}

func (d *Disk) MkdirAll(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.operation("mkdir %s", name); err != nil {
		return err
	}
	if d.dirs[name] == nil {
		d.dirs[name] = &directory{names: map[string]*inode{}, durable: map[string]*inode{}}
	}
	return nil
}

func (d *Disk) ReadDir(name string) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := d.dirs[name]
	if dir == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return slices.Sorted(maps.Keys(dir.names)), nil
}

func (d *Disk) Create(name string) (disk.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.operation("create %s", name); err != nil {
		return nil, err
	}
	dir := d.dirs[path.Dir(name)]
	if dir == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	made := &inode{}
	dir.change(change{path.Base(name): made})
	return &file{disk: d, name: name, inode: made, generation: d.generation}, nil
}

func (dir *directory) change(c change) {
	for name, file := range c {
		if file == nil {
			delete(dir.names, name)
		} else {
			dir.names[name] = file
		}
	}
	dir.pending = append(dir.pending, c)
}

func (d *Disk) find(name string) (*directory, *inode, error) {
	dir := d.dirs[path.Dir(name)]
	if dir == nil || dir.names[path.Base(name)] == nil {
		return nil, nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return dir, dir.names[path.Base(name)], nil
}

func (d *Disk) Open(name string) (disk.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, found, err := d.find(name)
	if err != nil {
		return nil, err
	}
	return &file{disk: d, name: name, inode: found, generation: d.generation}, nil
}

func (d *Disk) Rename(old, name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.operation("rename %s", name); err != nil {
		return err
	}
	dir, found, err := d.find(old)
	if err != nil {
		return err
	}
	if path.Dir(old) != path.Dir(name) {
		return errors.New("disktest: a rename stays in its directory")
	}
	dir.change(change{path.Base(old): nil, path.Base(name): found})
	return nil
}

func (d *Disk) Remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.operation("remove %s", name); err != nil {
		return err
	}
	dir, _, err := d.find(name)
	if err == nil {
		dir.change(change{path.Base(name): nil})
	}
	return err
}

func (d *Disk) SyncDir(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.operation("sync %s", name); err != nil {
		return err
	}
	dir := d.dirs[name]
	dir.durable, dir.pending = maps.Clone(dir.names), nil
	return nil
}

func (d *Disk) Lock(name string) (io.Closer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.operation("lock %s", name); err != nil {
		return nil, err
	}
	if d.locks[name] {
		return nil, fmt.Errorf("%s: %w", name, disk.ErrLocked)
	}
	if _, _, err := d.find(name); err != nil {
		d.dirs[path.Dir(name)].change(change{path.Base(name): {}})
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

// file is an open file.
type file struct {
	disk       *Disk
	name       string
	inode      *inode
	at         int // of the next Read
	generation int
}

var errCut = errors.New("disktest: the power was cut")

func (f *file) Read(p []byte) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.at == len(f.inode.data) {
		return 0, io.EOF
	}
	n := copy(p, f.inode.data[f.at:])
	f.at += n
	return n, nil
}

func (f *file) Write(p []byte) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.generation != f.disk.generation {
		return 0, errCut
	}
	if err := f.disk.operation("write %s", f.name); err != nil {
		n := len(p) / 2
		f.inode.data = append(f.inode.data, p[:n]...)
		return n, err
	}
	f.inode.data = append(f.inode.data, p...)
	return len(p), nil
}

func (f *file) Sync() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.generation != f.disk.generation {
		return errCut
	}
	if err := f.disk.operation("sync %s", f.name); err != nil {
		return err
	}
	f.inode.synced = slices.Clone(f.inode.data)
	return nil
}

func (f *file) Close() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	return f.disk.operation("close %s", f.name)
}
