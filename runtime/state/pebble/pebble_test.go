package pebble

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// A disk that is full ends the writing: it neither waits for ever nor goes on as if nothing had happened.
func TestFullDiskIsAnError(t *testing.T) {
	disk := &fullDisk{FS: vfs.NewMem()} // Pebble goes on in the background: there is nothing to be removed behind it
	s, err := open("store", 0, disk)
	if err != nil {
		t.Fatal(err)
	}
	disk.full.Store(true)
	value := make([]byte, 1000)
	for key := range uint64(20_000) { // twenty times what memory takes
		batch := s.Batch()
		if err := errors.Join(batch.Set(binary.BigEndian.AppendUint64(nil, key), value), batch.Commit()); err != nil {
			if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("the error is %v", err)
			}
			return
		}
	}
	t.Error("everything was written")
}

// fullDisk has no room for new files' content while full.
type fullDisk struct {
	vfs.FS
	full atomic.Bool
}

func (d *fullDisk) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := d.FS.Create(name, category)
	return fullFile{f, d}, err
}

type fullFile struct {
	vfs.File
	disk *fullDisk
}

func (f fullFile) Write(p []byte) (int, error) {
	if f.disk.full.Load() {
		return 0, syscall.ENOSPC
	}
	return f.File.Write(p)
}

// Values are those that were written last, in the order of their keys, and a walk doesn't see what comes behind its begin.
func TestStoreHoldsValues(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "store"), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	batch := s.Batch()
	err = errors.Join(batch.Set([]byte("b"), []byte("2")), batch.Set([]byte("a"), []byte("1")), batch.Set([]byte("c"), nil), batch.Delete([]byte("x")), batch.Commit())
	if err != nil {
		t.Fatal(err)
	}
	cursor, err := s.Scan([]byte("a"), []byte("c"))
	if err != nil {
		t.Fatal(err)
	}
	batch = s.Batch()
	if err := errors.Join(batch.DeleteRange([]byte("a"), []byte("b")), batch.Set([]byte("b"), []byte("3")), batch.Commit()); err != nil {
		t.Fatal(err)
	}
	walked := ""
	for cursor.Next() {
		walked += string(cursor.Key()) + string(cursor.Value())
	}
	if err := cursor.Close(); err != nil || walked != "a1b2" {
		t.Errorf("the walk gave %q, %v", walked, err)
	}
	for key, want := range map[string]string{"a": "", "b": "3", "c": "", "d": ""} {
		value, ok, err := s.Get([]byte(key), []byte("kept "))
		if err != nil || string(value) != "kept "+want || ok != (key == "b" || key == "c") {
			t.Errorf("%s is %q, %t, %v", key, value, ok, err)
		}
	}
	if err := s.Batch().Commit(); err != nil {
		t.Error("an empty batch:", err)
	}
}
