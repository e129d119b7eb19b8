package rewrite

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// shareScans makes one scan of all scans of a table, with the columns that any of them has. The columns of the table that
// nothing reads go later, when it is known what is read.
//
//	filter a > 1     filter b > 2         filter a > 1   filter b > 2
//	  scan t: a        scan t: b     ─▶     scan t: a, b ─┘
//
// Watermarks that say the same of a shared scan, with the computed columns below them, are shared as well.
func (r *run) shareScans(p *logical.Plan) *logical.Plan {
	merged, fired := mergeScans(p)
	r.fired += fired
	if fired == 0 && allInOrder(p) {
		return p
	}
	m := &remapper{
		needed: func(n logical.Node) []bool { return slices.Repeat([]bool{true}, len(n.Columns())) },
		leaf: func(n logical.Node) mapped {
			if scan, ok := n.(*logical.Scan); ok {
				return mapped{merged[scan.Table], ordinalsIn(merged[scan.Table], scan)}
			}
			return mapped{n, identity(len(n.Columns()))}
		},
	}
	return r.shareWatermarks(m.rewrite(p))
}

// shareWatermarks replaces each watermark by the first one that is like it.
func (r *run) shareWatermarks(p *logical.Plan) *logical.Plan {
	var known []*logical.Watermark
	return p.Rewrite(func(n logical.Node) logical.Node {
		watermark, ok := n.(*logical.Watermark)
		if !ok {
			return n
		}
		for _, first := range known {
			if sameWatermark(first, watermark) {
				r.fired++
				return first
			}
		}
		known = append(known, watermark)
		return n
	})
}

func sameWatermark(a, b *logical.Watermark) bool {
	return a.Column == b.Column && scalar.Equal(a.Expr, b.Expr) && (a.Input == b.Input || sameComputed(a.Input, b.Input))
}

// sameComputed reports projections that compute the same columns of the same rows: a table's computed columns.
func sameComputed(a, b logical.Node) bool {
	first, ok := a.(*logical.Project)
	second, both := b.(*logical.Project)
	return ok && both && first.Input == second.Input && first.Name == second.Name &&
		slices.EqualFunc(first.Cols, second.Cols, sameColumn) &&
		slices.EqualFunc(first.Exprs, second.Exprs, func(a, b scalar.Expr) bool { return scalar.Equal(a, b) && !volatile(a) })
}

func sameColumn(a, b logical.Column) bool {
	return a.Name == b.Name && a.Type.Equal(b.Type) && a.TimeAttribute == b.TimeAttribute
}

// mergeScans returns the one scan of each table, and how many others it replaces.
func mergeScans(p *logical.Plan) (merged map[*logical.Table]*logical.Scan, replaced int) {
	merged = map[*logical.Table]*logical.Scan{}
	for _, n := range p.Nodes() {
		scan, ok := n.(*logical.Scan)
		if !ok {
			continue
		}
		if merged[scan.Table] != nil {
			replaced++
		}
		merged[scan.Table] = mergeScan(merged[scan.Table], scan)
	}
	return merged, replaced
}

// mergeScan returns a scan with the columns of both, in the table's order.
func mergeScan(known, scan *logical.Scan) *logical.Scan {
	one := &logical.Scan{Base: scan.Base, Table: scan.Table}
	one.Cols = nil
	for ordinal := range scan.Table.Columns {
		for _, from := range []*logical.Scan{known, scan} {
			if from == nil || slices.Contains(one.Used, ordinal) {
				continue
			}
			if i := slices.Index(from.Used, ordinal); i >= 0 {
				one.Used = append(one.Used, ordinal)
				one.Cols = append(one.Cols, from.Cols[i])
			}
		}
	}
	if known != nil {
		one.Pos = known.Pos
	}
	return one
}

// ordinalsIn says where the columns of a scan are in the merged one.
func ordinalsIn(merged, scan *logical.Scan) []int {
	at := make([]int, len(scan.Used))
	for i, ordinal := range scan.Used {
		at[i] = slices.Index(merged.Used, ordinal)
	}
	return at
}

// allInOrder reports whether all scans have their columns in the table's order.
func allInOrder(p *logical.Plan) bool {
	for _, n := range p.Nodes() {
		if scan, ok := n.(*logical.Scan); ok && !slices.IsSorted(scan.Used) {
			return false
		}
	}
	return true
}

func identity(n int) []int {
	at := make([]int, n)
	for i := range at {
		at[i] = i
	}
	return at
}
