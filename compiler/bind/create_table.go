package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/catalog"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// tableColumn is one declared column, in declared order: physical, metadata or computed.
type tableColumn struct {
	decl     *ast.Column
	typ      types.Type  // as queries see it
	physical int         // ordinal in logical.Table.Columns; -1 for a computed column
	computed scalar.Expr // over logical.Table.Columns; nil for the others
}

// bindTables binds every CREATE TABLE, used or not.
func (b *binder) bindTables() {
	for _, r := range b.relations {
		if decl, ok := r.decl.(*ast.CreateTable); ok {
			b.bindTable(r, decl)
		}
	}
}

// bindTable binds a table's columns and options, and the node that reads it:
//
//	Scan ─▶ Project (computed columns, where there are any) ─▶ Watermark (where one is declared)
func (b *binder) bindTable(r *relation, decl *ast.CreateTable) {
	t := &table{Table: &logical.Table{Name: r.name.Name, Span: decl.Span()}}
	r.table = t
	b.checkColumnNames(decl)
	connector := b.tableConnector(decl)
	for _, column := range decl.Columns {
		b.declareColumn(t, column, connector)
	}
	b.primaryKey(t, decl)
	b.tableOptions(t, decl.Options, optionsSpan(decl.Options, decl.Name.Span()))
	for i := range t.columns {
		b.computedColumn(t, &t.columns[i])
	}
	if len(t.Columns) == 0 {
		b.report(diag.NoColumns, r.name.Span(), "table %s has no column that its connector could fill", t.Name)
	}
	r.node = b.tableNode(t, decl)
}

func (b *binder) checkColumnNames(decl *ast.CreateTable) {
	for i, column := range decl.Columns {
		for _, other := range decl.Columns[:i] {
			if sameName(other.Name, column.Name) {
				d := b.report(diag.DuplicateColumn, column.Name.Span(), "column %s is declared twice", column.Name.Name)
				note(d, other.Name.Span(), "it is declared here first")
				break
			}
		}
	}
}

// tableConnector finds the connector before the columns are bound: metadata columns have its types. nil where it is unknown,
// which is reported with the other options.
func (b *binder) tableConnector(decl *ast.CreateTable) *catalog.Connector {
	for _, o := range decl.Options {
		if o.Key.Value == "connector" {
			connector, _ := catalog.LookupConnector(o.Value.Value)
			return connector
		}
	}
	return nil
}

func (b *binder) declareColumn(t *table, column *ast.Column, connector *catalog.Connector) {
	bound := tableColumn{decl: column, physical: -1, typ: invalid}
	if column.Type != nil {
		bound.typ = b.typeOf(column.Type)
	}
	if column.Computed == nil {
		physical := logical.TableColumn{Name: column.Name.Name, Type: bound.typ, Span: column.Span()}
		if column.Metadata != nil {
			b.metadataColumn(&physical, column, connector)
		}
		bound.physical = len(t.Columns)
		t.Columns = append(t.Columns, physical)
	}
	t.columns = append(t.columns, bound)
}

// computedColumn binds x AS expr over the physical and metadata columns.
func (b *binder) computedColumn(t *table, column *tableColumn) {
	if column.decl.Computed == nil {
		return
	}
	s := newScope("a computed column")
	s.add(t.Name, physicalColumns(t.Table))
	s.computed = computedNames(t)
	e := b.value(column.decl.Computed, s)
	column.computed, column.typ = e, e.Type()
}

func computedNames(t *table) []ast.Ident {
	var names []ast.Ident
	for _, column := range t.columns {
		if column.decl.Computed != nil {
			names = append(names, column.decl.Name)
		}
	}
	return names
}

// physicalColumns are the columns that a Scan of the table yields.
func physicalColumns(t *logical.Table) []logical.Column {
	columns := make([]logical.Column, len(t.Columns))
	for i, column := range t.Columns {
		columns[i] = logical.Column{Name: column.Name, Type: column.Type, Span: column.Span}
	}
	return columns
}

// tableNode builds the node that reads the table.
func (b *binder) tableNode(t *table, decl *ast.CreateTable) logical.Node {
	scan := &logical.Scan{Base: logical.Base{Cols: physicalColumns(t.Table), Pos: decl.Span()}, Table: t.Table}
	for i := range t.Columns {
		scan.Used = append(scan.Used, i)
	}
	return b.watermark(t, decl, b.computedColumns(t, scan))
}

// computedColumns puts the declared columns in their order where that isn't the scan's own.
func (b *binder) computedColumns(t *table, scan *logical.Scan) logical.Node {
	columns := make([]logical.Column, len(t.columns))
	exprs := make([]scalar.Expr, len(t.columns))
	identity := true
	for i, column := range t.columns {
		columns[i] = logical.Column{Name: column.decl.Name.Name, Type: column.typ, Span: column.decl.Span()}
		if column.computed != nil {
			exprs[i], identity = column.computed, false
			continue
		}
		physical := t.Columns[column.physical]
		exprs[i] = &scalar.Column{Base: base(physical.Type, column.decl.Span()), Index: column.physical, Name: physical.Name}
		if !physical.Type.Same(column.typ) {
			exprs[i] = &scalar.Cast{Base: base(column.typ.WithNull(physical.Type.Nullable), column.decl.Span()), Operand: exprs[i], Implicit: true}
			identity = false
		}
		columns[i].Type = exprs[i].Type()
	}
	if identity {
		return scan
	}
	return &logical.Project{Base: logical.Base{Cols: columns, Pos: scan.Pos}, Name: t.Name, Input: scan, Exprs: exprs}
}

// tableOptions binds the WITH clause.
func (b *binder) tableOptions(t *table, options []*ast.Option, at diag.Span) {
	for _, o := range options {
		t.Options = append(t.Options, logical.Option{Key: o.Key.Value, Value: o.Value.Value, KeySpan: o.Key.Span(), ValueSpan: o.Value.Span()})
	}
	checked, found := catalog.Check(t.Name, t.Columns, t.Options, at)
	b.found = append(b.found, found...)
	t.options = checked
	if checked == nil {
		return
	}
	t.Connector = checked.Connector.Name
	if checked.Format != nil {
		t.Format = checked.Format.Name
	}
}

// optionsSpan is where a WITH clause stands: what is missing from it is reported there.
func optionsSpan(options []*ast.Option, otherwise diag.Span) diag.Span {
	if len(options) == 0 {
		return otherwise
	}
	return options[0].Span().Union(options[len(options)-1].Span())
}
