// Package disk is the file system, as far as what a job keeps on it must survive the job's end: checkpoints go through it, so
// that tests can fill the disk, fail any operation, and cut the power. Package disktest has such a disk.
//
// What POSIX promises is all that callers may rely on: bytes are safe once Sync has returned, a name once SyncDir of its directory
// has, and Rename replaces a file as a whole.
package disk

import "io"

// FS is a file system. Errors are those of package os: errors.Is(err, fs.ErrNotExist) and its kin hold.
type FS interface {
	// MkdirAll makes a directory, and those above it.
	MkdirAll(dir string) error
	// ReadDir lists the names in a directory, sorted.
	ReadDir(dir string) ([]string, error)
	// Create makes a file, or empties the one that is there.
	Create(name string) (File, error)
	// Open opens a file for reading.
	Open(name string) (File, error)
	// Rename gives a file another name; a file that had it is gone.
	Rename(old, name string) error
	// Remove removes a file.
	Remove(name string) error
	// SyncDir makes the names in a directory durable.
	SyncDir(dir string) error
	// Lock takes a file for this process until it is closed, and makes it where it isn't there. ErrLocked: another one has it.
	Lock(name string) (io.Closer, error)
}

// File is an open file.
type File interface {
	io.Reader
	io.Writer
	io.Closer
	// Sync makes what was written durable. After an error nothing is known of what was written since the last Sync: the file
	// had better be given up.
	Sync() error
}
