package over

import (
	"slices"

	"github.com/weirsql/weir/runtime/agg"
	"github.com/weirsql/weir/runtime/snapshot"
)

// Gathered are rows that wait for the end of their input, to go on in order:
//
//	rows.Add(row) … rows.Trim(compare, 10)
//	for row := rows.Next(); row != nil; row = rows.Next() { … }
//
// The zero value is ready.
type Gathered[R any] struct {
	rows  []R
	next  int // the row that Next gives
	saved int // rows that checkpoints have
}

// Add takes a row.
func (g *Gathered[R]) Add(row R) { g.rows = append(g.rows, row) }

// Len is the number of rows.
func (g *Gathered[R]) Len() int { return len(g.rows) }

// Sort puts the rows in order, those that compare holds for equal in that of their arrival.
func (g *Gathered[R]) Sort(compare func(x, y R) int) {
	slices.SortStableFunc(g.rows, compare)
	g.saved = 0
}

// Trim sorts the rows, and lets go of all but the first ones.
func (g *Gathered[R]) Trim(compare func(x, y R) int, stay int) {
	g.Sort(compare)
	g.rows = g.rows[:min(len(g.rows), stay)]
}

// Pass leaves out the first rows.
func (g *Gathered[R]) Pass(rows int) { g.next = min(rows, len(g.rows)) }

// Next is the next row; nil where there is none.
func (g *Gathered[R]) Next() *R {
	if g.next == len(g.rows) {
		return nil
	}
	g.next++
	return &g.rows[g.next-1]
}

// partRows is how many rows an entry of a checkpoint has.
const partRows = 256

// Snapshot writes the rows that came since the last checkpoint; all of them where they were sorted since.
func (g *Gathered[R]) Snapshot(to *snapshot.Writer) {
	if to.All {
		g.saved = 0
	}
	for g.saved < len(g.rows) {
		part := g.rows[g.saved:min(len(g.rows), g.saved+partRows)]
		c := to.Entry(0)
		snapshot.Int(c, &g.saved)
		snapshot.Slice(c, &part, agg.Value[R])
		to.End()
		g.saved += len(part)
	}
}

// Restore takes an entry: its rows stand behind those before them, in place of all others.
func (g *Gathered[R]) Restore(c *snapshot.Codec) {
	var first int
	var part []R
	snapshot.Int(c, &first)
	snapshot.Slice(c, &part, agg.Value[R])
	if first > len(g.rows) {
		c.Mismatch()
		return
	}
	g.rows = append(g.rows[:first], part...)
}
