// Package state is what generated code keeps its groups in: one hash table per operator and partition, used by one goroutine.
//
// A table is three parts that know nothing of each other, so that generated code inlines its own hash and its own equality:
//
//	key ──Hash…──▶ 64 bits ──Index──▶ number of the group ──Pages──▶ *group{key, accumulators}
//	                                                                   └ its strings: Strings
//
// and the lookup of a group by a key of two columns, as it is generated, reads
//
//	h := state.HashInt64(state.HashString(state.Seed, symbol), trader)
//	for i := t.index.First(h); ; i = t.index.Next(i) {
//		slot := t.index.At(i)
//		if slot.Free() {
//			number, g := t.groups.Add()
//			t.index.Put(i, h, number)
//			g.symbol, g.trader = t.strings.Keep(symbol), trader
//			return g
//		}
//		if slot.Is(h) {
//			if g := t.groups.At(slot.Group()); g.symbol == symbol && g.trader == trader {
//				return g
//			}
//		}
//	}
//
// What a group costs: its struct, a byte and the rounding of Go's allocator (at most an eighth) in Pages; 11 to 32
// bytes in Index; its strings' bytes in Strings. TestBytesPerGroup measures it: groups of 56 bytes take 74 to 78 bytes each, a thousand or a
// million of them.
//
// Which bits are whose: the upper 7 bits of a hash are the key group, which exchanges deal by; the lower 32 are the index's. All
// are equally good, but for the rows of one partition, the upper ones are known.
package state
