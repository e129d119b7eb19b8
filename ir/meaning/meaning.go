// Package meaning says what rows, columns and states of a plan mean, as hashes that survive reformatting, other aliases, and other positions of
// columns and operators.
//
//	orders ─▶ WHERE price > 10 ─▶ symbol, quantity * 2 ─▶ GROUP BY symbol
//	set: hash(orders)  hash(set, price > 10)
//	columns: hash(orders.symbol), hash(2 * hash(orders.quantity))
//
// There are two grades. Exact ones tell apart whatever may make a difference to what a job writes: operators have them, and so has the plan's
// fingerprint. The others are those of state (Plan): columns of another width mean the same, and conditions that all rows passed have no
// order, so that what was kept by a job can be found again in another one.
package meaning

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Rows is what reaches an operator.
type Rows struct {
	Set     string   // which rows: a source and the conditions they passed
	Columns []string // what each column is
	// Conditions are those that rows passed since they were read, or since a state gave them, as SQL; of exact ones there are none.
	Conditions []string
	From       []*physical.State // whose results they are, or are made of

	grade  Grade
	base   string   // of the set, without conditions
	passed []string // meanings of conditions, sorted
}

// Grade is how much of a difference counts.
type Grade bool

const (
	// Exact is for what a job writes.
	Exact Grade = false
	// OfState is for what a job keeps.
	OfState Grade = true
)

// Scanned are the rows of a source, some of its columns. context is what else decides what they are, such as settings.
func Scanned(g Grade, t *logical.Table, used []int, context ...string) Rows {
	r := Rows{grade: g}
	r.from(Digest(append([]string{"source", t.Name, t.Connector, t.Format}, context...)...))
	for _, ordinal := range used {
		column := t.Columns[ordinal]
		if g == OfState {
			r.Columns = append(r.Columns, Digest("column", t.Name, column.Name))
		} else {
			r.Columns = append(r.Columns, Digest("column", t.Name, column.Name, column.Type.String()))
		}
	}
	return r
}

// Constants are rows that the SQL holds.
func Constants(g Grade, list [][]scalar.Expr, columns int) Rows {
	rows := []string{"constant"}
	for _, row := range list {
		for _, e := range row {
			rows = append(rows, scalar.Meaning(e, nil))
		}
		rows = append(rows, "")
	}
	r := Rows{grade: g}
	r.from(Digest(rows...))
	for i := range columns {
		r.Columns = append(r.Columns, Digest(r.Set, strconv.Itoa(i)))
	}
	return r
}

// from begins a set.
func (r *Rows) from(set string) { r.Set, r.base = set, set }

// Filtered are the rows behind a condition. One condition a AND b means the same as two.
func (r Rows) Filtered(predicate scalar.Expr) Rows {
	r.passed, r.Conditions = slices.Clone(r.passed), slices.Clone(r.Conditions)
	for _, conjunct := range scalar.Conjuncts(predicate) {
		r.pass(conjunct)
	}
	return r
}

func (r *Rows) pass(conjunct scalar.Expr) {
	condition := r.Expr(conjunct)
	if r.grade == Exact {
		r.Set = Digest("filter", r.Set, condition)
		return
	}
	at, known := slices.BinarySearch(r.passed, condition)
	if !known {
		r.passed = slices.Insert(r.passed, at, condition)
		r.Conditions = append(r.Conditions, scalar.SQL(conjunct))
	}
	r.Set = Digest(append([]string{"filter", r.base}, r.passed...)...)
}

// Projected are the same rows with other columns.
func (r Rows) Projected(exprs []scalar.Expr) Rows {
	columns := make([]string, len(exprs))
	for i, e := range exprs {
		columns[i] = r.Expr(e)
	}
	r.Columns = columns
	return r
}

// Expr hashes an expression from its leaves up, so that it is the same whether an operand is computed in place or by a
// projection below. A column that is passed on keeps its own meaning; a cast that only adds NULL to a type changes nothing.
func (r Rows) Expr(e scalar.Expr) string {
	if column, ok := e.(*scalar.Column); ok {
		return r.Columns[column.Index]
	}
	if cast, ok := e.(*scalar.Cast); ok && r.isNothing(cast) {
		return r.Expr(cast.Operand)
	}
	children := scalar.Children(e)
	hashes := make([]string, len(children))
	operands := make([]scalar.Expr, len(children))
	for i, child := range children {
		hashes[i] = r.operand(child)
		operands[i] = &scalar.Column{Base: scalar.Base{Typ: child.Type()}, Index: i}
	}
	return Digest("expression", scalar.Meaning(scalar.WithChildren(r.widened(e), operands), func(i int) string { return hashes[i] }))
}

// isNothing reports a cast that changes no value: it adds NULL to the type or, where that makes no difference, digits.
func (r Rows) isNothing(cast *scalar.Cast) bool {
	from, to := cast.Operand.Type(), cast.Typ
	return to.Same(from) || r.grade == OfState && from.IsInteger() && to.IsInteger() && from.Kind <= to.Kind
}

// operand is Expr within an expression. Where a column's own meaning doesn't say its type, it counts here: 7 / 2 is 3, or 3.5.
func (r Rows) operand(e scalar.Expr) string {
	if r.grade == Exact {
		return r.Expr(e)
	}
	return Digest("operand", family(e.Type()), r.Expr(e))
}

// widened makes an integer of an expression a BIGINT, as far as its text goes.
func (r Rows) widened(e scalar.Expr) scalar.Expr {
	if literal, ok := e.(*scalar.Literal); ok && r.grade == OfState && literal.Typ.IsInteger() {
		return &scalar.Literal{Base: scalar.Base{Typ: types.Of(types.BigInt), Pos: literal.Pos}, Value: literal.Value}
	}
	return e
}

// family is a type as far as it decides what an expression over its values means: not by how many digits an integer may have, how long a
// text may be, or whether NULL is among them.
func family(t types.Type) string {
	switch {
	case t.IsInteger():
		return "INTEGER"
	case t.Kind == types.Varchar:
		return "VARCHAR"
	}
	return t.WithNull(false).String()
}

// Call is what a call of an aggregate is over the rows.
func (r Rows) Call(call logical.AggregateCall) string {
	parts := []string{"call", functionMeaning(call)}
	if r.grade == Exact {
		parts = append(parts, strconv.Itoa(call.Overload))
	}
	return Digest(append(append(parts, strconv.FormatBool(call.Distinct)), r.taken(call)...)...)
}

// Taken is what a call of an aggregate takes of the rows, whatever it makes of that.
func (r Rows) Taken(call logical.AggregateCall) string {
	return Digest(append([]string{"taken", strconv.FormatBool(call.Distinct)}, r.taken(call)...)...)
}

func (r Rows) taken(call logical.AggregateCall) (parts []string) {
	for _, arg := range call.Args {
		parts = append(parts, r.Expr(arg))
	}
	if call.Filter != nil {
		parts = append(parts, "filter", r.Expr(call.Filter))
	}
	for _, key := range call.OrderBy {
		parts = append(parts, "order", r.Expr(key.Expr), fmt.Sprint(key.Desc, key.NullsFirst))
	}
	return parts
}

// functionMeaning is a function of the table by its name, and a user's by that of its Go type.
func functionMeaning(call logical.AggregateCall) string {
	if call.User == nil {
		return call.Function
	}
	return Digest(call.User.Package, call.User.Func)
}

// Window is what identifies a window over the rows; "" for none.
func (r Rows) Window(w *logical.Window) string {
	if w == nil {
		return ""
	}
	parts := []string{w.Kind.String(), fmt.Sprint(w.Size, w.Slide, w.Offset, w.Proctime)}
	for _, e := range []scalar.Expr{w.Time, w.Start, w.End} {
		if e != nil {
			parts = append(parts, r.Expr(e))
		}
	}
	return Digest(parts...)
}

// Digest hashes strings to 12 hexadecimal digits; where one ends and the next begins is part of it.
func Digest(parts ...string) string { return FullDigest(parts)[:12] }

// FullDigest is Digest with all its digits.
func FullDigest(parts []string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}
