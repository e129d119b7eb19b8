package state

import (
	"cmp"
	"math"
	"slices"

	"github.com/weirsql/weir/runtime/snapshot"
)

// Ages lets groups be forgotten that no row has reached for a time to live.
//
// A row that reaches a group later than that finds it as new: what a group holds follows from the times of its own rows alone, not from
// when its memory was given back. That is done as time passes, without looking at groups that live: each group stands in one slot of
// time, that in which a row reached it when it was put there. When the slot's time to live is over the group is forgotten, or moves to
// the slot of its last row: O(1) a row at most, and nothing for rows in between.
//
//	slots  12:00 {3, 8, 1}   12:04 {5}   12:08 {2, 9}        now 13:02: all of the first slot are an hour old, or were reached later
//
// Times are microseconds, of event time or of the machine's clock.
type Ages struct {
	ttl   int64
	keep  int64 // for how long memory is kept: longer than ttl where rows come that much behind the watermark
	width int64 // of a slot
	slots []ageSlot
	none  bool       // no group is in a slot; see Unlist
	spare [][]uint32 // lists of slots that are gone
}

// ageSlot has the groups that were put into one slot of time.
type ageSlot struct {
	number int64 // time / width
	groups []uint32
}

// Age is a group's part of it. The zero value is that of a group which no row has reached yet.
type Age struct {
	last  int64 // the time of the last row
	known bool  // it is in a slot
}

// slotsPerTTL is how finely time is divided: memory is kept for up to a part of the time to live too long.
const slotsPerTTL = 16

// NewAges returns ages for a time to live. behind is how far behind the watermark rows may come which aren't late.
func NewAges(ttl, behind int64) Ages {
	return Ages{ttl: ttl, keep: ttl + behind, width: max(1, ttl/slotsPerTTL)}
}

// Reach says that a row reaches a group. It reports that the group begins with this row: it is new, or is to be forgotten first.
func (a *Ages) Reach(g *Age, number uint32, time int64) (begins bool) {
	if !g.known {
		g.last, g.known = time, true
		a.put(g.last, number)
		return true
	}
	begins = a.Apart(g.last, time)
	g.last = max(g.last, time)
	return begins
}

// Apart reports a row that comes so long after another that what was known of that is forgotten.
func (a *Ages) Apart(last, time int64) bool {
	return time > last && uint64(time)-uint64(last) > uint64(a.ttl)
}

// Unlist lets whoever keeps the groups look for those that are over, by IsOver: they are in no slots, and Due gives none.
func (a *Ages) Unlist() { a.none = true }

// IsOver reports a group that is to be forgotten.
func (a *Ages) IsOver(g *Age, now int64) bool { return a.isOver(a.slotOf(g.last), now) }

// Expires is the time from which on a group may be forgotten.
func (a *Ages) Expires(g *Age) int64 {
	if g.last >= math.MaxInt64-a.keep {
		return math.MaxInt64
	}
	return g.last + a.keep + 1
}

// Again takes a group that was over and stayed.
func (a *Ages) Again(g *Age, number uint32) { a.put(g.last, number) }

// Step is how long memory may be kept behind that.
func (a *Ages) Step() int64 { return a.width }

// Known says that rows have reached a group, which was elsewhere since.
func (g *Age) Known() { g.known = true }

// Snapshot codes when a row reached the group last. A checkpoint needs to say no more, not even that a group is forgotten: one that comes
// back from an older checkpoint is old.
func (g *Age) Snapshot(c *snapshot.Codec) { c.Int64(&g.last) }

// Restored is the age of a group for which a checkpoint has another one. It stays in its slot.
func (g Age) Restored(age Age) Age { return Age{last: age.last, known: g.known} }

// Restore takes a group that came from a checkpoint.
func (a *Ages) Restore(g *Age, number uint32) {
	if !g.known {
		g.known = true
		a.put(g.last, number)
	}
}

// Due gives a group whose time to live may be over, taken out of its slot; Over then has to decide. ok is false where there is none.
func (a *Ages) Due(now int64) (number uint32, ok bool) {
	for len(a.slots) > 0 && a.isOver(a.slots[0].number, now) {
		first := &a.slots[0]
		if last := len(first.groups) - 1; last >= 0 {
			number, first.groups = first.groups[last], first.groups[:last]
			return number, true
		}
		a.spare = append(a.spare, first.groups)
		a.slots = slices.Delete(a.slots, 0, 1)
	}
	return 0, false
}

// isOver reports a slot all of whose times are longer ago than memory is kept.
func (a *Ages) isOver(slot, now int64) bool {
	return now != math.MaxInt64 && now >= math.MinInt64+a.keep && slot < a.slotOf(now-a.keep)
}

// Over reports that a group which was due is to be forgotten. One that rows have reached since then goes into a slot again.
func (a *Ages) Over(g *Age, number uint32, now int64) bool {
	if a.isOver(a.slotOf(g.last), now) {
		return true
	}
	a.put(g.last, number)
	return false
}

func (a *Ages) slotOf(time int64) int64 {
	slot := time / a.width
	if time%a.width < 0 {
		slot--
	}
	return slot
}

// put puts a group into the slot of its last row. Most rows are of the last slot.
func (a *Ages) put(last int64, group uint32) {
	if a.none {
		return
	}
	number := a.slotOf(last)
	at := len(a.slots) - 1
	if at < 0 || a.slots[at].number != number {
		at = a.slotAt(number)
	}
	a.slots[at].groups = append(a.slots[at].groups, group)
}

// slotAt is the place of a slot, which is made where there is none.
func (a *Ages) slotAt(number int64) int {
	at, found := slices.BinarySearchFunc(a.slots, number, func(s ageSlot, number int64) int { return cmp.Compare(s.number, number) })
	if !found {
		made := ageSlot{number: number}
		if last := len(a.spare) - 1; last >= 0 {
			made.groups, a.spare = a.spare[last], a.spare[:last]
		}
		a.slots = slices.Insert(a.slots, at, made)
	}
	return at
}
