package bind

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// checkDeadLetter checks that 'on-error' and 'on-error.table' agree.
func (b *binder) checkDeadLetter(settings map[string]*ast.Set) {
	target := settings["on-error.table"]
	if target == nil {
		return
	}
	if policy := settings["on-error"]; policy == nil || policy.Value.Value != "dead-letter" {
		d := b.report(diag.SettingWithoutEffect, target.Key.Span(), "'on-error.table' has no effect unless 'on-error' is 'dead-letter'")
		advise(d, "add SET 'on-error' = 'dead-letter'")
	}
	b.deadLetter = target
}

// bindDeadLetter finds the table that SET 'on-error.table' names and checks that it takes what is known of a bad record.
func (b *binder) bindDeadLetter() {
	if b.deadLetter == nil {
		return
	}
	id := ast.Ident{Base: ast.At(b.deadLetter.Value.Span()), Name: b.deadLetter.Value.Value}
	r, _ := b.lookupRelation(id)
	if r == nil {
		b.unknownTable(id, nil)
		return
	}
	if _, declared := r.decl.(*ast.CreateTable); !declared {
		b.report(diag.BadDeadLetterTable, id.Span(), "%s %s can't take bad records: name a table made by CREATE TABLE (…) WITH (…)", r.kind(), r.name.Name)
		return
	}
	if len(r.writes) > 0 {
		d := b.report(diag.BadDeadLetterTable, r.writes[0], "table %s takes bad records: nothing else can be inserted into it", r.name.Name)
		note(d, id.Span(), "it is made the dead-letter table here")
	}
	r.writes = append(r.writes, id.Span())
	b.checkDeadLetterTable(r.table, id.Span())
	b.plan.DeadLetter = r.table.Table
	for i := range b.plan.Settings {
		if b.plan.Settings[i].Key == "on-error.table" {
			b.plan.Settings[i].Value = r.name.Name
		}
	}
}

// letterColumns are the columns that a dead-letter table may have, with what they hold.
var letterColumns = map[string][]types.Kind{
	"record":   {types.Varchar},
	"reason":   {types.Varchar},
	"table":    {types.Varchar},
	"source":   {types.Varchar},
	"position": {types.Varchar},
	"line":     {types.BigInt, types.Int},
	"offset":   {types.BigInt},
	"time":     {types.Varchar, types.Timestamp},
}

func letterNames() []string {
	var names []string
	for name := range letterColumns {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (b *binder) checkDeadLetterTable(t *table, at diag.Span) {
	if t.Format != "" && t.Format != "json" {
		option, _ := t.options.Value("format")
		b.report(diag.BadDeadLetterTable, option.ValueSpan, "a dead-letter table is written as JSON, not as %s", t.Format)
	}
	for _, column := range t.Columns {
		b.checkLetterColumn(t, column)
	}
	if len(t.columns) > len(t.Columns) {
		b.report(diag.BadDeadLetterTable, at, "dead-letter table %s has a computed column, which nothing could fill", t.Name)
	}
}

func (b *binder) checkLetterColumn(t *table, column logical.TableColumn) {
	allowed, ok := letterColumns[strings.ToLower(column.Name)]
	if !ok || column.Metadata != "" {
		d := b.report(diag.BadDeadLetterTable, column.Span, "column %s of dead-letter table %s is none of those that describe a bad record", column.Name, t.Name)
		if near := diag.Nearest(column.Name, letterNames()); near != "" {
			advise(d, "did you mean %s?", near)
		} else {
			advise(d, "they are %s", strings.Join(letterNames(), ", "))
		}
		return
	}
	if isInvalid(column.Type) || slices.Contains(allowed, column.Type.Kind) {
		return
	}
	b.report(diag.BadDeadLetterTable, column.Span, "column %s of dead-letter table %s must be %s, not %s", column.Name, t.Name,
		typeName(types.Of(allowed[0])), typeName(column.Type))
}
