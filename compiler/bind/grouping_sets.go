package bind

import (
	"slices"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// groupingSets are the sets of GROUPING SETS, ROLLUP and CUBE: each groups the whole input by some of the keys.
//
//	input ─▶ one Project for each set: keys that aren't in it are NULL, and the set's number ─▶ Union ─▶ Aggregate by all keys and the number
type groupingSets struct {
	sets [][]int // ordinals of keys
}

// maxGroupingSets keeps CUBE in bounds: each set is a copy of every row.
const maxGroupingSets = 64

func hasGroupingSets(g *ast.GroupBy) bool {
	return g != nil && slices.ContainsFunc(g.Items, func(e ast.Expr) bool {
		_, ok := e.(*ast.GroupingSets)
		return ok
	})
}

// nullable makes the columns that grouping sets name ones that may be NULL: sets put NULL into those they leave out.
func (b *binder) nullable(body *ast.SelectBody, input logical.Node, s *scope) (logical.Node, *scope) {
	if !hasGroupingSets(body.GroupBy) || isBroken(input) {
		return input, s
	}
	columns := append([]logical.Column(nil), input.Columns()...)
	exprs := columnsOf(input)
	for _, i := range setColumns(body, s) {
		if columns[i].Type.Nullable || columns[i].TimeAttribute || windowPartOf(input, i) != noPart {
			continue
		}
		columns[i].Type.Nullable = true
		exprs[i] = &scalar.Cast{Base: base(columns[i].Type, columns[i].Span), Operand: columnAt(input, i, columns[i].Span), Implicit: true}
	}
	copied := *s
	copied.sources = nil
	for _, src := range s.sources {
		copied.add(src.name, columns[src.offset:src.offset+len(src.columns)])
	}
	return projectNode(input, columns, exprs, input.Span()), &copied
}

// setColumns lists the columns that stand in grouping sets, by themselves or behind a name that SELECT gives.
func setColumns(body *ast.SelectBody, s *scope) []int {
	var list []int
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		ref, ok := n.(*ast.ColumnRef)
		if !ok {
			return true
		}
		for _, id := range ref.Name.Parts[:min(len(ref.Name.Parts), 2)] {
			if src, i, count := s.column(id); count > 0 {
				list = append(list, src.offset+i)
				return false
			}
		}
		for _, item := range body.Items {
			if item.Alias != nil && sameName(*item.Alias, ref.Name.Parts[0]) && item.Expr != ast.Expr(ref) {
				ast.Walk(item.Expr, func(n ast.Node) bool { return isAliasOf(n, *item.Alias) || visit(n) })
			}
		}
		return false
	}
	for _, item := range body.GroupBy.Items {
		if sets, ok := item.(*ast.GroupingSets); ok {
			ast.Walk(sets, visit)
		}
	}
	return list
}

// isAliasOf reports a name that is the alias whose expression it stands in: it means nothing there.
func isAliasOf(n ast.Node, alias ast.Ident) bool {
	ref, ok := n.(*ast.ColumnRef)
	return ok && len(ref.Name.Parts) == 1 && sameName(ref.Name.Parts[0], alias)
}

// groupingSets binds the items of GROUP BY, of which at least one is sets: several items are combined, each set with each.
func (q *selection) groupingSets(g *ast.GroupBy, s *scope) *groupingSets {
	all := [][]int{nil}
	for _, item := range g.Items {
		var combined [][]int
		sets := q.itemSets(item, s)
		for _, left := range all {
			for _, right := range sets {
				combined = append(combined, joinSets(left, right))
			}
		}
		all = combined
		if len(all) > maxGroupingSets {
			q.report(diag.BadGroupBy, g.Span(), "these are %d grouping sets; at most %d are supported", len(all), maxGroupingSets)
			return &groupingSets{[][]int{nil}}
		}
	}
	q.checkSetKeys(all)
	return &groupingSets{all}
}

func joinSets(left, right []int) []int {
	joined := slices.Clone(left)
	for _, key := range right {
		if !slices.Contains(joined, key) {
			joined = append(joined, key)
		}
	}
	return joined
}

// itemSets are the sets that one item stands for.
func (q *selection) itemSets(item ast.Expr, s *scope) [][]int {
	sets, ok := item.(*ast.GroupingSets)
	if !ok {
		return [][]int{q.plainSet(item, s)}
	}
	var list [][]int
	if sets.Kind == ast.Sets {
		for _, set := range sets.Sets {
			list = append(list, q.itemSets(set, s)...)
		}
		return list
	}
	var elements [][]int
	for _, element := range sets.Sets {
		elements = append(elements, q.plainSet(element, s))
	}
	if sets.Kind == ast.Rollup {
		return rollup(elements)
	}
	return cube(elements)
}

// plainSet is one set: the keys of an expression, or of several in parentheses.
func (q *selection) plainSet(item ast.Expr, s *scope) []int {
	fields := []ast.Expr{item}
	if row, ok := item.(*ast.Row); ok {
		fields = row.Fields
	}
	var set []int
	for _, field := range fields {
		if call, ok := field.(*ast.Call); ok && isGroupWindow(call) {
			q.groupFunction(call, s)
			continue
		}
		set = joinSets(set, []int{q.key(field, s)})
	}
	return set
}

// rollup is (a, b), (a), ().
func rollup(elements [][]int) [][]int {
	var list [][]int
	for n := len(elements); n >= 0; n-- {
		list = append(list, joinAll(elements[:n]))
	}
	return list
}

// cube is every choice of the elements, that of all of them first.
func cube(elements [][]int) [][]int {
	list := [][]int{nil}
	if len(elements) > 6 { // 64 sets: more is reported where they are counted
		elements = elements[:7]
	}
	for i := len(elements) - 1; i >= 0; i-- {
		var with [][]int
		for _, set := range list {
			with = append(with, joinSets(elements[i], set))
		}
		list = append(with, list...)
	}
	return list
}

func joinAll(sets [][]int) []int {
	var joined []int
	for _, set := range sets {
		joined = joinSets(joined, set)
	}
	return joined
}

// checkSetKeys refuses a key that some set leaves out and that is never NULL by itself: COALESCE(x, 0) as an expression of other
// clauses has no room for the NULL.
func (q *selection) checkSetKeys(sets [][]int) {
	for i, key := range q.keys {
		t := key.expr.Type()
		if t.Nullable || isInvalid(t) || everySet(sets, i) || q.isWindowKey(key) {
			continue
		}
		d := q.report(diag.BadGroupBy, key.at, "this key is never NULL, and a grouping set leaves it out")
		advise(d, "compute it in FROM (SELECT … AS key …) first, and group by its column")
		q.keys[i].expr = bad(key.at).Expr
	}
}

func everySet(sets [][]int, key int) bool {
	for _, set := range sets {
		if !slices.Contains(set, key) {
			return false
		}
	}
	return true
}

// groupingSet is the column that tells the sets apart, and number its type.
const groupingSet = "grouping_set"

var number = types.Of(types.Int)

// union builds the copies of the input, with the keys of their set behind the input's columns, and the set's number.
func (g *groupingSets) union(q *selection, input logical.Node) logical.Node {
	var arms []logical.Node
	for n, set := range g.sets {
		columns := slices.Clone(input.Columns())
		exprs := columnsOf(input)
		for i, key := range q.keys {
			e := key.expr
			if !slices.Contains(set, i) {
				e = &scalar.Literal{Base: base(e.Type().WithNull(true), key.at)}
			}
			columns = append(columns, logical.Column{Name: key.name, Type: e.Type(), Span: key.at})
			exprs = append(exprs, e)
		}
		columns = append(columns, logical.Column{Name: groupingSet, Type: number, Span: q.groupSpan()})
		exprs = append(exprs, &scalar.Literal{Base: base(number, q.groupSpan()), Value: int64(n)})
		for i := range input.Columns() {
			columns[i].TimeAttribute = input.Columns()[i].TimeAttribute
		}
		arms = append(arms, &logical.Project{Base: logical.Base{Cols: columns, Changes: input.Mode(), Pos: q.groupSpan()}, Input: input, Exprs: exprs})
	}
	return unionNode(arms, q.groupSpan())
}

// key makes the aggregate group by the columns that union adds.
func (g *groupingSets) key(q *selection, a *logical.Aggregate, names *uniqueNames) {
	width := 0
	if !isBroken(q.input) {
		width = len(q.input.Columns())
	}
	for i, key := range q.keys {
		t := key.expr.Type()
		t.Nullable = t.Nullable || !everySet(g.sets, i)
		a.Keys[i] = &scalar.Column{Base: base(t, key.at), Index: width + i, Name: key.name}
		a.Cols[i].Type, a.Cols[i].TimeAttribute = t, false
	}
	a.Keys = append(a.Keys, &scalar.Column{Base: base(number, q.groupSpan()), Index: width + len(q.keys), Name: groupingSet})
	a.Cols = append(a.Cols, logical.Column{Name: names.add(groupingSet), Type: number, Span: q.groupSpan()})
	for n, set := range g.sets {
		if len(set) == 0 && q.window == nil {
			a.Totals = append(a.Totals, int64(n))
		}
	}
}

// groupingCall binds GROUPING(a, b): a number whose bits say which of the keys the row's set leaves out, the last key's the lowest.
func (b *binder) groupingCall(call *ast.Call, s *scope) operand {
	q := s.many
	if q == nil || s.within != nil && s.within.Over == nil || call.Over != nil {
		b.report(diag.MisplacedAggregate, call.Span(), "GROUPING is about a row of groups: it can stand beside aggregates alone")
		return bad(call.Span())
	}
	q.grouped = true
	if len(call.Args) == 0 || len(call.Args) > 31 {
		b.report(diag.ArgumentCount, call.Span(), "GROUPING takes one to 31 expressions of GROUP BY")
		return bad(call.Span())
	}
	var keys []int
	for _, arg := range call.Args {
		e := b.value(arg, s.inside(call))
		if isInvalid(e.Type()) {
			return bad(call.Span())
		}
		i := slices.IndexFunc(q.keys, func(key groupKey) bool { return scalar.Equal(key.expr, e) })
		if i < 0 {
			d := b.report(diag.NotGrouped, arg.Span(), "GROUPING takes expressions of GROUP BY, and this is none")
			advise(d, "add it to GROUP BY: GROUPING tells which of its keys a set leaves out")
			return bad(call.Span())
		}
		keys = append(keys, i)
	}
	q.groupings = append(q.groupings, keys)
	return operand{Expr: &scalar.Column{Base: base(number, call.Span()), Index: groupingAt + len(q.groupings) - 1, Name: "grouping"}}
}

// groupingValue is the value of GROUPING: 0 without sets, else by the set's number.
func (q *selection) groupingValue(keys []int, at diag.Span) scalar.Expr {
	if q.sets == nil {
		return &scalar.Literal{Base: base(number, at), Value: int64(0)}
	}
	var values []int64
	byValue := map[int64][]scalar.Expr{}
	for n, set := range q.sets.sets {
		value := int64(0)
		for _, key := range keys {
			value <<= 1
			if !slices.Contains(set, key) {
				value |= 1
			}
		}
		if byValue[value] == nil {
			values = append(values, value)
		}
		byValue[value] = append(byValue[value], &scalar.Literal{Base: base(number, at), Value: int64(n)})
	}
	result := func(value int64) scalar.Expr { return &scalar.Literal{Base: base(number, at), Value: value} }
	if len(values) == 1 {
		return result(values[0])
	}
	set := q.output(len(q.keys), at)
	c := &scalar.Case{Base: base(number, at), Else: result(values[len(values)-1])}
	for _, value := range values[:len(values)-1] {
		is := &scalar.In{Base: truth(at), Operand: set, List: byValue[value]}
		c.Whens = append(c.Whens, scalar.When{Cond: is, Then: result(value)})
	}
	return c
}
