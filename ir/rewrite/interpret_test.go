package rewrite

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// This file runs plans over INT, BOOLEAN and VARCHAR, and ROWs, ARRAYs and MAPs of them, slowly and plainly, to compare them. A
// ROW and an ARRAY are a []any, a MAP is a map[string]any.

// failure is the panic of an expression that fails its record.
type failure struct{}

// thunk is a column that is computed when it is asked for, or was already.
type thunk func() any

func known(v any) thunk { return func() any { return v } }

// row is a row of columns. It is suspect where a condition failed that it should have passed: no matter if another one keeps
// it out.
type row struct {
	columns []thunk
	suspect bool
}

// outcome is what becomes of records: the rows that reach each query's output, or that one failed.
type outcome struct {
	failed bool
	rows   []string
}

func (o outcome) String() string {
	if o.failed {
		return "failed"
	}
	return strings.Join(o.rows, "; ")
}

// record is one input: a row of a table, or, with no table, the constants of the plan.
type record struct {
	table  string
	values []any
}

// bad is the value of an expression that failed, while it isn't known whether it matters.
type bad struct{}

// interpreter runs a plan for records: for one, but where operators look at several rows. A plain one does what the SQL says: projections compute all their columns, and a
// failure fails the record. A lazy one lets a record fail only if a row depends on what failed.
type interpreter struct {
	records []record
	lazy    bool
	out     outcome
	memo    map[logical.Node][]row
}

func runLogical(p *logical.Plan, records []record, lazy bool) (out outcome) {
	i := &interpreter{records: records, lazy: lazy, memo: map[logical.Node][]row{}}
	defer func() {
		if e := recover(); e != nil {
			if _, ok := e.(failure); !ok {
				panic(e)
			}
			out = outcome{failed: true}
		}
	}()
	for _, sink := range p.Sinks {
		for _, row := range i.rows(sink.Input) {
			i.write(sink.Query, row)
		}
	}
	return i.out
}

func (i *interpreter) write(query int, r row) {
	s := fmt.Sprint(query, ":")
	if r.suspect {
		panic(failure{})
	}
	for _, column := range r.columns {
		v := column()
		if v == (bad{}) {
			panic(failure{})
		}
		s += fmt.Sprintf(" %v", v)
	}
	i.out.rows = append(i.out.rows, s)
}

func (i *interpreter) rows(n logical.Node) []row {
	if rows, ok := i.memo[n]; ok {
		return rows
	}
	rows := i.compute(n)
	i.memo[n] = rows
	return rows
}

func (i *interpreter) compute(n logical.Node) []row {
	var list []row
	switch n := n.(type) {
	case *logical.Scan:
		for _, r := range i.records {
			if n.Table.Name == r.table {
				list = append(list, decode(n.Table, n.Used, logical.TypesOf(n.Cols), r.values))
			}
		}
	case *logical.Values:
		for _, exprs := range n.Rows {
			if slices.ContainsFunc(i.records, func(r record) bool { return r.table == "" }) {
				list = append(list, i.project(exprs, row{}))
			}
		}
	case *logical.Filter:
		for _, r := range i.rows(n.Input) {
			if i.accepts(n.Predicate, &r) {
				list = append(list, r)
			}
		}
	case *logical.Project:
		for _, r := range i.rows(n.Input) {
			list = append(list, i.project(n.Exprs, r))
		}
	case *logical.Union:
		for _, arm := range n.Arms {
			list = append(list, i.rows(arm)...)
		}
	case *logical.Watermark:
		return i.rows(n.Input)
	case *logical.Aggregate:
		return i.aggregate(n)
	case *logical.WindowAssign:
		return i.windowAssign(n)
	case *logical.Over:
		return i.over(n)
	case *logical.Sort:
		return i.sort(n)
	case *logical.Top:
		return i.top(n)
	}
	return list
}

func decode(t *logical.Table, used []int, decoded []types.Type, values []any) row {
	var r row
	for i, ordinal := range used {
		r.columns = append(r.columns, known(narrowed(values[ordinal], t.Columns[ordinal].Type, decoded[i])))
	}
	return r
}

// narrowed leaves out the fields that the decoded type hasn't.
func narrowed(v any, declared, decoded types.Type) any {
	var list []any
	switch v := v.(type) {
	case map[string]any:
		entries := map[string]any{}
		for key, element := range v {
			entries[key] = narrowed(element, *declared.Elem, *decoded.Elem)
		}
		return entries
	case []any:
		for i, element := range v {
			if declared.Kind == types.Array {
				list = append(list, narrowed(element, *declared.Elem, *decoded.Elem))
			} else if at := slices.IndexFunc(decoded.Fields, func(f types.Field) bool { return f.Name == declared.Fields[i].Name }); at >= 0 {
				list = append(list, narrowed(element, declared.Fields[i].Type, decoded.Fields[at].Type))
			}
		}
		return list
	}
	return v
}

func typesOf(fields []types.Field) []types.Type {
	var list []types.Type
	for _, field := range fields {
		list = append(list, field.Type)
	}
	return list
}

func (i *interpreter) project(exprs []scalar.Expr, r row) row {
	made := row{suspect: r.suspect}
	for _, e := range exprs {
		if i.lazy {
			made.columns = append(made.columns, func() any { return i.eval(e, r) })
		} else {
			made.columns = append(made.columns, known(i.eval(e, r)))
		}
	}
	return made
}

// accepts evaluates conditions up to the first that isn't TRUE; a lazy interpreter, up to one that isn't and didn't fail.
func (i *interpreter) accepts(predicate scalar.Expr, r *row) bool {
	for _, e := range scalar.Conjuncts(predicate) {
		switch i.eval(e, *r) {
		case true:
		case bad{}:
			r.suspect = true
		default:
			return false
		}
	}
	return true
}

// fail is the value of an expression that fails.
func (i *interpreter) fail() any {
	if i.lazy {
		return bad{}
	}
	panic(failure{})
}

// runPhysical runs a physical plan for one record, eagerly.
func runPhysical(p *physical.Plan, r record) (out outcome) {
	i := &interpreter{}
	defer func() {
		if e := recover(); e != nil {
			if _, ok := e.(failure); !ok {
				panic(e)
			}
			out = outcome{failed: true}
		}
	}()
	for _, stage := range p.Stages {
		switch input := stage.Input.(type) {
		case *physical.Source:
			if input.Table.Name == r.table {
				i.push(stage.Then, decode(input.Table, input.Used, typesOf(input.Type.Fields), r.values))
			}
		case *physical.Constant:
			for _, exprs := range input.Rows {
				if r.table == "" {
					i.push(stage.Then, i.project(exprs, row{}))
				}
			}
		}
	}
	return i.out
}

func (i *interpreter) push(ops []physical.Operator, r row) {
	for _, op := range ops {
		switch op := op.(type) {
		case *physical.Filter:
			if i.accepts(op.Predicate, &r) {
				i.push(op.Then, r)
			}
		case *physical.Project:
			i.push(op.Then, i.project(op.Exprs, r))
		case *physical.Write:
			i.write(op.Query, r)
		}
	}
}

// eval computes an expression: nil, bool, int64, string, []any or map[string]any.
func (i *interpreter) eval(e scalar.Expr, r row) any {
	switch e := e.(type) {
	case *scalar.Column:
		return r.columns[e.Index]()
	case *scalar.Literal:
		return e.Value
	case *scalar.And:
		return i.evalLogic(e.Operands, r, false)
	case *scalar.Or:
		return i.evalLogic(e.Operands, r, true)
	case *scalar.Not:
		v := i.eval(e.Operand, r)
		if v, ok := v.(bool); ok {
			return !v
		}
		return v
	case *scalar.Compare:
		return i.evalCompare(e, r)
	case *scalar.IsNull:
		v := i.eval(e.Operand, r)
		if v == (bad{}) {
			return v
		}
		return (v == nil) != e.Negated
	case *scalar.IsTruth:
		want := map[scalar.Truth]any{scalar.True: true, scalar.False: false, scalar.Unknown: nil}[e.Truth]
		v := i.eval(e.Operand, r)
		if v == (bad{}) {
			return v
		}
		return (v == want) != e.Negated
	case *scalar.In:
		return i.evalIn(e, r)
	case *scalar.Case:
		for _, when := range e.Whens {
			switch i.eval(when.Cond, r) {
			case true:
				return i.eval(when.Then, r)
			case bad{}:
				return bad{}
			}
		}
		if e.Else == nil {
			return nil
		}
		return i.eval(e.Else, r)
	case *scalar.Coalesce:
		for _, operand := range e.Operands {
			if v := i.eval(operand, r); v != nil {
				return v
			}
		}
		return nil
	case *scalar.Cast:
		return i.eval(e.Operand, r)
	case *scalar.NotNull:
		v := i.eval(e.Operand, r)
		if v == nil {
			return i.fail()
		}
		return v
	case *scalar.Field:
		v := i.eval(e.Operand, r)
		if list, ok := v.([]any); ok {
			return list[e.Index]
		}
		return v // NULL, or bad
	case *scalar.Subscript:
		return subscript(i.eval(e.Operand, r), i.eval(e.Index, r))
	case *scalar.RowValue:
		return i.evalList(e.Fields, r)
	case *scalar.ArrayValue:
		return i.evalList(e.Elems, r)
	case *scalar.Call:
		return i.evalCall(e.Function, i.evalAll(e.Args, r))
	case *scalar.UserCall:
		return i.evalUser(i.evalAll(e.Args, r))
	}
	panic(fmt.Sprintf("can't evaluate %T", e))
}

func (i *interpreter) evalAll(exprs []scalar.Expr, r row) []any {
	var list []any
	for _, e := range exprs {
		list = append(list, i.eval(e, r))
	}
	return list
}

// evalList is a new ROW or ARRAY.
func (i *interpreter) evalList(exprs []scalar.Expr, r row) any {
	list := i.evalAll(exprs, r)
	if slices.ContainsFunc(list, func(v any) bool { return v == bad{} }) {
		return bad{}
	}
	return list
}

func subscript(list, index any) any {
	if list == (bad{}) || index == (bad{}) {
		return bad{}
	}
	switch list := list.(type) {
	case []any:
		if n, ok := index.(int64); ok && n >= 1 && n <= int64(len(list)) {
			return list[n-1]
		}
	case map[string]any:
		if key, ok := index.(string); ok {
			return list[key]
		}
	}
	return nil
}

// evalLogic is AND (settled by false) or OR (settled by true).
func (i *interpreter) evalLogic(operands []scalar.Expr, r row, settles bool) any {
	var result any = !settles
	for _, operand := range operands {
		switch v := i.eval(operand, r); v {
		case settles:
			return settles
		case bad{}:
			result = v
		case nil:
			if result != (bad{}) {
				result = nil
			}
		}
	}
	return result
}

func (i *interpreter) evalCompare(e *scalar.Compare, r row) any {
	left, right := i.eval(e.Left, r), i.eval(e.Right, r)
	if left == nil || right == nil {
		return nil
	}
	if left == (bad{}) || right == (bad{}) {
		return bad{}
	}
	order, ok := compareLiterals(&scalar.Literal{Base: scalar.Base{Typ: e.Left.Type()}, Value: left}, &scalar.Literal{Base: scalar.Base{Typ: e.Left.Type()}, Value: right})
	if !ok {
		panic("can't compare")
	}
	return holdsFor(e.Op, order)
}

func (i *interpreter) evalIn(e *scalar.In, r row) any {
	v := i.eval(e.Operand, r)
	var result any = e.Negated
	for _, item := range e.List {
		switch w := i.eval(item, r); {
		case v == nil:
			result = nil
		case v == any(bad{}) || w == any(bad{}):
			result = bad{}
		case v == w:
			return !e.Negated
		case w == nil && result != (bad{}):
			result = nil
		}
	}
	return result
}

func (i *interpreter) evalCall(function string, args []any) any {
	if hasNil(args) {
		return nil
	}
	if slices.Contains(args, any(bad{})) {
		return bad{}
	}
	switch function {
	case "UPPER":
		return strings.ToUpper(args[0].(string))
	case "||":
		return args[0].(string) + args[1].(string)
	case "CARDINALITY":
		return int64(reflect.ValueOf(args[0]).Len())
	}
	a, b := args[0].(int64), args[1].(int64)
	var c int64
	switch function {
	case "+":
		c = a + b
	case "-":
		c = a - b
	case "*":
		c = a * b
	case "/":
		if b == 0 {
			return i.fail()
		}
		c = a / b
	}
	if c > math.MaxInt32 || c < math.MinInt32 {
		return i.fail()
	}
	return c
}

// evalUser is a function that fails for multiples of 5.
func (i *interpreter) evalUser(args []any) any {
	if args[0] == nil || args[0] == (bad{}) {
		return args[0]
	}
	n := args[0].(int64)
	if n%5 == 0 {
		return i.fail()
	}
	return n % 7
}
