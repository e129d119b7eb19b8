package spill

import (
	"encoding/binary"
	"errors"
	"math"
	"unsafe"

	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/state"
	"github.com/weirsql/weir/runtime/store"
)

// Coding says what a table's groups consist of. Generated code makes it.
type Coding[G any] struct {
	// Key codes the columns of the key so that groups which are one have the same bytes, and returns the key's hash.
	Key func(g *G, c *snapshot.Codec) (hash uint64)
	// Group codes all of a group, in both directions. What it reads it puts into a group that has nothing but a key.
	Group func(g *G, c *snapshot.Codec)
	// Flat says that a group is its own memory: it points to nothing.
	Flat bool
	// Empty reports a group of no rows, which is only there for the next checkpoint to say so; nil where there are none.
	Empty func(g *G) bool
	// Expires is the time at which a group is forgotten; nil for never.
	Expires func(g *G) int64
	// ExpiryStep is how long after that its memory may be kept.
	ExpiryStep int64
	// Wakes is the time at which a group has to be in memory again, Never for one that waits for rows alone; nil where no group has such a time.
	Wakes func(g *G) int64
	// Head codes what Group begins with, as much of it as has the key, and does nothing else; only where Wakes is.
	Head func(g *G, c *snapshot.Codec)
	// Back looks a group up by the key of another one, which has nothing else, so that it is in memory; only where Wakes is.
	Back func(key *G)
	// Comes says that a group has come back. nil where nobody needs to know.
	Comes func(g *G)
	// Leaves says that a group goes out of memory: others may point to what it consists of. nil where nobody does.
	Leaves func(g *G)
	// Beside is what a group takes of memory in any case beside its own, and what it points to.
	Beside int64
}

// Never is a time that doesn't come.
const Never = math.MaxInt64

// Table is what a table of groups knows of those in the store. The zero value is ready, and keeps all groups in memory until Open.
type Table[G any] struct {
	coding Coding[G]
	space  *store.Space // nil for none

	gone     store.Batch // deletions that the store doesn't know of yet; nil for none
	used     []uint64    // groups that rows reached since the hand came by, one bit each
	hand     uint32
	filter   filter
	filtered int64 // its bytes, as Count has them
	weight   weight
	made     uint64 // groups that are new, and didn't come back
	looked   uint64 // keys that the store was asked for

	changed bool  // there are entries of kind changed
	dropped int   // keys that the filter has and the store no longer
	expires int64 // the first slot in which groups may be forgotten; noSlot for none
	swept   int64 // the last slot that Expire looked at
	wakes   int64 // the first time at which a group has to be in memory again; Never for none

	order   []uint32 // the groups in memory by key, as Union wants them
	ordered bool     // order is as it should be

	encoder, keys snapshot.Codec
	key, value    []byte

	scan    store.Cursor // over the groups in the store
	scanned bool         // it has come to its end
	frozen  bool         // nothing goes out any more
	read    G            // the group that it stands at
}

// kinds of entries.
const (
	kindGroup   = 'g'
	kindChanged = 'c'
	kindAge     = 'a'
	kindWake    = 'w'
	lastKind    = 'z'
)

const (
	// slotBytes is what a group takes of the index, in the middle.
	slotBytes = 16
	// minGroups stay in memory, however little there is of it.
	minGroups = 16
	// maxBatch is how many groups go out at once.
	maxBatch = 4096
	// filterFirst is how many keys the filter has room for in the beginning, for each that memory is for.
	filterFirst = 4
	// filterPart is by what part of them it has room where the table is one of several: 1/filterPart.
	filterPart = 4
	// spare is the part of the memory that is made free when there is no room: 1/spare.
	spare = 16
)

// Open gives the table its part of a store.
func (t *Table[G]) Open(space *store.Space, coding Coding[G]) {
	t.space, t.coding, t.expires, t.swept, t.wakes = space, coding, noSlot, noSlot, Never
}

// New is a table that keeps all groups in memory until OpenIn.
func New[G any](coding Coding[G]) Table[G] { return Table[G]{coding: coding} }

// OpenIn gives a table that New made its part of a store.
func (t *Table[G]) OpenIn(space *store.Space) { t.Open(space, t.coding) }

// Active reports that the table has a store.
func (t *Table[G]) Active() bool { return t.space != nil }

// Use says that a row has reached a group.
func (t *Table[G]) Use(number uint32) {
	if word := int(number >> 6); word < len(t.used) {
		t.used[word] |= 1 << (number & 63)
	} else if t.space != nil {
		t.used = append(t.used, make([]uint64, word+1-len(t.used))...)
		t.used[word] |= 1 << (number & 63)
	}
}

// Fetch fills a group that is new in memory and has its key with what the store has of it, or leaves it as it is. true: it came back.
func (t *Table[G]) Fetch(g *G, hash uint64) bool {
	t.ordered = false
	if t.filter.may(hash) && t.fetch(g) {
		t.space.Count.In++
		if t.coding.Comes != nil {
			t.coding.Comes(g)
		}
		return true
	}
	t.made++
	return false
}

// Made is how many groups were new, and not in the store either.
func (t *Table[G]) Made() uint64 { return t.made }

// settle lets the store know of deletions, before it is asked.
func (t *Table[G]) settle() error {
	batch := t.gone
	if batch == nil {
		return nil
	}
	t.gone = nil
	return batch.Commit()
}

// Looked is how many keys the store was asked for.
func (t *Table[G]) Looked() uint64 { return t.looked }

func (t *Table[G]) fetch(g *G) bool {
	t.looked++
	t.must(t.settle())
	key, _ := t.keyOf(kindGroup, g)
	value, ok, err := t.space.Get(key, t.value[:0])
	t.value = value
	t.must(err)
	if ok {
		t.decode(g, value)
	}
	return ok
}

// decode reads a group.
func (t *Table[G]) decode(g *G, value []byte) {
	c := snapshot.Decode(t.body(value))
	t.coding.Group(g, c)
	t.must(c.End())
}

// must ends the job where the store fails: the state isn't what it should be, and no row is to blame.
func (t *Table[G]) must(err error) {
	if err != nil {
		panic(&store.Failure{Err: err})
	}
}

// keyOf is a group's key in the store. It is valid until the next call.
func (t *Table[G]) keyOf(kind byte, g *G) (key []byte, hash uint64) {
	t.keys.Reset()
	hash = t.coding.Key(g, &t.keys)
	t.key = append(t.prefix(t.key[:0], kind), make([]byte, 8)...)
	binary.BigEndian.PutUint64(t.key[prefixBytes:], hash)
	t.key = append(t.key, t.keys.Bytes()...)
	return t.key, hash
}

// prefixBytes is the length of what all keys of a kind begin with.
const prefixBytes = 5

func (t *Table[G]) prefix(buf []byte, kind byte) []byte {
	return append(binary.BigEndian.AppendUint32(buf, t.space.Number), kind)
}

// bounds are those of all keys of a kind.
func (t *Table[G]) bounds(kind byte) (from, to []byte) {
	return t.prefix(nil, kind), t.prefix(nil, kind+1)
}

// hashOf is the hash in a key of kind group or changed.
func hashOf(key []byte) uint64 { return binary.BigEndian.Uint64(key[prefixBytes:]) }

// Relieve takes cold groups out of memory where there are more of them than it is for. Nobody may hold a group meanwhile.
func (t *Table[G]) Relieve(index *state.Index, pages *state.Pages[G]) error {
	return t.RelieveOf(pages.Len(), index, pages)
}

// RelieveOf is Relieve for one of several tables that share their memory and have so many groups in it together: each keeps the same part of its own.
func (t *Table[G]) RelieveOf(total int, index *state.Index, pages *state.Pages[G]) error {
	if t.space == nil || t.frozen {
		return nil
	}
	if err := t.relieve(total, index, pages); err != nil {
		return &store.Failure{Err: err}
	}
	return nil
}

func (t *Table[G]) relieve(total int, index *state.Index, pages *state.Pages[G]) error {
	if err := errors.Join(t.settle(), t.refilter()); err != nil {
		return err
	}
	t.weigh(pages)
	room := t.room()
	if total <= room {
		return nil
	}
	room = int(int64(room) * int64(pages.Len()) / int64(total))
	for goal := room - room/spare; pages.Len() > goal; {
		if err := t.putOut(min(pages.Len()-goal, maxBatch), index, pages); err != nil {
			return err
		}
	}
	return nil
}

// room is how many groups memory is for.
func (t *Table[G]) room() int {
	var g G
	each := int64(unsafe.Sizeof(g)) + slotBytes + t.coding.Beside
	if !t.coding.Flat {
		each += t.weight.bytes()
	}
	return int(max(minGroups, (t.space.Bytes()-t.space.Count.Filters)/each))
}

// firstKeys is how many keys the filter has room for in the beginning. A table that is one of several may stay small.
func (t *Table[G]) firstKeys() int {
	if t.space.IsPart {
		return t.room() / filterPart
	}
	return filterFirst * t.room()
}

// noteFilter counts the memory of the filter among that of the operator's.
func (t *Table[G]) noteFilter() {
	now := int64(t.filter.bytes())
	t.space.Count.Filters += now - t.filtered
	t.filtered = now
}

// putOut moves cold groups to the store.
func (t *Table[G]) putOut(count int, index *state.Index, pages *state.Pages[G]) error {
	batch := t.space.Batch()
	for range count {
		number := t.coldest(pages)
		g := pages.At(number)
		hash, err := t.write(batch, g, pages.Tracked() && pages.Touched(number))
		if err != nil {
			return err
		}
		if t.coding.Leaves != nil {
			t.coding.Leaves(g)
		}
		index.Delete(hash, number)
		pages.Delete(number)
	}
	t.ordered = false
	t.noteFilter()
	return batch.Commit()
}

// coldest is the group at which the hand stops.
func (t *Table[G]) coldest(pages *state.Pages[G]) uint32 {
	for {
		number, ok := pages.Next(t.hand)
		if !ok {
			t.hand = 0
			continue
		}
		t.hand = number + 1
		word, bit := number>>6, uint64(1)<<(number&63)
		if t.used[word]&bit == 0 {
			return number
		}
		t.used[word] &^= bit
	}
}

// write puts a group into a batch.
func (t *Table[G]) write(batch store.Batch, g *G, changed bool) (hash uint64, err error) {
	t.encoder.Reset()
	wakes := t.stamp(g)
	t.coding.Group(g, &t.encoder)
	value := t.encoder.Bytes()
	t.weight.note(len(value))
	t.space.Count.Out++
	t.space.Count.Bytes += int64(len(value))
	key, hash := t.keyOf(kindGroup, g)
	if t.coding.Empty != nil && t.coding.Empty(g) {
		err = t.delete(batch, key, hash)
	} else {
		err = batch.Set(key, value)
		t.filter.add(hash, t.firstKeys())
	}
	if err == nil && changed {
		key[prefixBytes-1], t.changed = kindChanged, true
		err = batch.Set(key, value)
	}
	if err == nil {
		err = t.writeAge(batch, g, key)
	}
	if err == nil {
		err = t.writeWake(batch, wakes, key)
	}
	return hash, err
}

// delete takes a group's entry out of the store, where there may be one.
func (t *Table[G]) delete(batch store.Batch, key []byte, hash uint64) error {
	if !t.filter.may(hash) {
		return nil
	}
	t.dropped++
	return batch.Delete(key)
}

// Drop forgets what the store has of a group that goes for good.
func (t *Table[G]) Drop(g *G, hash uint64) {
	t.ordered = false
	if !t.filter.may(hash) {
		return
	}
	if t.gone == nil {
		t.gone = t.space.Batch()
	}
	key, _ := t.keyOf(kindGroup, g)
	t.must(t.delete(t.gone, key, hash))
}

// refilter makes the filter anew where the store no longer has half of the keys in it.
func (t *Table[G]) refilter() error {
	if t.dropped < max(minFilter, t.filter.keys/2) {
		return nil
	}
	t.filter, t.dropped = filter{}, 0
	t.noteFilter()
	first := t.firstKeys()
	err := t.each(kindGroup, func(key, _ []byte) { t.filter.add(hashOf(key), first) })
	t.noteFilter()
	return err
}

// Snapshot writes what a checkpoint needs of the groups in the store: all, or those that changed since the last one. The groups in memory come
// behind them, since they replace them. begin writes what each entry begins with; nil for nothing.
func (t *Table[G]) Snapshot(to *snapshot.Writer, all bool, begin func(*snapshot.Codec)) {
	if t.space == nil {
		return
	}
	t.must(t.settle())
	kind := byte(kindChanged)
	if all {
		kind = kindGroup
	} else if !t.changed {
		return
	}
	t.must(t.each(kind, func(key, value []byte) {
		c := to.Entry(hashOf(key))
		if begin != nil {
			begin(c)
		}
		c.Raw(t.body(value))
		to.End()
	}))
	if t.changed {
		batch := t.space.Batch()
		t.must(batch.DeleteRange(t.bounds(kindChanged)))
		t.must(batch.Commit())
		t.changed = false
	}
}

// each walks all entries of a kind.
func (t *Table[G]) each(kind byte, visit func(key, value []byte)) error {
	cursor, err := t.space.Scan(t.bounds(kind))
	if err != nil {
		return err
	}
	for cursor.Next() {
		visit(cursor.Key(), cursor.Value())
	}
	return cursor.Close()
}

// Clear forgets all groups, also those in the store, and is ready for others.
func (t *Table[G]) Clear() {
	t.ordered = false
	if t.space == nil {
		return
	}
	if t.scan != nil {
		t.must(t.scan.Close())
	}
	if t.filter.keys > 0 || t.changed {
		batch := t.space.Batch()
		t.must(batch.DeleteRange(t.prefix(nil, 0), t.prefix(nil, lastKind)))
		t.must(batch.Commit())
	}
	t.filter = filter{}
	t.noteFilter()
	cleared := Table[G]{encoder: t.encoder, keys: t.keys, key: t.key, value: t.value, weight: weight{mean: t.weight.mean}, used: t.used[:0],
		order: t.order[:0]}
	clear(t.used)
	cleared.Open(t.space, t.coding)
	*t = cleared
}

// Freeze keeps in memory what is there: all groups go on, and no row will come.
func (t *Table[G]) Freeze() { t.frozen = true }

// Next gives the groups in the store one by one, those left out that are in memory; nil behind the last one. A group is valid until the next
// call.
func (t *Table[G]) Next(inMemory func(*G) bool) *G {
	if t.space == nil || t.scanned {
		return nil
	}
	if t.scan == nil {
		t.must(t.settle())
		var err error
		t.scan, err = t.space.Scan(t.bounds(kindGroup))
		t.must(err)
	}
	for t.scan.Next() {
		t.read = *new(G)
		t.decode(&t.read, t.scan.Value())
		if !inMemory(&t.read) {
			return &t.read
		}
	}
	t.must(t.scan.Close())
	t.scan, t.scanned = nil, true
	return nil
}
