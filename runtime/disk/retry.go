package disk

import (
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"time"
)

// Retries says how operations are tried again that fail for a reason which passes: a full disk, a network file system that doesn't answer,
// a signal. Waits double from firstWait to longestWait, and a random share of each is waited for (full jitter; Brooker, Exponential Backoff
// and Jitter, 2015), so that partitions, and jobs, which failed together don't come back together.
type Retries struct {
	Limit  time.Duration   // for how long one operation is tried
	Stop   <-chan struct{} // when it is closed, nothing is tried again
	Again  func(err error) // is told of each failure that is tried again
	Passed func()          // is told when an operation has worked after all
}

const (
	firstWait   = 10 * time.Millisecond
	longestWait = time.Second
)

// Retrying is a file system whose operations are tried again. Which errors pass depends on the operation:
//
//	by name, at an offset    Open, Stat, ReadDir, Resolve, Modify; ReadAt, WriteAt, Read, Truncate: what is done twice is done once, so
//	                         that every error of temporary is tried again
//	in a sequence, of names  Write; Create, CreateNew, Append, MkdirAll, Rename, Remove: only errors of untouched, behind which nothing has
//	                         happened. A Write goes on behind the bytes that have arrived
//	to the end               Sync, SyncDir, Close: never. What was lost behind an error isn't brought back by a second one that works
//	                         (Rebello et al., Can Applications Recover from fsync Failures?, 2020)
//
// Lock isn't tried again either: another process has it, as a rule for long.
func Retrying(files FS, how Retries) FS { return &retryingFS{files, how} }

type retryingFS struct {
	FS
	how Retries
}

// run calls an operation until it works, or fails for a reason that doesn't pass, or for too long.
func (r *Retries) run(passes func(error) bool, operation func() error) error {
	err := operation()
	if err == nil || !passes(err) {
		return err
	}
	end := time.Now().Add(r.Limit)
	for wait := firstWait; passes(err) && time.Now().Before(end); wait = min(2*wait, longestWait) {
		r.Again(err)
		if !r.sleep(rand.N(wait)) {
			return err
		}
		if err = operation(); err == nil {
			r.Passed()
		}
	}
	return err
}

// sleep waits, unless it is told to stop.
func (r *Retries) sleep(wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Stop:
		return false
	}
}

// value is run for an operation that returns something.
func value[T any](r *Retries, passes func(error) bool, operation func() (T, error)) (got T, err error) {
	err = r.run(passes, func() (err error) {
		got, err = operation()
		return err
	})
	return got, err
}

// opened makes an open file one whose operations are tried again.
func (r *Retries) opened(passes func(error) bool, open func() (File, error)) (File, error) {
	f, err := value(r, passes, open)
	if err != nil {
		return nil, err
	}
	return &retryingFile{File: f, how: r, writing: make(chan struct{}, 1)}, nil
}

func byName(err error) bool { return temporary(err) || stale(err) }

func (r *retryingFS) MkdirAll(dir string) error {
	return r.how.run(untouched, func() error { return r.FS.MkdirAll(dir) })
}

func (r *retryingFS) ReadDir(dir string) ([]fs.DirEntry, error) {
	return value(&r.how, byName, func() ([]fs.DirEntry, error) { return r.FS.ReadDir(dir) })
}

func (r *retryingFS) Stat(name string) (fs.FileInfo, error) {
	return value(&r.how, byName, func() (fs.FileInfo, error) { return r.FS.Stat(name) })
}

func (r *retryingFS) Resolve(name string) (string, error) {
	return value(&r.how, byName, func() (string, error) { return r.FS.Resolve(name) })
}

func (r *retryingFS) Create(name string) (File, error) {
	return r.how.opened(untouched, func() (File, error) { return r.FS.Create(name) })
}

func (r *retryingFS) CreateNew(name string, mode fs.FileMode) (File, error) {
	return r.how.opened(untouched, func() (File, error) { return r.FS.CreateNew(name, mode) })
}

func (r *retryingFS) Open(name string) (File, error) {
	return r.how.opened(byName, func() (File, error) { return r.FS.Open(name) })
}

func (r *retryingFS) Modify(name string) (File, error) {
	return r.how.opened(byName, func() (File, error) { return r.FS.Modify(name) })
}

func (r *retryingFS) Append(name string) (File, error) {
	return r.how.opened(untouched, func() (File, error) { return r.FS.Append(name) })
}

func (r *retryingFS) Rename(old, name string) error {
	return r.how.run(untouched, func() error { return r.FS.Rename(old, name) })
}

func (r *retryingFS) Remove(name string) error {
	return r.how.run(untouched, func() error { return r.FS.Remove(name) })
}

// retryingFile is an open file. at is where Read goes on: behind an error nobody says where the file itself is.
type retryingFile struct {
	File
	how     *Retries
	at      int64
	writing chan struct{} // full while a block is written: one that arrives in parts has no other writer's between them, however long it waits
}

// OSFile is the file of the machine that a File is; nil for none.
func OSFile(f File) *os.File {
	if retrying, ok := f.(*retryingFile); ok {
		f = retrying.File
	}
	file, _ := f.(*os.File)
	return file
}

func (f *retryingFile) Read(p []byte) (n int, err error) {
	sought := true
	err = f.how.run(func(err error) bool { return untouched(err) || sought && temporary(err) }, func() error {
		n, err = f.File.Read(p)
		if n > 0 {
			return nil // an error comes again with the next read, if it does
		}
		if err != nil && err != io.EOF && temporary(err) {
			_, failed := f.File.Seek(f.at, io.SeekStart)
			sought = failed == nil
		}
		return err
	})
	f.at += int64(n)
	return n, err
}

func (f *retryingFile) Seek(offset int64, whence int) (int64, error) {
	at, err := f.File.Seek(offset, whence)
	if err == nil {
		f.at = at
	}
	return at, err
}

func (f *retryingFile) ReadAt(p []byte, at int64) (n int, err error) {
	err = f.how.run(temporary, func() error {
		more, err := f.File.ReadAt(p[n:], at+int64(n))
		n += more
		return err
	})
	return n, err
}

func (f *retryingFile) WriteAt(p []byte, at int64) (n int, err error) {
	err = f.how.run(temporary, func() error {
		more, err := f.File.WriteAt(p[n:], at+int64(n))
		n += more
		return err
	})
	return n, err
}

func (f *retryingFile) Write(p []byte) (n int, err error) {
	f.writing <- struct{}{}
	defer func() { <-f.writing }()
	err = f.how.run(untouched, func() error {
		more, err := f.File.Write(p[n:])
		n += more
		return err
	})
	return n, err
}

func (f *retryingFile) Truncate(size int64) error {
	return f.how.run(temporary, func() error { return f.File.Truncate(size) })
}
