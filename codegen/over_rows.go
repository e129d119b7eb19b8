package codegen

import (
	"math"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Functions that look at single rows: ROW_NUMBER and its kin count them, LAG and its kin read one of the last rows, which a group
// keeps for them.

// rankings are the functions that count rows.
var rankings = map[string]string{"ROW_NUMBER": "RowNumber", "RANK": "Rank", "DENSE_RANK": "DenseRank"}

// shares are the functions that count the rows of the whole partition, or buffer.
var shares = map[string]string{"PERCENT_RANK": "PercentRank", "CUME_DIST": "CumeDist", "NTILE": "Tile"}

// looksAtRows reports a call that has nothing of its own in the group.
func (e *stateEmitter) looksAtRows(i int) bool {
	m, frame := e.members[i], e.state.Over.Frames[i]
	switch name := m.call.Function; name {
	case "LAG", "LEAD":
		return !frame.IgnoreNulls || distanceOf(m) == 0
	case "FIRST_VALUE", "LAST_VALUE":
		return slides(frame) && !e.visits()
	default:
		return rankings[name] != "" || shares[name] != ""
	}
}

func (e *stateEmitter) buffered() bool { return e.state.Over.Buffer > 0 }

// ranks reports a call that counts rows in the order of time.
func (e *stateEmitter) ranks() bool {
	for _, m := range e.members {
		if rankings[m.call.Function] != "" && !e.buffered() {
			return true
		}
	}
	return false
}

// latest is how many rows a group keeps for its calls; 0 where they look at none.
func (e *stateEmitter) latest() int {
	if e.visits() {
		return math.MaxInt
	}
	limit := 0
	for i, m := range e.members {
		switch {
		case !e.looksAtRows(i):
		case e.buffered():
			return int(e.state.Over.Buffer)
		case m.call.Function == "LAG":
			limit = max(limit, distanceOf(m)+1)
		case m.call.Function == "FIRST_VALUE":
			limit = max(limit, startOf(e.state.Over.Frames[i])+1)
		}
	}
	return limit
}

// startOf is how many rows before the current one a frame begins.
func startOf(frame physical.OverFrame) int {
	if frame.Start.Kind == logical.CurrentRow {
		return 0
	}
	return int(frame.Start.Offset)
}

// distanceOf is how far away LAG and LEAD look.
func distanceOf(m member) int {
	if len(m.call.Args) < 2 {
		return 1
	}
	switch v := m.call.Args[1].(*scalar.Literal).Value.(type) {
	case int64:
		return int(v)
	default:
		panic("codegen: the distance of " + m.call.Function + " is no number")
	}
}

// compares reports rows that are put in an order inside of a buffer.
func (e *stateEmitter) compares() bool {
	return (e.buffered() || e.visits()) && e.latest() > 0 && len(e.state.Over.OrderBy) > 0
}

// compareName is the function that does it; nil for the order of arrival.
func (e *stateEmitter) compareName() *jen.Statement {
	if !e.compares() {
		return jen.Nil()
	}
	return jen.Id("compare" + exportedName(e.field))
}

// compareFunction puts rows in order.
//
//	// compareOverSymbol puts rows in the order of OVER (PARTITION BY symbol).
//	func compareOverSymbol(a, b *OverSymbolInput) int {
//		return over.NullsFirst(a.Price, b.Price, over.Descending[float64])
//	}
func (e *stateEmitter) compareFunction() *jen.Statement {
	name := "compare" + exportedName(e.field)
	return jen.Comment("// " + name + " puts rows in the order of " + e.name + ".").Line().
		Func().Id(name).Params(jen.List(jen.Id("a"), jen.Id("b")).Op("*").Id(e.input.GoName)).Int().Block(e.compareRows(e.state.Over.OrderBy)...)
}

// compareRows compares rows a and b by one key after the other; without keys all are equal.
func (e *stateEmitter) compareRows(keys []logical.SortKey) []jen.Code { return e.compareBy(keys, nil) }

// compareBy compares rows that are equal by all keys as last says; nil if they are equal then.
func (e *stateEmitter) compareBy(keys []logical.SortKey, last *jen.Statement) []jen.Code {
	var body []jen.Code
	for i, key := range keys {
		compared := e.compareKey(key)
		if i == len(keys)-1 && last == nil {
			return append(body, jen.Return(compared))
		}
		body = append(body, jen.If(jen.Id("order").Op(":=").Add(compared), jen.Id("order").Op("!=").Lit(0)).Block(jen.Return(jen.Id("order"))))
	}
	if last == nil {
		last = jen.Lit(0)
	}
	return append(body, jen.Return(last))
}

// compareKey compares rows a and b by one key.
func (e *stateEmitter) compareKey(key logical.SortKey) *jen.Statement {
	t := key.Expr.Type()
	compare := pick(key.Desc, "over.Descending", "over.Ascending")
	switch {
	case t.Kind == types.Decimal && t.Wide() || t.Kind == types.Interval || t.Kind == types.UUID:
		compare += "Of"
	case isBytes(t):
		compare += "Bytes"
	case t.Kind == types.Boolean:
		compare += "Bool"
	}
	side := func(row string) jen.Code {
		return e.exprs.value(key.Expr, "order", func(i int) jen.Code { return jen.Id(row).Dot(e.input.Fields[i].GoName) })
	}
	if !t.Nullable {
		return symbol(compare).Call(side("a"), side("b"))
	}
	ordered := symbol(compare)
	if t.Kind != types.Boolean && !isBytes(t) {
		ordered = ordered.Types(e.plainType(t))
	}
	return symbol(pick(key.NullsFirst, "over.NullsFirst", "over.NullsLast")).Call(side("a"), side("b"), ordered)
}

// enterRows takes a row into what these functions look at.
func (e *stateEmitter) enterRows() []jen.Code {
	var body []jen.Code
	if e.ranks() {
		body = append(body, jen.Id("g").Dot("ranks").Dot("Push").Call(e.timeOf("row")))
	}
	if limit := e.latest(); limit > 0 {
		body = append(body, jen.Id("g").Dot("latest").Dot("Push").Call(jen.Op("*").Id("row"), jen.Lit(limit), e.compareName()))
	}
	return body
}

// rowValue is the result of a function that looks at single rows.
func (e *stateEmitter) rowValue(m member, frame physical.OverFrame) *jen.Statement {
	latest := jen.Id("group").Dot("latest")
	switch name := m.call.Function; {
	case rankings[name] != "" && !e.buffered():
		return jen.Id("group").Dot("ranks").Dot(rankings[name]).Call()
	case name == "NTILE":
		return latest.Dot(shares[name]).Call(e.argument(m.call.Args[0]))
	case shares[name] != "":
		return latest.Dot(shares[name]).Call(e.compareName())
	case name == "ROW_NUMBER":
		return latest.Dot("RowNumber").Call()
	case rankings[name] != "":
		return latest.Dot(rankings[name]).Call(e.compareName())
	case name == "LAST_VALUE" && !e.buffered():
		return e.columnOf(jen.Id("row"), m)
	case name == "LAST_VALUE":
		return e.columnOf(latest.Dot("Last").Call(), m)
	case name == "FIRST_VALUE" && !e.buffered():
		return e.columnOf(latest.Dot("Earliest").Call(jen.Lit(startOf(frame))), m)
	case name == "FIRST_VALUE":
		return e.columnOf(latest.Dot("First").Call(), m)
	}
	return e.valueAt(latest.Dot(pick(m.call.Function == "LAG", "Before", "After")).Call(jen.Lit(distanceOf(m))), m)
}

// valueAt is a call's argument of a row, or what the call says of none.
//
//	over.Value(group.latest.Before(1), func(row *OverSymbolInput) rt.Null[float64] { return row.Price }, rt.Null[float64]{})
func (e *stateEmitter) valueAt(row *jen.Statement, m member) *jen.Statement {
	t := m.call.Args[0].Type()
	null := symbol("Null").Types(e.plainType(t))
	otherwise := jen.Add(null).Values()
	if len(m.call.Args) > 2 {
		otherwise = e.defaultOf(m)
	}
	column := jen.Func().Params(jen.Id("row").Op("*").Id(e.input.GoName)).Add(null).
		Add(onOneLine(jen.Return(e.maybeNull(e.columnOf(jen.Id("row"), m), t))))
	value := symbol("over.Value").Call(row, column, otherwise)
	if !m.call.Type.Nullable {
		return value.Dot("V")
	}
	return value
}

// defaultOf is the third argument of LAG and LEAD.
func (e *stateEmitter) defaultOf(m member) *jen.Statement {
	return e.maybeNull(jen.Add(e.exprs.value(m.call.Args[2], "default", e.read)), m.call.Args[2].Type())
}

// columnOf reads a call's argument of a row.
func (e *stateEmitter) columnOf(row *jen.Statement, m member) *jen.Statement {
	return jen.Add(e.exprs.value(m.call.Args[0], "value", func(i int) jen.Code { return jen.Add(row).Dot(e.input.Fields[i].GoName) }))
}
