package rewrite

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// This file runs operators that look at several rows, over all of a bounded input: groups and windows are shown as they are in the
// end, without what was emitted on the way.

// group is the rows of a group or partition, in order of arrival.
type group struct {
	key  []any
	rows []row
}

// span is a window.
type span struct{ start, end any }

func (s span) columns() []thunk {
	time := any(bad{})
	if end, ok := s.end.(int64); ok {
		time = end - 1
	}
	return []thunk{known(s.start), known(s.end), known(time)}
}

// groups parts rows by keys. A key that failed is one like any other: a condition on another key may keep the group out.
func groups(rows []row, key func(row) []any) []*group {
	var list []*group
	byKey := map[string]*group{}
	for _, r := range rows {
		values := key(r)
		text := fmt.Sprintf("%#v", values)
		if byKey[text] == nil {
			byKey[text] = &group{key: values}
			list = append(list, byKey[text])
		}
		byKey[text].rows = append(byKey[text].rows, r)
	}
	return list
}

func (i *interpreter) aggregate(n *logical.Aggregate) []row {
	rows := i.rows(n.Input)
	key := func(r row) []any { return i.evalAll(n.Keys, r) }
	switch {
	case n.Window == nil && len(n.Keys) == 0:
		return []row{i.aggregated(n, &group{rows: rows}, nil)}
	case n.Window == nil:
		var list []row
		made := groups(rows, key)
		for _, set := range n.Totals {
			if last := len(n.Keys) - 1; !slices.ContainsFunc(made, func(g *group) bool { return g.key[last] == set }) {
				total := &group{key: make([]any, len(n.Keys))}
				total.key[last] = set
				made = append(made, total)
			}
		}
		for _, g := range made {
			list = append(list, i.aggregated(n, g, nil))
		}
		return list
	case n.Window.Kind == logical.Session:
		var list []row
		i.sessions(n.Window, groups(rows, key), func(g *group, s span) { list = append(list, i.aggregated(n, g, &s)) })
		return list
	}
	return i.windowed(n, key)
}

func (i *interpreter) windowed(n *logical.Aggregate, key func(row) []any) []row {
	var copies []row
	for _, r := range i.rows(n.Input) {
		for _, s := range i.windows(n.Window, r) {
			copies = append(copies, row{columns: append(slices.Clone(r.columns), known(s)), suspect: r.suspect})
		}
	}
	var list []row
	for _, g := range groups(copies, func(r row) []any { return append(key(r), r.columns[len(r.columns)-1]()) }) {
		last := len(g.key) - 1
		s := g.key[last].(span)
		g.key = g.key[:last]
		list = append(list, i.aggregated(n, g, &s))
	}
	return list
}

// sessions parts each group where its times have gaps.
func (i *interpreter) sessions(w *logical.Window, groups []*group, each func(*group, span)) {
	time := func(r row) any { return i.eval(w.Time, r) }
	for _, g := range groups {
		rows := slices.Clone(g.rows)
		slices.SortStableFunc(rows, func(a, b row) int { return compareValues(time(a), time(b)) })
		for from := 0; from < len(rows); {
			s := span{time(rows[from]), time(rows[from])}
			to := from
			for ; to < len(rows) && !later(time(rows[to]), s.end, w.Size); to++ {
				s.end = time(rows[to])
			}
			s.end = plus(s.end, w.Size)
			each(&group{g.key, rows[from:to]}, s)
			from = to
		}
	}
}

func later(time, before any, gap int64) bool {
	a, ok := time.(int64)
	b, both := before.(int64)
	return ok != both || ok && a > b+gap
}

func plus(v any, n int64) any {
	if v, ok := v.(int64); ok {
		return v + n
	}
	return v
}

func (i *interpreter) aggregated(n *logical.Aggregate, g *group, s *span) row {
	var r row
	for _, member := range g.rows {
		r.suspect = r.suspect || member.suspect
	}
	for _, v := range g.key {
		r.columns = append(r.columns, known(v))
	}
	if s != nil {
		r.columns = append(r.columns, s.columns()...)
	}
	for _, call := range n.Calls {
		r.columns = append(r.columns, i.later(func() any { return i.callOver(call, g.rows) }))
	}
	return r
}

// later is a value that a lazy interpreter computes when it is asked for.
func (i *interpreter) later(f func() any) thunk {
	if i.lazy {
		return f
	}
	return known(f())
}

// windows are those of a row. A time that failed is in one that failed.
func (i *interpreter) windows(w *logical.Window, r row) []span {
	if w.Kind == logical.Attached {
		return []span{{i.eval(w.Start, r), i.eval(w.End, r)}}
	}
	t, ok := i.eval(w.Time, r).(int64)
	if !ok {
		return []span{{bad{}, bad{}}}
	}
	var list []span
	switch w.Kind {
	case logical.Tumble:
		start := align(t, w.Offset, w.Size)
		list = append(list, span{start, start + w.Size})
	case logical.Hop:
		for start := align(t, w.Offset, w.Slide); start+w.Size > t; start -= w.Slide {
			list = append(list, span{start, start + w.Size})
		}
	case logical.Cumulate:
		start := align(t, w.Offset, w.Size)
		for end := start + w.Slide; end <= start+w.Size; end += w.Slide {
			if end > t {
				list = append(list, span{start, end})
			}
		}
	}
	return list
}

// align is the last start of a window of a size that isn't behind t.
func align(t, offset, size int64) int64 {
	return int64(math.Floor(float64(t-offset)/float64(size)))*size + offset
}

func (i *interpreter) windowAssign(n *logical.WindowAssign) []row {
	var list []row
	if n.Waits() {
		parted := groups(i.rows(n.Input), func(r row) []any { return i.evalAll(n.PartitionBy, r) })
		i.sessions(n.Window, parted, func(g *group, s span) {
			for _, r := range g.rows {
				list = append(list, row{columns: append(slices.Clone(r.columns), s.columns()...), suspect: r.suspect})
			}
		})
		return list
	}
	for _, r := range i.rows(n.Input) {
		for _, s := range i.windows(n.Window, r) {
			list = append(list, row{columns: append(slices.Clone(r.columns), s.columns()...), suspect: r.suspect})
		}
	}
	return list
}

// callOver computes a call over rows.
func (i *interpreter) callOver(c logical.AggregateCall, rows []row) any {
	var values []any
	for _, r := range rows {
		if c.Filter != nil {
			if v := i.eval(c.Filter, r); v == (bad{}) {
				return v
			} else if v != true {
				continue
			}
		}
		for _, key := range c.OrderBy {
			if i.eval(key.Expr, r) == (bad{}) {
				return bad{}
			}
		}
		v := any(int64(0))
		if len(c.Args) > 0 {
			v = i.eval(c.Args[0], r)
		}
		if v == (bad{}) {
			return v
		}
		if v != nil && !(c.Distinct && slices.Contains(values, v)) {
			values = append(values, v)
		}
	}
	return i.combine(c.Function, values)
}

func (i *interpreter) combine(function string, values []any) any {
	if function == "COUNT" {
		return int64(len(values))
	}
	if len(values) == 0 {
		return nil
	}
	result := values[0].(int64)
	for _, v := range values[1:] {
		switch v := v.(int64); function {
		case "SUM":
			result += v
		case "MIN":
			result = min(result, v)
		case "MAX":
			result = max(result, v)
		}
	}
	if result > math.MaxInt32 || result < math.MinInt32 {
		return i.fail()
	}
	return result
}

// over computes calls over frames of rows; one that isn't of ROWS is taken for one. What failed to be put in a partition or in
// order matters only to who reads the calls.
func (i *interpreter) over(n *logical.Over) []row {
	rows := i.rows(n.Input)
	made := make([]row, len(rows))
	for at, r := range rows {
		made[at] = row{columns: slices.Clone(r.columns), suspect: r.suspect}
	}
	keys := n.OrderBy
	if n.Time != nil {
		keys = append([]logical.SortKey{{Expr: n.Time}}, keys...)
	}
	for _, partition := range partitions(rows, func(r row) []any { return i.evalAll(n.PartitionBy, r) }) {
		sorted, ok := i.sorted(partition.rows, keys)
		for place, at := range sorted {
			for _, call := range n.Calls {
				made[partition.at[at]].columns = append(made[partition.at[at]].columns, i.later(func() any {
					if !ok || slices.Contains(partition.key, any(bad{})) {
						return bad{}
					}
					return i.callOver(call.AggregateCall, frame(n, call.Frame, sorted, place, partition.rows))
				}))
			}
		}
	}
	return made
}

// partition is a group that knows where its rows were.
type partition struct {
	*group
	at []int
}

func partitions(rows []row, key func(row) []any) []partition {
	numbered := make([]row, len(rows))
	for at, r := range rows {
		numbered[at] = row{columns: append(slices.Clone(r.columns), known(at)), suspect: r.suspect}
	}
	var list []partition
	for _, g := range groups(numbered, key) {
		p := partition{group: g}
		for _, r := range g.rows {
			p.at = append(p.at, r.columns[len(r.columns)-1]().(int))
		}
		list = append(list, p)
	}
	return list
}

func frame(n *logical.Over, f logical.Frame, sorted []int, place int, rows []row) []row {
	from, to := frameBound(f.Start, place, len(sorted)), frameBound(f.End, place, len(sorted))
	if n.Buffer > 0 {
		from, to = place-int(n.Buffer)+1, place
	}
	var list []row
	for at := max(from, 0); at <= min(to, len(sorted)-1); at++ {
		list = append(list, rows[sorted[at]])
	}
	return list
}

func frameBound(b logical.Bound, place, count int) int {
	switch b.Kind {
	case logical.UnboundedPreceding:
		return 0
	case logical.Preceding:
		return place - int(b.Offset)
	case logical.Following:
		return place + int(b.Offset)
	case logical.UnboundedFollowing:
		return count - 1
	}
	return place
}

// sorted returns the places of rows in order; ok is false if a key failed.
func (i *interpreter) sorted(rows []row, keys []logical.SortKey) (places []int, ok bool) {
	exprs := make([]scalar.Expr, len(keys))
	for at, key := range keys {
		exprs[at] = key.Expr
	}
	values := make([][]any, len(rows))
	ok = true
	for at, r := range rows {
		places = append(places, at)
		values[at] = i.evalAll(exprs, r)
		ok = ok && !slices.Contains(values[at], any(bad{}))
	}
	slices.SortStableFunc(places, func(a, b int) int {
		for at, key := range keys {
			if order := compareSorted(values[a][at], values[b][at], key); order != 0 {
				return order
			}
		}
		return 0
	})
	return places, ok
}

func compareSorted(a, b any, key logical.SortKey) int {
	if a == nil || b == nil {
		order := 0
		if a != nil || b != nil {
			order = map[bool]int{true: 1, false: -1}[a == nil]
		}
		if key.NullsFirst {
			order = -order
		}
		return order
	}
	if order := compareValues(a, b); key.Desc {
		return -order
	} else {
		return order
	}
}

func compareValues(a, b any) int {
	x, ok := a.(int64)
	y, both := b.(int64)
	if ok && both {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// sort keeps rows of which it isn't known whether they stay only if their order is known.
func (i *interpreter) sort(n *logical.Sort) []row {
	rows := i.rows(n.Input)
	if i.lazy && n.Limit == 0 {
		return nil
	}
	places, ok := i.sorted(rows, n.OrderBy)
	var list []row
	for _, at := range places {
		r := rows[at]
		r.suspect = r.suspect || !ok
		list = append(list, r)
	}
	list = list[min(int(n.Offset), len(list)):]
	if n.Limit != logical.NoLimit {
		list = list[:min(int(n.Limit), len(list))]
	}
	return list
}

// top keeps rows of which it isn't known whether they stay only if their partition and their order are known.
func (i *interpreter) top(n *logical.Top) []row {
	rows := i.rows(n.Input)
	made := make([]*row, len(rows))
	for _, partition := range partitions(rows, func(r row) []any { return i.evalAll(n.PartitionBy, r) }) {
		sorted, ok := i.sorted(partition.rows, n.OrderBy)
		ok = ok && !slices.Contains(partition.key, any(bad{}))
		for place, at := range sorted[:min(int(n.Rows), len(sorted))] {
			r := rows[partition.at[at]]
			kept := row{columns: slices.Clone(r.columns), suspect: r.suspect || !ok}
			if n.Numbered {
				kept.columns = append(kept.columns, known(int64(place+1)))
			}
			made[partition.at[at]] = &kept
		}
	}
	var list []row
	for _, r := range made {
		if r != nil {
			list = append(list, *r)
		}
	}
	return list
}
