package spill

import "github.com/weirsql/weir/runtime/state"

// weight estimates what a group points to, beside its own memory: the texts of its key, the sets and lists of its accumulators. It goes by how long
// groups are when they are written down, of which it looks at a few behind each batch.
type weight struct {
	mean float64
	next uint32 // the next group to look at
}

const (
	// sample is how many groups are looked at behind a batch.
	sample = 8
	// share is how much each of them counts.
	share = 1.0 / 256
	// inMemory is how much longer a group is in memory than written down: numbers aren't cut short, and sets and lists have room for more.
	inMemory = 3
)

// note takes the length of a group.
func (w *weight) note(bytes int) {
	if w.mean == 0 {
		w.mean = float64(bytes)
		return
	}
	w.mean += share * (float64(bytes) - w.mean)
}

// bytes is what a group points to, on average.
func (w *weight) bytes() int64 { return int64(inMemory * w.mean) }

// weigh looks at a few groups.
func (t *Table[G]) weigh(pages *state.Pages[G]) {
	if t.coding.Flat {
		return
	}
	for range sample {
		number, ok := pages.Next(t.weight.next)
		if !ok {
			t.weight.next = 0
			continue
		}
		t.weight.next = number + 1
		t.encoder.Reset()
		t.coding.Group(pages.At(number), &t.encoder)
		t.weight.note(len(t.encoder.Bytes()))
	}
}
