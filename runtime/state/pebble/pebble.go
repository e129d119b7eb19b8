// Package pebble keeps state that memory has no room for in Pebble, CockroachDB's embedded store. It is linked only into jobs whose SQL says
// SET 'state.backend' = 'disk'.
package pebble

import (
	"errors"
	"fmt"
	"sync"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/weirsql/weir/runtime/store"
)

// How memory is used: what was written last waits in tables of memory, one being filled while others are flushed, and blocks that were read
// are kept for the next reading.
const (
	minTable  = 1 << 20
	maxTable  = 32 << 20
	tables    = 2 // being filled, being flushed
	minBlocks = 8 << 20
	openFiles = 500
	// fileSize is small, since a file's filter is one block: where memory for blocks has no room for it, each look into the file reads it anew.
	fileSize = 2 << 20
	// filterBits is how many bits a key takes in the filters of all levels but the last one. What is asked for is in the store nearly always,
	// and mostly there: a filter says that it isn't in the levels above.
	filterBits = 10
)

// Open makes a store in an empty directory, which takes about that many bytes of memory, but no less than 10 MiB.
func Open(dir string, memory int64) (store.Store, error) { return open(dir, memory, vfs.Default) }

func open(dir string, memory int64, files vfs.FS) (store.Store, error) {
	table := min(max(memory/4, minTable), maxTable)
	blocks := pebble.NewCache(max(memory, tables*table+minBlocks)) // the tables' memory is taken off it
	defer blocks.Unref()
	s := &pebbleStore{failed: make(chan struct{})}
	options := &pebble.Options{
		Cache:                       blocks,
		DisableWAL:                  true, // nobody reads it after a crash
		ErrorIfExists:               true,
		FS:                          unsynced{files},
		Logger:                      s,
		MaxOpenFiles:                openFiles,
		MemTableSize:                uint64(table),
		MemTableStopWritesThreshold: tables,
		FormatMajorVersion:          pebble.FormatNewest,
		L0CompactionThreshold:       8,
		LBaseMaxBytes:               64 << 20,
		NoSyncOnClose:               true,
		DisableTableStats:           true,
		EventListener:               &pebble.EventListener{BackgroundError: s.fail},
	}
	for i := range options.Levels[:len(options.Levels)-1] {
		options.Levels[i].FilterPolicy = bloom.FilterPolicy(filterBits)
	}
	options.Levels[len(options.Levels)-1].FilterPolicy = pebble.NoFilterPolicy
	options.TargetFileSizes[0] = fileSize
	var err error
	s.db, err = pebble.Open(dir, options)
	return s, err
}

// pebbleStore is a Pebble that is thrown away behind the job.
type pebbleStore struct {
	db     *pebble.DB
	once   sync.Once
	err    error
	failed chan struct{} // closed with err
}

// fail takes the first error of what goes on behind the scenes: flushes and compactions, which Pebble tries again for ever.
func (s *pebbleStore) fail(err error) {
	s.once.Do(func() {
		s.err = err
		close(s.failed)
	})
}

func (s *pebbleStore) Get(key, buf []byte) ([]byte, bool, error) {
	value, closer, err := s.db.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return buf, false, nil
	}
	if err != nil {
		return buf, false, err
	}
	buf = append(buf, value...)
	return buf, true, closer.Close()
}

func (s *pebbleStore) Batch() store.Batch { return batch{s.db.NewBatch(), s} }

// batch is a Pebble batch.
type batch struct {
	*pebble.Batch
	store *pebbleStore
}

func (b batch) Set(key, value []byte) error       { return b.Batch.Set(key, value, nil) }
func (b batch) Delete(key []byte) error           { return b.Batch.Delete(key, nil) }
func (b batch) DeleteRange(from, to []byte) error { return b.Batch.DeleteRange(from, to, nil) }

// Commit waits where flushes don't keep up. They don't for ever on a full disk: that is the end.
func (b batch) Commit() error {
	if b.Empty() {
		return b.Close()
	}
	done := make(chan error, 1)
	go func() { done <- errors.Join(b.Batch.Commit(pebble.NoSync), b.Close()) }()
	select {
	case err := <-done:
		return err
	case <-b.store.failed:
		return b.store.err
	}
}

func (s *pebbleStore) Scan(from, to []byte) (store.Cursor, error) {
	iterator, err := s.db.NewIter(&pebble.IterOptions{LowerBound: from, UpperBound: to})
	return &cursor{Iterator: iterator}, err
}

// cursor is a Pebble iterator.
type cursor struct {
	*pebble.Iterator
	begun bool
}

func (c *cursor) Next() bool {
	if !c.begun {
		c.begun = true
		return c.First()
	}
	return c.Iterator.Next()
}

// Close gives the store up. One that has failed may never be done with what it does behind the scenes.
func (s *pebbleStore) Close() error {
	select {
	case <-s.failed:
		return nil
	default:
		return s.db.Close()
	}
}

// Infof, Errorf and Fatalf are Pebble's log. What matters of it comes as an error as well, but for what is beyond help.
func (s *pebbleStore) Infof(string, ...any)  {}
func (s *pebbleStore) Errorf(string, ...any) {}
func (s *pebbleStore) Fatalf(format string, arguments ...any) {
	panic(&store.Failure{Err: fmt.Errorf(format, arguments...)})
}

// unsynced are files that don't have to survive a power cut.
type unsynced struct{ vfs.FS }

func (u unsynced) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	return unsyncedFile(u.FS.Create(name, category))
}

func (u unsynced) OpenDir(name string) (vfs.File, error) { return unsyncedFile(u.FS.OpenDir(name)) }

func (u unsynced) ReuseForWrite(oldName, newName string, category vfs.DiskWriteCategory) (vfs.File, error) {
	return unsyncedFile(u.FS.ReuseForWrite(oldName, newName, category))
}

type noSync struct{ vfs.File }

func unsyncedFile(f vfs.File, err error) (vfs.File, error) {
	if err != nil {
		return nil, err
	}
	return noSync{f}, nil
}

func (noSync) Sync() error                { return nil }
func (noSync) SyncData() error            { return nil }
func (noSync) SyncTo(int64) (bool, error) { return false, nil }
