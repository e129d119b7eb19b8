package spill

import (
	"encoding/binary"

	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/store"
)

// A group that has something to do at a time, such as to close a session, is found by it when it is out: an entry of the store has the time and the
// key. The group's own entry begins with the time, so that an entry of a time that was put off, or came earlier, is known.

// wakeMost is how many groups are brought back at once.
const wakeMost = 1024

// stamp begins a group's entry with the time at which it has to be in memory again, where there may be one.
func (t *Table[G]) stamp(g *G) (time int64) {
	if t.coding.Wakes == nil {
		return Never
	}
	time = t.coding.Wakes(g)
	t.encoder.Raw(binary.BigEndian.AppendUint64(t.value[:0], ordered(time)))
	return time
}

// body is a group's entry without the time.
func (t *Table[G]) body(value []byte) []byte {
	if t.coding.Wakes == nil {
		return value
	}
	return value[8:]
}

// writeWake notes when a group has to be in memory again. key is its key, of any kind.
func (t *Table[G]) writeWake(batch store.Batch, time int64, key []byte) error {
	if time == Never {
		return nil
	}
	t.wakes = min(t.wakes, time)
	return batch.Set(append(t.at(kindWake, time), key[prefixBytes:]...), nil)
}

// Sleeps reports a group in the store whose time has come.
func (t *Table[G]) Sleeps(now int64) bool {
	return t.space != nil && t.wakes != Never && t.wakes <= now
}

// Wake brings groups back whose time has come: some of them, the earliest first, where they are many, as at the end of the input, and it is to be
// called again. until is the time up to which all are in memory that have something to do by then, or some, where those of one time are many.
func (t *Table[G]) Wake(now int64) (until int64) {
	if !t.Sleeps(now) {
		return now
	}
	until, err := t.wake(now)
	t.must(err)
	return until
}

func (t *Table[G]) wake(now int64) (until int64, err error) {
	if err := t.settle(); err != nil {
		return 0, err
	}
	from, to := t.at(kindWake, t.wakes), t.prefix(nil, kindWake+1) // ranges that are deleted don't overlap
	cursor, err := t.space.Scan(from, to)
	if err != nil {
		return 0, err
	}
	until, t.wakes = now, Never
	var last []byte
	for count := 0; cursor.Next(); count++ {
		key := cursor.Key()
		time := timeIn(key)
		if time > now {
			t.wakes = time
			break
		}
		if count >= wakeMost {
			until, t.wakes = timeIn(last), time
			break
		}
		last = append(last[:0], key...)
		if err = t.wakeKey(time, key[prefixBytes+8:]); err != nil {
			break
		}
	}
	if closing := cursor.Close(); err == nil {
		err = closing
	}
	if err != nil || last == nil {
		return until, err
	}
	batch := t.space.Batch()
	if err = batch.DeleteRange(from, append(last, 0)); err == nil {
		err = batch.Commit()
	}
	return until, err
}

// wakeKey brings a group back, unless its time is another one since.
func (t *Table[G]) wakeKey(time int64, key []byte) error {
	t.key = append(t.prefix(t.key[:0], kindGroup), key...)
	value, ok, err := t.space.Get(t.key, t.value[:0])
	t.value = value
	if err != nil || !ok || int64(binary.BigEndian.Uint64(value)^1<<63) != time {
		return err
	}
	var g G
	t.coding.Head(&g, snapshot.Decode(t.body(value)))
	t.coding.Back(&g)
	return nil
}
