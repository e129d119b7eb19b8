package rt

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// taker is a partition as the coordinator sees it.
type taker struct {
	name string
	last *stint
	free bool
}

func (w *taker) take(c *coordinator) string {
	next := c.take(w.last, w.free)
	if next == nil {
		return w.name + " nothing"
	}
	w.last = next
	return fmt.Sprintf("%s %d:%d-%d", w.name, next.ID, next.Start, next.End)
}

func TestPartitionsTakeRangesInTurn(t *testing.T) {
	a, b := &taker{name: "a", free: true}, &taker{name: "b", free: true}
	busy := &taker{name: "busy"}
	small := &Split{ID: 1, End: 10, Range: 10}
	for _, c := range []struct {
		what      string
		splits    []*Split
		eventTime bool
		takers    []*taker
		want      string
	}{
		{"one split", []*Split{{End: 25, Range: 10}}, true, []*taker{a, b, b, a, b}, "a 0:0-10, b 0:10-20, b 0:20-25, a nothing, b nothing"},
		{"each has one", []*Split{{End: 20, Range: 10}, small}, true, []*taker{a, b, b, a}, "a 0:0-10, b 1:0-10, b 0:10-20, a nothing"},
		{"time has passed", []*Split{{End: 20, Range: 10}, small}, true, []*taker{a, busy, busy, a}, "a 0:0-10, busy 1:0-10, busy nothing, a 0:10-20"},
		{"without event time", []*Split{{End: 20, Range: 10}, small}, false, []*taker{a, b, b, a}, "a 0:0-10, b 0:10-20, b 1:0-10, a nothing"},
		{"whole", []*Split{{End: -1}, {ID: 1, End: 30}}, true, []*taker{a, b, a}, "a 0:0--1, b 1:0-30, a nothing"},
		{"most is left for each", []*Split{{End: 60, Range: 10}, {ID: 1, End: 40, Range: 10}}, true, []*taker{a, busy, b, {name: "c", free: true}},
			"a 0:0-10, busy 1:0-10, b 0:10-20, c 1:10-20"},
		{"left by a checkpoint", []*Split{{Start: 5, End: 10, Range: 10}, {Start: 20, End: 35, Range: 10}}, true, []*taker{a, b, a}, "a 0:5-10, b 0:20-30, a 0:30-35"},
	} {
		made := newCoordinator(c.splits, 3, c.eventTime)
		var got []string
		for _, w := range c.takers {
			got = append(got, w.take(made))
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s: %s, not %s", c.what, text, c.want)
		}
		for _, w := range c.takers {
			w.last = nil
		}
	}
}

// Who is far ahead in a split is told when the one who is behind goes on. Nobody waits where time doesn't pass with the rows, or at the split's end.
func TestWhoIsFarAheadWaits(t *testing.T) {
	const ranges = aheadRanges + 20
	c := newCoordinator([]*Split{{End: ranges, Range: 1}}, 2, true)
	slow, fast := c.take(nil, true), c.take(nil, true)
	for range aheadRanges + 1 {
		if c.end(fast) != nil {
			t.Fatalf("it waits in front of range %d", fast.number+1)
		}
		fast = c.take(fast, true)
	}
	moved := c.end(fast)
	if moved == nil {
		t.Fatal("it doesn't wait")
	}
	select {
	case <-moved:
		t.Fatal("it goes on before the other one does")
	default:
	}
	c.end(slow)
	<-moved
	for slow = c.take(slow, true); fast.End < ranges; fast = c.take(fast, true) {
	}
	if c.end(fast) != nil {
		t.Error("it waits at the end")
	}
	c = newCoordinator([]*Split{{End: ranges, Range: 1}}, 2, false)
	c.take(nil, true)
	for fast = c.take(nil, true); fast.End < ranges; fast = c.take(fast, true) {
		if c.end(fast) != nil {
			t.Fatal("it waits without event time")
		}
	}
}

// One partition reads all of a split at once.
func TestOnePartitionTakesAll(t *testing.T) {
	c := newCoordinator([]*Split{{End: 100, Range: 10}}, 1, true)
	if got := (&taker{name: "a"}).take(c); got != "a 0:0-100" {
		t.Error(got)
	}
}

// readMap is how often each number of each split was read.
type readMap map[[2]int64]int

func (m readMap) read(id int, start, end int64) {
	for i := start; i < end; i++ {
		m[[2]int64{int64(id), i}]++
	}
}

// endless is where a split ends that doesn't say.
const endless = 50

// reading is a worker that takes ranges and reads some of them.
type reading struct {
	*worker
	last *stint
	at   int64 // of its range
}

// goOn reads on, or takes another range.
func (r *reading) goOn(random *rand.Rand, c *coordinator, total readMap) {
	if r.current == nil {
		if next := c.take(r.last, true); next != nil {
			r.last, r.current, r.at = next, next.Split, next.Start
		}
		return
	}
	end := spanOf(r.current).end
	if r.current.End < 0 {
		end = endless
	}
	next := min(end, r.at+random.Int64N(8))
	total.read(r.current.ID, r.at, next)
	r.at = next
	if next == end && random.IntN(2) == 0 { // that it is at the end shows with the next Read
		r.hasRead(r.current)
		r.current = nil
	}
}

// report is what it says at a barrier.
func (r *reading) report(number int64) report {
	state := r.state()
	if r.current != nil {
		state.reads = &SplitPosition{ID: r.current.ID, Start: r.at, End: r.current.End}
	}
	return report{worker: r.worker, number: number, state: state}
}

// Whatever ranges partitions take, and wherever they are at a barrier, a checkpoint has what they haven't read by then, each number once; and so has that of a job which goes
// on from there, in any number of partitions.
func TestLeftOfRanges(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 3))
		splits := []*Split{{ID: 0, End: 1 + random.Int64N(300), Range: 1 + random.Int64N(40)}, {ID: 1, End: -1}, {ID: 2, Start: 7, End: 60}, {ID: 3, End: 1 + random.Int64N(90), Range: 10}}
		want, read := readMap{}, readMap{}
		for _, s := range splits {
			end := s.End
			if end < 0 {
				end = endless
			}
			want.read(s.ID, s.Start, end)
		}
		for lives := 0; len(splits) > 0; lives++ {
			if splits = live(random, splits, read); lives > 200 {
				t.Fatalf("seed %d: there is no end", seed)
			}
		}
		if !maps.Equal(want, read) {
			t.Fatalf("seed %d: %d numbers were read, not each of %d once", seed, len(read), len(want))
		}
	}
}

// inRanges is how long the ranges are of those splits that are read in turn.
var inRanges = map[int]int64{0: 10, 3: 10}

// life is a job that reads, and what it has read: what the next checkpoint has, and what comes behind it.
type life struct {
	coordinator  *coordinator
	checkpoints  *checkpointer
	workers      []*reading
	saved, later readMap
}

// live lets a job read, take checkpoints, and be killed; it adds what was read by the last checkpoint, and returns what that says is left.
func live(random *rand.Rand, splits []*Split, read readMap) (left []*Split) {
	l := &life{coordinator: newCoordinator(splits, 1+random.IntN(5), random.IntN(2) == 0), saved: readMap{}}
	l.checkpoints = newCheckpointer(nil, 0, content{}, l.coordinator.workers)
	for range l.coordinator.workers {
		l.workers = append(l.workers, &reading{worker: &worker{checkpoints: l.checkpoints, clock: newClock(0)}})
	}
	left = splits
	for range random.IntN(4) {
		left = nil
		for _, p := range l.checkpoint(random) {
			left = append(left, &Split{ID: p.ID, Start: p.Start, End: p.End, Range: inRanges[p.ID]})
		}
		for key, times := range l.saved {
			read[key] += times
		}
		l.saved = l.later
	}
	return left
}

// checkpoint lets one worker after the other come to a barrier, while those that have passed it read on.
func (l *life) checkpoint(random *rand.Rand) []SplitPosition {
	l.later = readMap{}
	for passed, w := range l.workers {
		for range random.IntN(200) {
			k, read := random.IntN(len(l.workers)), l.saved
			if k < passed {
				read = l.later
			}
			l.workers[k].goOn(random, l.coordinator, read)
		}
		l.checkpoints.know(w.report(1))
	}
	return l.checkpoints.left("", l.coordinator)
}

// Ranges that were read in turn leave an entry for each partition, which is in one, and one for the rest.
func TestLeftIsShort(t *testing.T) {
	c := newCoordinator([]*Split{{Name: "f", End: 1000, Range: 10, Line: 1}}, 2, true)
	checkpoints := newCheckpointer(nil, 0, content{}, 2)
	made := func() *reading { return &reading{worker: &worker{checkpoints: checkpoints, clock: newClock(0)}} }
	workers := []*reading{made(), made()}
	for _, number := range []int{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1} {
		w := workers[number]
		if w.current != nil {
			w.hasRead(w.current)
		}
		w.last = c.take(w.last, true)
		w.current, w.at = w.last.Split, w.last.Start+3
	}
	for _, w := range workers {
		checkpoints.know(w.report(1))
	}
	var got []string
	for _, p := range checkpoints.left("", c) {
		got = append(got, fmt.Sprintf("%d-%d", p.Start, p.End))
	}
	if want := []string{"103-110", "113-1000"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}
