// Package disk is the file system, as far as a job keeps, writes and reads files on it: checkpoints, the tables that are files, and dead
// letters go through it, so that tests can fill the disk, fail any operation, and cut the power. Package disktest has such a disk.
//
// What POSIX promises is all that callers may rely on: bytes are safe once Sync has returned, a name once SyncDir of its directory
// has, and Rename replaces a file as a whole.
package disk

import (
	"io"
	"io/fs"
)

// FS is a file system. Errors are those of package os: errors.Is(err, fs.ErrNotExist) and its kin hold.
type FS interface {
	// MkdirAll makes a directory, and those above it.
	MkdirAll(dir string) error
	// ReadDir lists a directory, sorted by name.
	ReadDir(dir string) ([]fs.DirEntry, error)
	// Stat describes what a name leads to, links followed.
	Stat(name string) (fs.FileInfo, error)
	// Resolve follows the links in a name.
	Resolve(name string) (string, error)
	// Create makes a file, or empties the one that is there.
	Create(name string) (File, error)
	// CreateNew makes a file for writing. It fails where there is one.
	CreateNew(name string, mode fs.FileMode) (File, error)
	// Open opens a file for reading.
	Open(name string) (File, error)
	// Modify opens a file for writing, and leaves what is in it.
	Modify(name string) (File, error)
	// Append opens a file whose writes all go behind what is in it, and makes it where it isn't there.
	Append(name string) (File, error)
	// Rename gives a file another name; a file that had it is gone.
	Rename(old, name string) error
	// Remove removes a file.
	Remove(name string) error
	// SyncDir makes the names in a directory durable. It does nothing where the file system can't.
	SyncDir(dir string) error
	// Lock takes a file for this process until it is closed, and makes it where it isn't there. ErrLocked: another one has it.
	Lock(name string) (io.Closer, error)
}

// File is an open file; *os.File is one.
type File interface {
	io.Reader
	io.ReaderAt
	io.Writer
	io.WriterAt
	io.Seeker
	io.Closer
	Name() string
	Stat() (fs.FileInfo, error)
	Chmod(fs.FileMode) error
	Truncate(size int64) error
	// Sync makes what was written durable. After an error nothing is known of what was written since the last Sync: the file
	// had better be given up.
	Sync() error
}
