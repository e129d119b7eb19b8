package disktest

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// directory is the names in a directory: as programs see them, and what happened to them since the last SyncDir.
type directory struct {
	names   map[string]*inode
	durable map[string]*inode
	pending []change
}

func newDirectory() *directory {
	return &directory{names: map[string]*inode{}, durable: map[string]*inode{}}
}

// change makes names stand for files, or for none: one operation, which happens as a whole.
type change map[string]*inode

func (c change) apply(names map[string]*inode) {
	for name, file := range c {
		if file == nil {
			delete(names, name)
		} else {
			names[name] = file
		}
	}
}

func (dir *directory) change(c change) {
	c.apply(dir.names)
	dir.pending = append(dir.pending, c)
}

// cut keeps some of the changes of names, in any choice, and some of the bytes that weren't synced.
func (dir *directory) cut(r *rand.Rand) {
	for _, c := range dir.pending {
		if r.IntN(2) == 0 {
			c.apply(dir.durable)
		}
	}
	dir.pending = nil
	for _, name := range slices.Sorted(maps.Keys(dir.durable)) {
		dir.durable[name].cut(r)
	}
	dir.names = maps.Clone(dir.durable)
}
