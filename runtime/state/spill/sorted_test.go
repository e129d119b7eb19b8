package spill_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/weirsql/weir/runtime/over"
	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/state/spill"
	"github.com/weirsql/weir/runtime/store"
)

// line is a row: by is what it is sorted by, of which many have the same.
type line struct{ by, id int64 }

func (l *line) Snapshot(c *snapshot.Codec) {
	c.Int64(&l.by)
	c.Int64(&l.id)
}

func byLine(a, b line) int { return cmp.Compare(a.by, b.by) }

// lines is what over.Gathered and spill.Sorted have in common.
type lines interface {
	Snapshot(to *snapshot.Writer)
	Restore(c *snapshot.Codec)
}

// restored hands a checkpoint's entries to rows that begin with them.
func restored(t *testing.T, into lines, entries [][]byte) {
	for _, entry := range entries {
		_, _, c, err := snapshot.Entry(entry)
		if err != nil {
			t.Fatal(err)
		}
		into.Restore(c)
		if err := c.End(); err != nil {
			t.Fatal(err)
		}
	}
}

// all are the rows that go on.
func (s *sortedLines) all() (list []line) {
	for row := s.Next(); row != nil; row = s.Next() {
		list = append(list, *row)
	}
	return list
}

type sortedLines struct{ spill.Sorted[line] }

// Rows that are in runs for the most part go on as a stable sort of all of them has them, with LIMIT and OFFSET and without; also where the job goes on
// from a checkpoint of all or of what came since, in this way or with all rows in memory, and the other way round.
func TestSortedIsAStableSort(t *testing.T) {
	random := seeded(t)
	for round := range 20 {
		of := openStore(t, 1<<20)
		memory := store.NewMemory(of, 32<<10) // 1000 rows
		stay, pass := spill.All, 0
		if random.IntN(2) == 0 {
			stay = random.IntN(6000)
			pass = random.IntN(1 + min(stay, 50))
		}
		open := func() *sortedLines {
			s := &sortedLines{spill.NewSorted(byLine, stay)}
			s.Open(memory.Space())
			return s
		}
		rows := open()
		var want []line
		var kept [][]byte
		for step := range 10_000 {
			l := line{random.Int64N(1 + random.Int64N(500)), int64(step)}
			rows.Add(l)
			want = append(want, l)
			if step%100 == 0 {
				if err := rows.Relieve(); err != nil {
					t.Fatal(err)
				}
			}
			if random.IntN(500) == 0 {
				all := random.IntN(4) == 0
				if all {
					kept = nil
				}
				rows.Snapshot(snapshot.NewWriter(all, func(entry []byte) { kept = append(kept, slices.Clone(entry)) }))
				if random.IntN(4) == 0 { // from memory to disk, or to memory and back
					if random.IntN(2) == 0 {
						var gathered over.Gathered[line]
						restored(t, &gathered, kept)
						kept = nil
						gathered.Snapshot(snapshot.NewWriter(true, func(entry []byte) { kept = append(kept, slices.Clone(entry)) }))
					}
					rows = open()
					restored(t, rows, kept)
					kept = nil // the first checkpoint behind it has everything
				}
			}
		}
		slices.SortStableFunc(want, byLine)
		if stay >= 0 {
			want = want[:min(stay, len(want))]
		}
		rows.Begin(pass)
		if got := rows.all(); !slices.Equal(got, want[min(pass, len(want)):]) {
			t.Fatalf("round %d, %d rows stay, %d passed: %d rows, not %d, or in another order", round, stay, pass, len(got), len(want)-pass)
		}
	}
}

// Runs are merged where there are many, and rows that LIMIT leaves out go.
func TestRunsAreMerged(t *testing.T) {
	of := openStore(t, 1<<20)
	space := store.NewMemory(of, 1<<10).Space()
	rows := spill.NewSorted(byLine, 5000)
	rows.Open(space)
	random := rand.New(rand.NewPCG(1, 2))
	for step := range int64(60_000) {
		rows.Add(line{random.Int64(), step})
		if err := rows.Relieve(); err != nil {
			t.Fatal(err)
		}
	}
	if left := entries(t, of); left > 5000+64*300 || space.Count.Out < 59_000 {
		t.Errorf("the store has %d rows of %d that went there", left, space.Count.Out)
	}
}
