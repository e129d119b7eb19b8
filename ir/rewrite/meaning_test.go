package rewrite

import (
	"slices"
	"testing"

	"github.com/weirsql/weir/ir/internal/random"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/lower"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Optimizing doesn't change what a plan means. A record that didn't fail gives the same rows. One that failed still fails,
// unless no row depends on what failed: then it gives these rows. And a lowered plan does what the logical one says.
func TestMeaning(t *testing.T) {
	const plans, records = 2500, 6
	outcomes := map[string]int{}
	narrowed := 0
	for seed := range uint64(plans) {
		g := newMeaningful(seed)
		plan := g.plan()
		optimized, traces := Optimize(plan)
		if traces[len(traces)-1].Fired > 0 {
			narrowed++
		}
		physical, _ := lower.Plan(optimized)
		for range records {
			r := g.record(plan)
			before, after := runLogical(plan, []record{r}, false), runLogical(optimized, []record{r}, false)
			want := before
			if before.failed && !after.failed {
				want = runLogical(plan, []record{r}, true)
			}
			if after.String() != want.String() {
				t.Fatalf("seed %d, record %v: %s, but optimized %s\n%s\noptimized\n%s", seed, r, want, after, logical.Print(plan), logical.Print(optimized))
			}
			if ran := runPhysical(physical, r); sorted(ran) != sorted(after) {
				t.Fatalf("seed %d, record %v: %s, but lowered %s\n%s", seed, r, after, ran, logical.Print(optimized))
			}
			outcomes[kindOf(before, after)]++
		}
	}
	if narrowed < plans/50 {
		t.Errorf("only %d plans had ROWs to narrow", narrowed)
	}
	for _, kind := range []string{"rows", "nothing", "failed", "saved"} {
		if outcomes[kind] < plans/20 {
			t.Errorf("only %d records of the kind %s: %v", outcomes[kind], kind, outcomes)
		}
	}
}

// Folding alone doesn't even save a record: whatever failed fails.
func TestFoldingKeepsFailures(t *testing.T) {
	for seed := range uint64(3000) {
		g := newMeaningful(seed)
		plan := g.plan()
		folded := (&run{}).foldConstants(plan)
		for range 4 {
			r := g.record(plan)
			before, after := runLogical(plan, []record{r}, false), runLogical(folded, []record{r}, false)
			if before.String() != after.String() {
				t.Fatalf("seed %d, record %v: %s, but folded %s\n%s\nfolded\n%s", seed, r, before, after, logical.Print(plan), logical.Print(folded))
			}
		}
	}
}

// Nor does it change what plans mean that group rows, put them in order, or look at those around: of a few records, one failure
// fails them all.
func TestMeaningOfGroups(t *testing.T) {
	const plans, runs = 4000, 3
	outcomes, fired := map[string]int{}, map[string]int{}
	for seed := range uint64(plans) {
		g := newMeaningful(seed)
		g.stateful = true
		plan := g.plan()
		optimized, traces := Optimize(plan)
		for _, trace := range traces {
			fired[trace.Name] += trace.Fired
		}
		for range runs {
			records := g.records(plan)
			before, after := runLogical(plan, records, false), runLogical(optimized, records, false)
			want := before
			if before.failed && !after.failed {
				want = runLogical(plan, records, true)
			}
			if after.String() != want.String() {
				t.Fatalf("seed %d, records %v: %s, but optimized %s\n%s\noptimized\n%s", seed, records, want, after, logical.Print(plan), logical.Print(optimized))
			}
			outcomes[kindOf(before, after)]++
		}
	}
	for _, kind := range []string{"rows", "nothing", "failed", "saved"} {
		if outcomes[kind] < plans/20 {
			t.Errorf("only %d runs of the kind %s: %v", outcomes[kind], kind, outcomes)
		}
	}
	for _, pass := range passes {
		if fired[pass.name] < plans/100 && pass.name != "drop-watermarks" && pass.name != "prune-fields" {
			t.Errorf("%s fired %d times", pass.name, fired[pass.name])
		}
	}
}

func (g *meaningful) records(p *logical.Plan) []record {
	var list []record
	for range 1 + g.IntN(6) {
		list = append(list, g.record(p))
	}
	return list
}

func kindOf(before, after outcome) string {
	switch {
	case after.failed:
		return "failed"
	case before.failed:
		return "saved"
	case len(after.rows) == 0:
		return "nothing"
	}
	return "rows"
}

// sorted leaves the order of rows aside: stages run one after another.
func sorted(o outcome) string {
	slices.Sort(o.rows)
	return o.String()
}

// meaningful makes plans whose expressions can be evaluated.
type meaningful struct {
	*random.Gen
	risky, noisy *scalar.UserFunction
	stateful     bool
}

var (
	nullableInt    = types.Of(types.Int).WithNull(true)
	nullableString = types.Of(types.Varchar).WithNull(true)
	timestamp      = types.Type{Kind: types.Timestamp, Precision: 3}
	nullableBool   = types.Of(types.Boolean).WithNull(true)

	pair        = types.RowOf(types.Field{Name: "number", Type: nullableInt}, types.Field{Name: "text", Type: nullableString}).WithNull(true)
	triple      = types.RowOf(types.Field{Name: "a", Type: nullableInt}, types.Field{Name: "b", Type: nullableString}, types.Field{Name: "pair", Type: pair}).WithNull(true)
	triples     = types.ArrayOf(triple).WithNull(true)
	pairsByName = types.MapOf(types.Of(types.Varchar), pair).WithNull(true)
	nestedTypes = []types.Type{pair, triple, triple, triples, triples, pairsByName}
)

func newMeaningful(seed uint64) *meaningful {
	user := func(name string, volatile bool) *scalar.UserFunction {
		return &scalar.UserFunction{Name: name, Params: []types.Type{nullableInt}, GoParams: []scalar.GoNull{scalar.GoPlain}, Result: nullableInt, Volatile: volatile}
	}
	return &meaningful{Gen: random.New(seed), risky: user("risky", false), noisy: user("noisy", true)}
}

func (g *meaningful) plan() *logical.Plan {
	p := random.NewPlanner(g.Gen)
	p.Value, p.Condition, p.Time, p.Call = g.value, g.condition, g.time, g.call
	p.Stateful = g.stateful
	p.Column = func() types.Type {
		if g.stateful && g.IntN(4) == 0 {
			return timestamp.WithNull(g.IntN(4) == 0)
		}
		switch g.IntN(4) {
		case 0:
			return nullableString
		case 1:
			return nestedTypes[g.IntN(len(nestedTypes))]
		}
		return types.Of(types.Int).WithNull(g.IntN(3) > 0)
	}
	return p.Plan()
}

func (g *meaningful) record(p *logical.Plan) record {
	var tables []*logical.Table
	for _, n := range p.Nodes() {
		if scan, ok := n.(*logical.Scan); ok {
			tables = append(tables, scan.Table)
		}
	}
	if len(tables) == 0 || g.IntN(5) == 0 {
		return record{}
	}
	t := tables[g.IntN(len(tables))]
	r := record{table: t.Name}
	for _, c := range t.Columns {
		r.values = append(r.values, g.columnValue(c.Type))
	}
	return r
}

func (g *meaningful) columnValue(t types.Type) any {
	switch {
	case t.Nullable && g.IntN(5) == 0:
		return nil
	case t.Kind == types.Varchar:
		return []string{"a", "A", "b"}[g.IntN(3)]
	case t.Kind == types.Row:
		var list []any
		for _, field := range t.Fields {
			list = append(list, g.columnValue(field.Type))
		}
		return list
	case t.Kind == types.Array:
		list := []any{}
		for range g.IntN(3) {
			list = append(list, g.columnValue(*t.Elem))
		}
		return list
	case t.Kind == types.Map:
		return map[string]any{"a": g.columnValue(*t.Elem), "b": g.columnValue(*t.Elem)}
	}
	return int64(g.IntN(7) - 2)
}

func base(t types.Type) scalar.Base { return scalar.Base{Typ: t} }

func (g *meaningful) value(depth int) scalar.Expr {
	switch g.IntN(7) {
	case 0:
		return g.str(depth)
	case 1:
		return g.condition(min(depth, 2))
	case 2:
		return g.nested(nestedTypes[g.IntN(len(nestedTypes))], depth)
	}
	return g.number(depth)
}

// column returns a column of a kind, widened to allow for NULL; a constant where there is none.
func (g *meaningful) column(t types.Type) scalar.Expr {
	for range 4 {
		if len(g.Columns) == 0 {
			break
		}
		i := g.IntN(len(g.Columns))
		if g.Columns[i].Same(t) {
			return retype(&scalar.Column{Base: base(g.Columns[i]), Index: i, Name: "c"}, t)
		}
	}
	if t.Kind == types.Row || t.Elem != nil {
		return &scalar.Literal{Base: base(t)}
	}
	return g.constant(t)
}

func (g *meaningful) constant(t types.Type) scalar.Expr {
	return &scalar.Literal{Base: base(t), Value: g.columnValue(t)}
}

// time is what windows are made of, and fails for NULL.
func (g *meaningful) time() scalar.Expr {
	return &scalar.NotNull{Base: base(timestamp), Operand: g.column(timestamp.WithNull(true)), Column: "c"}
}

func (g *meaningful) call(bool) logical.AggregateCall {
	c := logical.AggregateCall{Function: []string{"SUM", "MIN", "MAX", "COUNT"}[g.IntN(4)], Type: nullableInt, Distinct: g.IntN(4) == 0}
	if c.Function == "COUNT" {
		c.Type = types.Of(types.Int)
	}
	if c.Function != "COUNT" || g.IntN(2) == 0 {
		c.Args = []scalar.Expr{g.number(2)}
	}
	if g.IntN(4) == 0 {
		c.Filter = g.condition(2)
	}
	if g.IntN(6) == 0 {
		c.OrderBy = []logical.SortKey{{Expr: g.number(1)}}
	}
	return c
}

func (g *meaningful) number(depth int) scalar.Expr {
	if depth <= 0 {
		return g.column(nullableInt)
	}
	switch g.IntN(11) {
	case 8:
		return g.field([]types.Type{pair, triple}[g.IntN(2)], 0, depth)
	case 9:
		overload := g.IntN(2)
		list := g.nested([]types.Type{triples, pairsByName}[overload], depth-1)
		return &scalar.Call{Base: base(nullableInt), Function: "CARDINALITY", Overload: overload, Args: []scalar.Expr{list}}
	case 0:
		return g.constant(nullableInt)
	case 1, 2:
		op := []string{"+", "-", "*", "/", "/"}[g.IntN(5)]
		return &scalar.Call{Base: base(nullableInt), Function: op, Args: []scalar.Expr{g.number(depth - 1), g.number(depth - 1)}}
	case 3:
		return &scalar.Case{Base: base(nullableInt), Whens: []scalar.When{{Cond: g.condition(depth - 1), Then: g.number(depth - 1)}}, Else: g.number(depth - 1)}
	case 4:
		return &scalar.Coalesce{Base: base(nullableInt), Operands: []scalar.Expr{g.number(depth - 1), g.number(depth - 1)}}
	case 5:
		return &scalar.UserCall{Base: base(nullableInt), Function: g.risky, Args: []scalar.Expr{g.number(depth - 1)}}
	case 6:
		return &scalar.UserCall{Base: base(nullableInt), Function: g.noisy, Args: []scalar.Expr{g.number(depth - 1)}}
	case 7:
		checked := &scalar.NotNull{Base: base(types.Of(types.Int)), Operand: g.number(depth - 1), Column: "c"}
		return retype(checked, nullableInt)
	}
	return g.column(nullableInt)
}

func (g *meaningful) str(depth int) scalar.Expr {
	if depth <= 0 || g.IntN(3) == 0 {
		return g.column(nullableString)
	}
	switch g.IntN(3) {
	case 0:
		return g.field([]types.Type{pair, triple}[g.IntN(2)], 1, depth)
	case 1:
		return &scalar.Call{Base: base(nullableString), Function: "UPPER", Args: []scalar.Expr{g.str(depth - 1)}}
	}
	return &scalar.Call{Base: base(nullableString), Function: "||", Args: []scalar.Expr{g.str(depth - 1), g.str(depth - 1)}}
}

// field reads a field of a ROW.
func (g *meaningful) field(row types.Type, index, depth int) scalar.Expr {
	f := row.Fields[index]
	return &scalar.Field{Base: base(f.Type), Operand: g.nested(row, depth-1), Index: index, Name: f.Name}
}

// nested returns a ROW, an ARRAY or a MAP of one of the nested types.
func (g *meaningful) nested(t types.Type, depth int) scalar.Expr {
	if depth <= 0 {
		return g.column(t)
	}
	switch g.IntN(6) {
	case 0:
		return &scalar.Case{Base: base(t), Whens: []scalar.When{{Cond: g.condition(depth - 1), Then: g.nested(t, depth-1)}}, Else: g.nested(t, depth-1)}
	case 1:
		return &scalar.Coalesce{Base: base(t), Operands: []scalar.Expr{g.nested(t, depth-1), g.nested(t, depth-1)}}
	case 2:
		return g.within(t, depth)
	}
	return g.column(t)
}

// within takes a nested value out of another one, or makes one.
func (g *meaningful) within(t types.Type, depth int) scalar.Expr {
	switch {
	case t.Same(triple) && g.IntN(2) == 0:
		return &scalar.Subscript{Base: base(t), Operand: g.nested(triples, depth-1), Index: g.number(depth - 1)}
	case t.Same(triple):
		fields := []scalar.Expr{g.number(depth - 1), g.str(depth - 1), g.nested(pair, depth-1)}
		return retype(&scalar.RowValue{Base: base(t.WithNull(false)), Fields: fields}, t)
	case t.Same(pair) && g.IntN(2) == 0:
		return &scalar.Subscript{Base: base(t), Operand: g.nested(pairsByName, depth-1), Index: g.str(depth - 1)}
	case t.Same(pair):
		return g.field(triple, 2, depth)
	case t.Same(triples):
		return retype(&scalar.ArrayValue{Base: base(t.WithNull(false)), Elems: []scalar.Expr{g.nested(triple, depth-1), g.nested(triple, depth-1)}}, t)
	}
	return g.column(t)
}

func (g *meaningful) condition(depth int) scalar.Expr {
	if depth <= 0 {
		return &scalar.Literal{Base: base(nullableBool), Value: []any{true, true, false, nil}[g.IntN(4)]}
	}
	if g.stateful && g.IntN(6) == 0 {
		time := timestamp.WithNull(true)
		return &scalar.Compare{Base: base(nullableBool), Op: scalar.CompareOp(g.IntN(6)), Left: g.column(time), Right: g.column(time)}
	}
	switch g.IntN(11) {
	case 10:
		list := g.nested(nestedTypes[g.IntN(len(nestedTypes))], depth-1)
		return retype(&scalar.IsNull{Base: base(types.Of(types.Boolean)), Negated: g.IntN(2) == 0, Operand: list}, nullableBool)
	case 0, 1:
		return &scalar.And{Base: base(nullableBool), Operands: []scalar.Expr{g.condition(depth - 1), g.condition(depth - 1)}}
	case 2:
		return &scalar.Or{Base: base(nullableBool), Operands: []scalar.Expr{g.condition(depth - 1), g.condition(depth - 1)}}
	case 3:
		return &scalar.Not{Base: base(nullableBool), Operand: g.condition(depth - 1)}
	case 4:
		return retype(&scalar.IsNull{Base: base(types.Of(types.Boolean)), Negated: g.IntN(2) == 0, Operand: g.number(depth - 1)}, nullableBool)
	case 5:
		return retype(&scalar.IsTruth{Base: base(types.Of(types.Boolean)), Truth: scalar.Truth(g.IntN(3)), Operand: g.condition(depth - 1)}, nullableBool)
	case 6:
		return &scalar.In{Base: base(nullableBool), Negated: g.IntN(2) == 0, Operand: g.number(depth - 1), List: []scalar.Expr{g.constant(nullableInt), g.number(0)}}
	case 7:
		return &scalar.Compare{Base: base(nullableBool), Op: scalar.Eq, Left: g.str(depth - 1), Right: g.str(depth - 1)}
	}
	return &scalar.Compare{Base: base(nullableBool), Op: scalar.CompareOp(g.IntN(6)), Left: g.number(depth - 1), Right: g.number(depth - 1)}
}
