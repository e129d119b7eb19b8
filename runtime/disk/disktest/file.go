package disktest

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"time"
)

// inode is the content of a file: as programs see it, and what of it is safe.
type inode struct {
	data     []byte
	base     []byte // what a power cut finds, but for the edits
	edits    []edit // since
	mode     fs.FileMode
	modified time.Time
}

// edit is a write, or a change of the file's length.
type edit struct {
	at     int64
	data   []byte
	cut    bool // the file ends at at
	synced bool // it is safe
	doomed bool // a sync failed behind it: no later one makes it safe
}

func (e *edit) apply(content []byte) []byte {
	if e.cut {
		return resized(content, e.at)
	}
	if end := e.at + int64(len(e.data)); end > int64(len(content)) {
		content = resized(content, end)
	}
	copy(content[e.at:], e.data)
	return content
}

// resized cuts content, or puts zeros behind it.
func resized(content []byte, size int64) []byte {
	if size <= int64(len(content)) {
		return content[:size]
	}
	return append(content, make([]byte, size-int64(len(content)))...)
}

func (f *inode) edit(e edit) {
	f.data = e.apply(f.data)
	f.edits = append(f.edits, e)
	f.modified = time.Now()
}

func (f *inode) write(at int64, data []byte) { f.edit(edit{at: at, data: slices.Clone(data)}) }
func (f *inode) truncate(size int64)         { f.edit(edit{at: size, cut: true}) }

// sync makes the edits safe, but for those that a sync failed behind.
func (f *inode) sync() {
	lost := false
	for i := range f.edits {
		f.edits[i].synced = f.edits[i].synced || !f.edits[i].doomed
		lost = lost || !f.edits[i].synced
	}
	if !lost {
		f.base, f.edits = slices.Clone(f.data), nil
	}
}

// failSync dooms what wasn't safe. The system has given its pages up, and takes them for written.
func (f *inode) failSync() {
	for i := range f.edits {
		f.edits[i].doomed = !f.edits[i].synced
	}
}

// cut leaves what is safe and, of the rest, some: whole, in part, or with zeros where blocks didn't arrive.
func (f *inode) cut(r *rand.Rand) {
	content := slices.Clone(f.base)
	for _, e := range f.edits {
		if !e.synced {
			if r.IntN(2) == 0 {
				continue
			}
			e.data = torn(e.data, r)
		}
		content = e.apply(content)
	}
	f.data, f.base, f.edits = content, slices.Clone(content), nil
}

func torn(data []byte, r *rand.Rand) []byte {
	if r.IntN(2) == 0 {
		return data
	}
	data = slices.Clone(data[:r.IntN(len(data)+1)])
	if r.IntN(2) == 0 {
		clear(data[r.IntN(len(data)+1):])
	}
	return data
}

func (f *inode) info(name string) info {
	return info{name: name, size: int64(len(f.data)), mode: f.mode, modified: f.modified}
}

// info is an fs.FileInfo.
type info struct {
	name     string
	size     int64
	mode     fs.FileMode
	modified time.Time
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return i.modified }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

// file is an open file.
type file struct {
	disk       *Disk
	name       string
	inode      *inode
	at         int64 // of the next Read or Write
	behind     bool  // writes go behind what is there
	closed     bool
	generation int
}

var errCut = errors.New("disktest: the power was cut")

// locked does an operation, if it doesn't fail.
func (f *file) locked(kind string, do func() error) error {
	if err := f.disk.operation(kind, f.name); err != nil {
		return &fs.PathError{Op: kind, Path: f.name, Err: err}
	}
	return f.whileOpen(kind, do)
}

// whileOpen does something to a file that is open.
func (f *file) whileOpen(kind string, do func() error) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	switch {
	case f.closed:
		return &fs.PathError{Op: kind, Path: f.name, Err: fs.ErrClosed}
	case f.generation != f.disk.generation:
		return errCut
	}
	return do()
}

func (f *file) Name() string { return f.name }

func (f *file) Read(p []byte) (n int, err error) {
	n, err = f.ReadAt(p, f.at)
	f.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

func (f *file) ReadAt(p []byte, at int64) (n int, err error) {
	err = f.locked("read", func() error {
		if at < int64(len(f.inode.data)) {
			n = copy(p, f.inode.data[at:])
		}
		if n < len(p) {
			return io.EOF
		}
		return nil
	})
	return n, err
}

func (f *file) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += int64(len(f.inode.data))
	}
	f.at = offset
	return offset, nil
}

func (f *file) Write(p []byte) (n int, err error) {
	return f.write(p, func(n int64) (at int64) {
		if f.behind {
			return int64(len(f.inode.data))
		}
		f.at += n
		return f.at - n
	})
}

func (f *file) WriteAt(p []byte, at int64) (n int, err error) {
	return f.write(p, func(int64) int64 { return at })
}

// write writes where place says for so many bytes: half of them where it fails.
func (f *file) write(p []byte, place func(n int64) int64) (n int, err error) {
	failure := f.disk.operation("write", f.name)
	switch n = len(p); {
	case errors.Is(failure, ErrOff):
		n = 0
	case failure != nil:
		n /= 2
	}
	if failure != nil {
		failure = &fs.PathError{Op: "write", Path: f.name, Err: failure}
	}
	return n, f.whileOpen("write", func() error {
		f.inode.write(place(int64(n)), p[:n])
		return failure
	})
}

func (f *file) Truncate(size int64) error {
	return f.locked("truncate", func() error {
		f.inode.truncate(size)
		return nil
	})
}

func (f *file) Chmod(mode fs.FileMode) error {
	return f.locked("chmod", func() error {
		f.inode.mode = mode
		return nil
	})
}

func (f *file) Stat() (found fs.FileInfo, err error) {
	err = f.locked("stat", func() error {
		found = f.inode.info(path.Base(f.name))
		return nil
	})
	return found, err
}

func (f *file) Sync() error {
	failure := f.disk.operation("sync", f.name)
	if failure != nil {
		failure = &fs.PathError{Op: "sync", Path: f.name, Err: failure}
	}
	return f.whileOpen("sync", func() error {
		if failure != nil {
			f.inode.failSync()
		} else {
			f.inode.sync()
		}
		return failure
	})
}

// Close closes the file even where it says that it couldn't.
func (f *file) Close() error {
	failure := f.disk.operation("close", f.name)
	return f.whileOpen("close", func() error {
		f.closed = true
		return failure
	})
}
