package main

import "math/bits"

// slots is an open-addressing table of the numbers of groups, at most half full.
type slots struct {
	at   []slot
	mask uint32
}

type slot struct{ tag, number uint32 } // the hash's lower half; the group's number plus 1, 0 where free

func newSlots(size int) slots { return slots{make([]slot, size), uint32(size - 1)} }

// first is where probing begins: slots lie in the order of the tags, nearly, so that doubling goes through memory in order.
func (s *slots) first(hash uint64) uint32 {
	return uint32(uint64(uint32(hash)) * uint64(len(s.at)) >> 32)
}

func (s *slots) double() {
	old := s.at
	*s = newSlots(2 * len(old))
	for _, slot := range old {
		if slot.number == 0 {
			continue
		}
		i := s.first(uint64(slot.tag))
		for s.at[i&s.mask].number != 0 {
			i++
		}
		s.at[i&s.mask] = slot
	}
}

// texts keeps keys, many to an allocation.
type texts struct{ room []byte }

func (t *texts) keep(text []byte) string {
	if len(text) > cap(t.room)-len(t.room) {
		t.room = make([]byte, 0, max(1<<12, len(text)))
	}
	start := len(t.room)
	t.room = append(t.room, text...)
	return asString(t.room[start:])
}

// hashText is wyhash's product of up to 16 bytes, folded; longer texts take 16 bytes a step.
func hashText(seed uint64, s []byte) uint64 {
	const k1, k2 = 0xe7037ed1a0b428db, 0x8ebc6af09c88c6e3
	hash, n := seed, len(s)
	for ; len(s) > 16; s = s[16:] {
		hash = folded(load(s)^k1, load(s[8:])^hash)
	}
	var a, b uint64
	switch {
	case len(s) >= 8:
		a, b = load(s), load(s[len(s)-8:])
	case len(s) >= 4:
		a, b = load4(s), load4(s[len(s)-4:])
	case len(s) > 0:
		a = uint64(s[0])<<16 | uint64(s[len(s)/2])<<8 | uint64(s[len(s)-1])
	}
	return folded(folded(a^k1, b^hash^uint64(n)), k2)
}

func folded(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
