package bind

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

var tableForms = map[logical.WindowKind]string{
	logical.Tumble:   "TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))",
	logical.Hop:      "TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '10' MINUTE)): the slide, then the size",
	logical.Session:  "TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '30' SECOND))",
	logical.Cumulate: "TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR, INTERVAL '1' DAY)): the step, then the size",
}

// argumentNames are the names that arguments of a windowing table function may be given by, in order.
var argumentNames = map[logical.WindowKind][]string{
	logical.Tumble:   {"DATA", "TIMECOL", "SIZE", "OFFSET"},
	logical.Hop:      {"DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET"},
	logical.Session:  {"DATA", "TIMECOL", "GAP"},
	logical.Cumulate: {"DATA", "TIMECOL", "STEP", "SIZE", "OFFSET"},
}

// sessionNames are those of a session whose table doesn't say how it is partitioned: SESSION(TABLE t, DESCRIPTOR(ts), DESCRIPTOR(k), gap).
var sessionNames = []string{"DATA", "TIMECOL", "KEY", "GAP"}

// windowFunction binds TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), size)) and its kin: the table's rows, once for each of their windows.
func (b *binder) windowFunction(ref *ast.TableFunction, e *env) (string, logical.Node) {
	return b.aliased(ref.Alias, "", b.windowed(ref.Call, e))
}

func (b *binder) windowed(call *ast.Call, e *env) logical.Node {
	kind := functionKinds[strings.ToUpper(call.Name.Last().Name)]
	args, ok := b.positional(call, kind)
	if !ok {
		return brokenAt(call.Span())
	}
	table, isTable := args[0].(*ast.TableArg)
	descriptor, isDescriptor := args[1].(*ast.Descriptor)
	if keys, keyed := args[2].(*ast.Descriptor); keyed && isTable && len(args) == len(sessionNames) {
		table, args = partitionedBy(table, keys), slices.Delete(args, 2, 3)
	}
	if !isTable || !isDescriptor || len(descriptor.Columns) != 1 {
		d := b.report(diag.BadWindow, call.Span(), "%s takes a table, the column that it goes by, and intervals", strings.ToUpper(call.Name.Last().Name))
		advise(d, "write %s", tableForms[kind])
		return brokenAt(call.Span())
	}
	name, input := b.namedTable(&ast.Table{Base: table.Base, Name: table.Name}, e)
	if isBroken(input) {
		return input
	}
	s := newScope("TABLE(" + strings.ToUpper(call.Name.Last().Name) + "(…))")
	s.add(name, input.Columns())
	return b.assignWindow(call, kind, table, descriptor, args[2:], input, s)
}

// partitionedBy is a table that is partitioned by the columns of a descriptor.
func partitionedBy(table *ast.TableArg, keys *ast.Descriptor) *ast.TableArg {
	c := *table
	c.PartitionBy = slices.Clone(table.PartitionBy)
	for _, key := range keys.Columns {
		c.PartitionBy = append(c.PartitionBy, descriptorColumn(key))
	}
	return &c
}

// descriptorColumn is a column that DESCRIPTOR names.
func descriptorColumn(id ast.Ident) *ast.ColumnRef {
	return &ast.ColumnRef{Base: id.Base, Name: ast.Name{Base: id.Base, Parts: []ast.Ident{id}}}
}

// positional puts arguments that are given by name into their order.
func (b *binder) positional(call *ast.Call, kind logical.WindowKind) ([]ast.Expr, bool) {
	names := argumentNames[kind]
	if kind == logical.Session && len(call.Args) == len(sessionNames) {
		names = sessionNames
	}
	args := make([]ast.Expr, len(names))
	count := 0
	for i, arg := range call.Args {
		at := i
		if named, ok := arg.(*ast.NamedArg); ok {
			at, _ = matchName(named.Name, each(names, func(name string) string { return name }))
			arg = named.Value
		}
		if at < 0 || at >= len(names) || args[at] != nil {
			d := b.report(diag.BadWindow, arg.Span(), "%s has no place for this argument", strings.ToUpper(call.Name.Last().Name))
			advise(d, "write %s", tableForms[kind])
			return nil, false
		}
		args[at] = arg
		count = max(count, at+1)
	}
	for i := range args[:max(count, 3)] {
		if i >= len(args) || args[i] == nil {
			d := b.report(diag.BadWindow, call.Span(), "%s lacks an argument", strings.ToUpper(call.Name.Last().Name))
			advise(d, "write %s", tableForms[kind])
			return nil, false
		}
	}
	return args[:count], true
}

func (b *binder) assignWindow(call *ast.Call, kind logical.WindowKind, table *ast.TableArg, descriptor *ast.Descriptor, spans []ast.Expr, input logical.Node, s *scope) logical.Node {
	w := &logical.Window{Kind: kind, Lateness: b.lateness}
	name := strings.ToUpper(call.Name.Last().Name)
	column := b.columnRef(descriptorColumn(descriptor.Columns[0]), s)
	ok := b.spans(w, spans, callOrder, tableForms[kind], call.Span(), s)
	time, proctime, timeOK := b.timeOf(column, input, name)
	partition, partitionOK := b.windowPartition(table, kind, s)
	if !ok || !timeOK || !partitionOK {
		return brokenAt(call.Span())
	}
	w.Time, w.Proctime = time, proctime
	if proctime {
		w.Lateness, w.Carried = 0, carriesProctime(input, time)
	}
	columns := append([]logical.Column(nil), input.Columns()...)
	if kind == logical.Session { // by the watermark that closes it, its rows are late
		for i := range columns {
			columns[i].TimeAttribute = false
		}
	}
	names := &uniqueNames{}
	for _, column := range columns {
		names.taken = append(names.taken, column.Name)
	}
	columns = append(columns, windowColumns(w, call.Span(), names)...)
	return &logical.WindowAssign{Base: logical.Base{Cols: columns, Changes: input.Mode(), Pos: call.Span()}, Input: input, Window: w, PartitionBy: partition}
}

// windowPartition binds PARTITION BY of a session's table: the groups that have sessions of their own.
func (b *binder) windowPartition(table *ast.TableArg, kind logical.WindowKind, s *scope) ([]scalar.Expr, bool) {
	if len(table.OrderBy) > 0 {
		b.report(diag.BadWindow, table.OrderBy[0].Span(), "a window goes by its time column alone: ORDER BY has no meaning here")
		return nil, false
	}
	if kind != logical.Session && len(table.PartitionBy) > 0 {
		d := b.report(diag.BadWindow, table.PartitionBy[0].Span(), "PARTITION BY has no meaning here: these windows are the same for all rows")
		advise(d, "leave it out, and group by the columns")
		return nil, false
	}
	var partition []scalar.Expr
	for _, item := range table.PartitionBy {
		e := b.value(item, s)
		if !b.checkKeyType(e, "PARTITION BY") {
			return nil, false
		}
		if _, ok := e.(*scalar.Column); !ok {
			d := b.report(diag.BadWindow, item.Span(), "a session is partitioned by columns")
			advise(d, "compute the column in a view, and read that")
			return nil, false
		}
		partition = append(partition, e)
	}
	return partition, true
}
