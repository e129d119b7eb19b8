package bind

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// bindQueries binds what the job runs, in the order of the file.
func (b *binder) bindQueries() {
	for ordinal, q := range b.queries {
		switch statement := q.statement.(type) {
		case *ast.Insert:
			b.insert(statement, ordinal)
		case *ast.CreateTableAs:
			b.createTableAs(q.created, statement, ordinal)
		case *ast.Select:
			b.bareSelect(statement, ordinal)
		}
	}
}

// insert binds INSERT INTO table [(columns)] query.
func (b *binder) insert(insert *ast.Insert, ordinal int) {
	r, t := b.target(insert.Table)
	if t == nil {
		b.query(insert.Query, nil, nil)
		return
	}
	r.writes = append(r.writes, insert.Table.Span())
	targets, ok := b.insertColumns(t, insert)
	node := b.query(insert.Query, nil, targetTypes(t, targets))
	if !ok || isBroken(node) || !b.checkInsertCount(t, insert, targets, node) {
		return
	}
	b.sink(t, b.assignRow(t, insert, targets, node), ordinal, insert.Span())
}

// target finds the table that INSERT INTO names; nil where it can't be written.
func (b *binder) target(name ast.Name) (*relation, *table) {
	b.checkUnqualified(name)
	id := name.Last()
	r, _ := b.lookupRelation(id)
	if r == nil {
		b.unknownTable(id, nil)
		return nil, nil
	}
	if r.isView() {
		d := b.report(diag.NotATable, id.Span(), "%s is a view: it can't be inserted into", r.name.Name)
		note(d, r.name.Span(), "it is declared here")
		return nil, nil
	}
	if decl, ok := r.decl.(*ast.CreateTableAs); ok {
		b.created(r, decl, id)
	}
	return r, r.table
}

// insertColumns are the ordinals of the table's columns that the query fills: those that INSERT lists, or all that can be
// inserted into.
func (b *binder) insertColumns(t *table, insert *ast.Insert) (targets []int, ok bool) {
	if len(insert.Columns) == 0 {
		for i, column := range t.Columns {
			if column.Metadata == "" {
				targets = append(targets, i)
			}
		}
		return targets, true
	}
	ok = true
	for i, id := range insert.Columns {
		target := b.insertColumn(t, id)
		for j, other := range targets {
			if other == target && target >= 0 {
				d := b.report(diag.BadInsertColumn, id.Span(), "column %s is listed twice", id.Name)
				note(d, insert.Columns[j].Span(), "it is listed here first")
				target = -1
			}
		}
		_ = i
		ok = ok && target >= 0
		targets = append(targets, target)
	}
	return targets, ok
}

// insertColumn finds one listed column; -1 where it can't be inserted into.
func (b *binder) insertColumn(t *table, id ast.Ident) int {
	if i, _ := matchName(id, each(t.Columns, func(c logical.TableColumn) string { return c.Name })); i >= 0 {
		if t.Columns[i].Metadata == "" {
			return i
		}
		d := b.report(diag.BadInsertColumn, id.Span(), "column %s is metadata, which the connector gives: it can't be inserted into", id.Name)
		note(d, t.Columns[i].Span, "it is declared here")
		return -1
	}
	if i, _ := matchName(id, each(t.columns, func(c tableColumn) string { return c.decl.Name.Name })); i >= 0 {
		d := b.report(diag.BadInsertColumn, id.Span(), "column %s is computed: it can't be inserted into", id.Name)
		note(d, t.columns[i].decl.Span(), "it is declared here")
		return -1
	}
	d := b.report(diag.BadInsertColumn, id.Span(), "table %s has no column %s", t.Name, id.Name)
	b.suggestName(d, id, b.insertable(t))
	return -1
}

// insertable lists the columns that can be inserted into.
func (b *binder) insertable(t *table) []string {
	var names []string
	for _, column := range t.Columns {
		if column.Metadata == "" {
			names = append(names, column.Name)
		}
	}
	return names
}

func targetTypes(t *table, targets []int) []types.Type {
	list := make([]types.Type, len(targets))
	for i, target := range targets {
		list[i] = invalid
		if target >= 0 {
			list[i] = t.Columns[target].Type
		}
	}
	return list
}

// checkInsertCount reports a query that yields more or fewer columns than are inserted into.
func (b *binder) checkInsertCount(t *table, insert *ast.Insert, targets []int, node logical.Node) bool {
	got := len(node.Columns())
	if got == len(targets) {
		return true
	}
	var names []string
	for _, target := range targets {
		names = append(names, t.Columns[target].Name)
	}
	d := b.report(diag.InsertCount, bodySpan(insert.Query), "the query has %s, but %s takes %d: %s", plural(got, "column"), t.Name, len(targets), strings.Join(names, ", "))
	if got < len(targets) && len(insert.Columns) == 0 {
		advise(d, "no column is left for %s; to leave columns out, list the others: INSERT INTO %s (…)", wordList(names[got:]), t.Name)
	} else if got > len(targets) {
		note(d, node.Columns()[len(targets)].Span, "column %s has no place", node.Columns()[len(targets)].Name)
	}
	return false
}

// bodySpan is the start of a query that a message about the whole of it points at: its select list.
func bodySpan(q *ast.Query) diag.Span {
	if body, ok := q.Body.(*ast.SelectBody); ok && len(body.Items) > 0 {
		return body.Items[0].Span().Union(body.Items[len(body.Items)-1].Span())
	}
	return q.Body.Span()
}

// assignRow puts the query's columns into the table's order, each cast to its column's type; columns that aren't listed are NULL.
func (b *binder) assignRow(t *table, insert *ast.Insert, targets []int, node logical.Node) logical.Node {
	from := map[int]int{}
	for i, target := range targets {
		from[target] = i
	}
	var columns []logical.Column
	var exprs []scalar.Expr
	sources := columnsOf(node)
	for i, column := range t.Columns {
		if column.Metadata != "" {
			continue
		}
		var e scalar.Expr
		if source, ok := from[i]; ok {
			e = b.assignColumn(column, operand{Expr: sources[source]}, node)
		} else {
			e = b.omitted(t, column, insert)
		}
		columns = append(columns, logical.Column{Name: column.Name, Type: e.Type(), Span: column.Span})
		exprs = append(exprs, e)
	}
	if len(exprs) == len(node.Columns()) && allColumns(exprs) {
		return node
	}
	return projectNode(node, columns, exprs, node.Span())
}

// allColumns reports expressions that pass a row on as it is.
func allColumns(exprs []scalar.Expr) bool {
	for i, e := range exprs {
		if column, ok := e.(*scalar.Column); !ok || column.Index != i {
			return false
		}
	}
	return true
}

// assignColumn casts a value to the type of the column that takes it, and makes NULL fail where the column is NOT NULL.
func (b *binder) assignColumn(column logical.TableColumn, o operand, node logical.Node) scalar.Expr {
	e, ok := b.assign(o, column.Type, functions.Assignment)
	if !ok {
		d := b.report(diag.InsertType, o.Span(), "column %s is %s, and this is %s", column.Name, typeName(column.Type), article(o.Type()))
		note(d, column.Span, "column %s is declared here", column.Name)
		if functions.CastBetween(o.Type(), column.Type) != functions.NoCast {
			advise(d, "CAST(… AS %s)", typeName(column.Type))
		}
		return bad(o.Span()).Expr
	}
	return b.notNull(column, e, node)
}

func (b *binder) notNull(column logical.TableColumn, e scalar.Expr, node logical.Node) scalar.Expr {
	if column.Type.Nullable || !e.Type().Nullable || isInvalid(e.Type()) {
		return e
	}
	if alwaysNull(e, node) {
		d := b.report(diag.MissingInsertColumn, e.Span(), "column %s is NOT NULL, and this is always NULL", column.Name)
		note(d, column.Span, "column %s is declared here", column.Name)
	}
	return &scalar.NotNull{Base: base(e.Type().WithNull(false), e.Span()), Operand: e, Column: column.Name}
}

// alwaysNull reports an expression that is NULL for every row.
func alwaysNull(e scalar.Expr, node logical.Node) bool {
	if column, ok := e.(*scalar.Column); ok {
		if project, ok := node.(*logical.Project); ok {
			e = project.Exprs[column.Index]
		}
	}
	l, ok := e.(*scalar.Literal)
	return ok && l.Value == nil
}

// omitted is the value of a column that INSERT doesn't list.
func (b *binder) omitted(t *table, column logical.TableColumn, insert *ast.Insert) scalar.Expr {
	if !column.Type.Nullable && !isInvalid(column.Type) {
		at := insert.Columns[0].Span().Union(insert.Columns[len(insert.Columns)-1].Span())
		d := b.report(diag.MissingInsertColumn, at, "column %s of %s is NOT NULL and has no value here", column.Name, t.Name)
		note(d, column.Span, "column %s is declared here", column.Name)
		advise(d, "list it and give it a value")
	}
	return &scalar.Literal{Base: base(column.Type.WithNull(true), insert.Table.Span())}
}

func (b *binder) sink(t *table, input logical.Node, ordinal int, at diag.Span) {
	sink := &logical.Sink{Base: logical.Base{Cols: input.Columns(), Changes: input.Mode(), Pos: at}, Input: input, Table: t.written(), Query: ordinal}
	b.plan.Sinks = append(b.plan.Sinks, sink)
	b.checkWaiting(sink)
}

// checkWaiting reports what waits for the end of an input that has none.
func (b *binder) checkWaiting(n logical.Node) {
	if b.awaited[n] {
		return
	}
	b.awaited[n] = true
	for _, input := range n.Inputs() {
		b.checkWaiting(input)
	}
	switch n := n.(type) {
	case *logical.Over:
		b.checkBounded(n)
	case *logical.Top:
		b.checkTopEnds(n)
	}
}

// written is the table as a sink has it: without the metadata columns, which nobody can insert into.
func (t *table) written() *logical.Table {
	if t.sink != nil {
		return t.sink
	}
	t.sink = t.Table
	if slices.ContainsFunc(t.Columns, isMetadata) {
		copied := *t.Table
		copied.Columns, copied.Key = nil, nil
		for i, column := range t.Columns {
			if slices.Contains(t.Key, i) {
				copied.Key = append(copied.Key, len(copied.Columns))
			}
			if !isMetadata(column) {
				copied.Columns = append(copied.Columns, column)
			}
		}
		t.sink = &copied
	}
	return t.sink
}

func isMetadata(column logical.TableColumn) bool { return column.Metadata != "" }
