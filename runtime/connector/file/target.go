package file

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/weirsql/weir/runtime/disk"
)

// target is a file that is being written.
type target struct {
	files  disk.FS
	name   string // as the SQL has it, for messages
	path   string // where the file will be; links followed
	file   disk.File
	direct bool         // a pipe or a device: written at once, under its own name
	size   atomic.Int64 // bytes that writers have reserved
	marked int64        // size at the last mark
	known  *identity    // at the last mark
	done   bool         // the file has its final name
}

// newTarget opens a path for writing: a regular file under a temporary name beside its own.
// owner is for the temporary file's name.
func newTarget(files disk.FS, path, owner string) (*target, error) {
	if standard := standardFile(path); standard != nil {
		return &target{files: files, name: standard.Name(), path: path, file: standard, direct: true}, nil
	}
	t := &target{files: files, name: path, path: followed(files, path)}
	info, err := files.Stat(t.path)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("'%s' is a directory: 'path' must name the file to write", path)
	case err == nil && !info.Mode().IsRegular():
		t.direct = true
		t.file, err = files.Modify(t.path)
		return t, err
	case err == nil:
		return t, t.createTemporary(owner, info.Mode().Perm(), true)
	case errors.Is(err, fs.ErrNotExist):
		return t, t.createTemporary(owner, 0o666, false)
	}
	return nil, err
}

// standardFile is the open file that a path stands for: opening /dev/stdout anew would write over what is there already.
func standardFile(path string) *os.File {
	switch path {
	case stdin, "/dev/stdout":
		return os.Stdout
	case "/dev/stderr":
		return os.Stderr
	}
	return nil
}

// followed is where the links of a path lead.
func followed(files disk.FS, path string) string {
	if resolved, err := files.Resolve(path); err == nil {
		return resolved
	}
	return path
}

const temporarySuffix = ".tmp"

// temporaryWord is what makes a temporary file's name its own, and says whose it is.
func temporaryWord(owner string) string {
	word := rand.Text()[:8]
	if owner == "" {
		return word
	}
	return owner + "-" + word
}

// createTemporary creates the temporary file. It starts with a dot, so that a source that lists the directory passes it over.
func (t *target) createTemporary(owner string, mode fs.FileMode, exactly bool) error {
	dir, base := filepath.Split(t.path)
	name := filepath.Join(dir, "."+base+"."+temporaryWord(owner)+temporarySuffix)
	file, err := t.files.CreateNew(name, mode)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("can't write '%s': there is no directory '%s'%s: create it first", t.name, filepath.Clean(dir), place(t.path))
	case err != nil:
		return fmt.Errorf("can't write '%s': %w", t.name, unwrapPath(err))
	}
	t.file = file
	if !exactly {
		return nil
	}
	if err := file.Chmod(mode); err != nil { // the replaced file's permissions, whatever the umask
		return errors.Join(fmt.Errorf("can't write '%s': %w", t.name, unwrapPath(err)), t.discard())
	}
	return nil
}

// unwrapPath leaves the temporary file's path out of an error: people know the final one.
func unwrapPath(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// writebackSize is how much is written between two hints to bring it to disk.
const writebackSize = 8 << 20

// write puts a block of whole records where no other writer's are.
func (t *target) write(block []byte) error {
	var err error
	if t.direct {
		_, err = t.file.Write(block)
		t.size.Add(int64(len(block)))
	} else {
		end := t.size.Add(int64(len(block)))
		start := end - int64(len(block))
		_, err = t.file.WriteAt(block, start)
		if chunk := end / writebackSize; err == nil && chunk > start/writebackSize {
			startWriteback(t.file, (chunk-1)*writebackSize, writebackSize)
		}
	}
	if err != nil {
		return fmt.Errorf("can't write '%s': %w", t.name, unwrapPath(err))
	}
	return nil
}

// sync brings the file to disk and closes it.
func (t *target) sync() error {
	if t.direct {
		return t.closeDirect()
	}
	if t.done {
		return nil
	}
	if err := errors.Join(t.file.Sync(), t.file.Close()); err != nil {
		return fmt.Errorf("can't write '%s': %w", t.name, unwrapPath(err))
	}
	return nil
}

func (t *target) closeDirect() error {
	if t.file == os.Stdout || t.file == os.Stderr {
		return nil
	}
	return t.file.Close()
}

// rename gives the file its final name, durably.
func (t *target) rename() error {
	if t.direct {
		return nil
	}
	if !t.done {
		if err := t.files.Rename(t.file.Name(), t.path); err != nil {
			return err
		}
		t.done = true
	}
	return t.syncName() // also of a file that an earlier run of the job has renamed: it may have ended in between
}

// syncName makes the names in the file's directory durable.
func (t *target) syncName() error {
	if err := t.files.SyncDir(filepath.Dir(t.path)); err != nil {
		return fmt.Errorf("can't write '%s': %w", t.name, unwrapPath(err))
	}
	return nil
}

// discard removes the temporary file, if it is still there.
func (t *target) discard() error {
	if t.direct {
		return t.closeDirect()
	}
	t.file.Close() // a second time after a failed commit
	if err := t.files.Remove(t.file.Name()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
