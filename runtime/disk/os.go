package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrLocked says that another process holds the lock.
var ErrLocked = errors.New("in use by another process")

// OS is the machine's own file system.
var OS FS = osFS{}

type osFS struct{}

func (osFS) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o777) }

func (osFS) ReadDir(dir string) ([]fs.DirEntry, error) { return os.ReadDir(dir) }

func (osFS) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

func (osFS) Resolve(name string) (string, error) { return filepath.EvalSymlinks(name) }

func (osFS) Create(name string) (File, error) { return file(os.Create(name)) }

func (osFS) CreateNew(name string, mode fs.FileMode) (File, error) {
	return file(os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode))
}

func (osFS) Open(name string) (File, error) { return file(os.Open(name)) }

func (osFS) Modify(name string) (File, error) { return file(os.OpenFile(name, os.O_WRONLY, 0)) }

func (osFS) Append(name string) (File, error) {
	return file(os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666))
}

// file keeps a nil *os.File from becoming a File that isn't nil.
func file(f *os.File, err error) (File, error) {
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (osFS) Rename(old, name string) error { return os.Rename(old, name) }

func (osFS) Remove(name string) error { return os.Remove(name) }

// Cut takes back what was written behind a size that a checkpoint knows.
func Cut(f File, name string, size int64) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := CanCut(info, name, size); err != nil {
		return err
	}
	return f.Truncate(size)
}

// CanCut says why a file can't be brought back to a size that a checkpoint knows.
func CanCut(info fs.FileInfo, name string, size int64) error {
	if info.Size() < size {
		return fmt.Errorf("'%s' has %d bytes, but the checkpoint knows %d: it was changed since", name, info.Size(), size)
	}
	return nil
}

func (osFS) Lock(name string) (io.Closer, error) {
	f, err := lock(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}
