package spill

import (
	"encoding/binary"
	"math"

	"github.com/weirsql/weir/runtime/store"
)

// noSlot is later than all times.
const noSlot = math.MaxInt64

// writeAge notes in which slot of time a group may be forgotten; nothing where none is. key is its key, of any kind.
func (t *Table[G]) writeAge(batch store.Batch, g *G, key []byte) error {
	if t.coding.Expires == nil {
		return nil
	}
	slot := t.slotOf(t.coding.Expires(g))
	t.expires = min(t.expires, slot)
	aged := append(t.at(kindAge, slot), key[prefixBytes:]...)
	return batch.Set(aged, nil)
}

// slotOf is the slot of time that a group is forgotten in.
func (t *Table[G]) slotOf(time int64) int64 {
	slot := time / t.coding.ExpiryStep
	if time%t.coding.ExpiryStep < 0 {
		slot--
	}
	return slot
}

// at is what the keys of entries of a time, or of a slot of time, begin with. Those before 1970 come before others.
func (t *Table[G]) at(kind byte, time int64) []byte {
	return binary.BigEndian.AppendUint64(t.prefix(nil, kind), ordered(time))
}

// ordered is a number whose bytes are in the order of the times.
func ordered(time int64) uint64 { return uint64(time) ^ 1<<63 }

// timeIn is the time in a key that begins with one.
func timeIn(key []byte) int64 { return int64(binary.BigEndian.Uint64(key[prefixBytes:]) ^ 1<<63) }

// Expire forgets the groups in the store that have expired. true: a slot of time is over since it was called last, and it is time to look at those in
// memory.
func (t *Table[G]) Expire(now int64) bool {
	if t.space == nil || now == math.MaxInt64 {
		return false
	}
	slot := t.slotOf(now)
	if t.swept != noSlot && slot <= t.swept {
		return false
	}
	t.swept = slot
	if t.expires < slot {
		t.must(t.expire(slot, now))
		t.expires = slot
	}
	return true
}

// expire forgets the groups of the slots before one.
func (t *Table[G]) expire(slot, now int64) error {
	if err := t.settle(); err != nil {
		return err
	}
	from, to := t.at(kindAge, t.expires), t.at(kindAge, slot)
	cursor, err := t.space.Scan(from, to)
	if err != nil {
		return err
	}
	batch := t.space.Batch()
	for err == nil && cursor.Next() {
		err = t.expireKey(batch, cursor.Key()[prefixBytes+8:], now)
	}
	if closing := cursor.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = batch.DeleteRange(from, to)
	}
	if err == nil {
		err = batch.Commit()
	}
	return err
}

// expireKey forgets a group, unless it was written again since with a later time.
func (t *Table[G]) expireKey(batch store.Batch, key []byte, now int64) error {
	t.key = append(t.prefix(t.key[:0], kindGroup), key...)
	value, ok, err := t.space.Get(t.key, t.value[:0])
	t.value = value
	if err != nil || !ok {
		return err
	}
	var g G
	t.decode(&g, value)
	if t.coding.Expires(&g) > now {
		return nil
	}
	return t.delete(batch, t.key, hashOf(t.key))
}
