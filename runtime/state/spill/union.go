package spill

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/weirsql/weir/runtime/state"
	"github.com/weirsql/weir/runtime/store"
)

// Union walks several tables in the order of their keys, and gives what they have of a key at once, in memory or in the store: windows of many
// slices are put together so, without memory for a window, and each key of a slice is read once.
//
//	for _, slice := range slices {
//		union.Add(&slice.Groups.cold, &slice.Groups.pages)
//	}
//	for groups := union.Next(); groups != nil; groups = union.Next() { … }
//
// The tables have a key coding, whether they have a store or not, and nothing goes out of them until the walk is over. The zero value is ready.
type Union[G any] struct {
	walks  []*walk[G]
	groups []*G
	stand  []*walk[G] // the walks that the groups are from
}

// Add takes a table into the walk.
func (u *Union[G]) Add(t *Table[G], pages *state.Pages[G]) {
	w := &walk[G]{table: t, pages: pages, order: t.inOrder(pages)}
	t.frozen = true
	if t.space != nil && t.filter.keys > 0 {
		t.must(t.settle())
		var err error
		w.cursor, err = t.space.Scan(t.bounds(kindGroup))
		t.must(err)
	}
	w.nextInMemory()
	w.nextInStore()
	w.choose()
	u.walks = append(u.walks, w)
}

// Walks reports that a walk has begun and isn't over.
func (u *Union[G]) Walks() bool { return len(u.walks) > 0 }

// Next gives the groups of the next key, in the order of the tables; nil behind the last one. They are valid until the next call.
func (u *Union[G]) Next() []*G {
	for _, w := range u.stand {
		w.goOn()
	}
	u.stand, u.groups = u.stand[:0], u.groups[:0]
	for _, w := range u.walks {
		if w.key == nil {
			continue
		}
		if len(u.stand) > 0 {
			order := bytes.Compare(w.key, u.stand[0].key)
			if order > 0 {
				continue
			}
			if order < 0 {
				u.stand = u.stand[:0]
			}
		}
		u.stand = append(u.stand, w)
	}
	if len(u.stand) == 0 {
		u.close()
		return nil
	}
	for _, w := range u.stand {
		u.groups = append(u.groups, w.group())
	}
	return u.groups
}

// close ends the walk: groups may go out again.
func (u *Union[G]) close() {
	for _, w := range u.walks {
		w.table.frozen = false
		if w.cursor != nil {
			w.table.must(w.cursor.Close())
		}
	}
	clear(u.walks)
	u.walks = u.walks[:0]
}

// walk is one table of a Union. Its keys are those of the store, without what they all begin with.
type walk[G any] struct {
	table  *Table[G]
	pages  *state.Pages[G]
	order  []uint32 // of groups in memory, from the next one on
	cursor store.Cursor

	here    []byte // the key of the next group in memory; none where none is left
	some    bool
	there   []byte // the key of the store's next group; nil for none
	key     []byte // the least of both; nil for none
	fetched G
}

func (w *walk[G]) nextInMemory() {
	if w.some = len(w.order) > 0; w.some {
		w.table.keys.Reset()
		hash := w.table.coding.Key(w.pages.At(w.order[0]), &w.table.keys)
		w.here = append(binary.BigEndian.AppendUint64(w.here[:0], hash), w.table.keys.Bytes()...)
	}
}

func (w *walk[G]) nextInStore() {
	w.there = nil
	if w.cursor != nil && w.cursor.Next() {
		w.there = w.cursor.Key()[prefixBytes:]
	}
}

// choose finds the least key. The store's entry of a group that is in memory is old.
func (w *walk[G]) choose() {
	w.key = w.there
	if !w.some {
		return
	}
	switch order := bytes.Compare(w.here, w.there); {
	case w.there == nil || order < 0:
		w.key = w.here
	case order == 0:
		w.nextInStore()
		w.key = w.here
	}
}

// goOn goes on behind the group at which it stands.
func (w *walk[G]) goOn() {
	if w.inMemory() {
		w.order = w.order[1:]
		w.nextInMemory()
	} else {
		w.nextInStore()
	}
	w.choose()
}

func (w *walk[G]) inMemory() bool { return w.some && &w.key[0] == &w.here[0] }

func (w *walk[G]) group() *G {
	if w.inMemory() {
		return w.pages.At(w.order[0])
	}
	w.fetched = *new(G)
	w.table.decode(&w.fetched, w.cursor.Value())
	return &w.fetched
}

// inOrder are the groups in memory in the order of their keys in the store. Those of a slice of time whose windows close, one after the other, are the
// same each time.
func (t *Table[G]) inOrder(pages *state.Pages[G]) []uint32 {
	if t.ordered && len(t.order) == pages.Len() {
		return t.order
	}
	type place struct {
		hash   uint64
		number uint32
	}
	places := make([]place, 0, pages.Len())
	for number, g := range pages.All() {
		t.keys.Reset()
		places = append(places, place{t.coding.Key(g, &t.keys), number})
	}
	slices.SortFunc(places, func(a, b place) int {
		if order := cmp.Compare(a.hash, b.hash); order != 0 {
			return order
		}
		return t.compareKeys(pages.At(a.number), pages.At(b.number))
	})
	t.order = t.order[:0]
	for _, at := range places {
		t.order = append(t.order, at.number)
	}
	t.ordered = true
	return t.order
}

// compareKeys puts groups of one hash in order.
func (t *Table[G]) compareKeys(a, b *G) int {
	t.keys.Reset()
	t.coding.Key(a, &t.keys)
	first := bytes.Clone(t.keys.Bytes())
	t.keys.Reset()
	t.coding.Key(b, &t.keys)
	return bytes.Compare(first, t.keys.Bytes())
}
