package bind

import (
	"fmt"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/catalog"
	"github.com/weirsql/weir/ir/logical"
)

// bareSelect binds a query that stands as a statement: it prints, as JSON lines.
func (b *binder) bareSelect(s *ast.Select, ordinal int) {
	node := b.query(s.Query, nil, nil)
	b.checkDistinctColumns(node, "the result")
	if isBroken(node) {
		return
	}
	t := &logical.Table{Name: b.resultName(), Connector: "print", Format: "json", Span: s.Span(),
		Options: []logical.Option{{Key: "connector", Value: "print", KeySpan: s.Span(), ValueSpan: s.Span()}}}
	for _, column := range node.Columns() {
		t.Columns = append(t.Columns, logical.TableColumn{Name: column.Name, Type: column.Type, Span: column.Span})
	}
	connector, _ := catalog.LookupConnector("print")
	b.sink(&table{Table: t, options: &catalog.Table{Connector: connector}}, node, ordinal, s.Span())
}

// resultName is a name for the printed table that no table of the file has.
func (b *binder) resultName() string {
	for {
		b.results++
		name := "result"
		if b.results > 1 {
			name = fmt.Sprintf("result_%d", b.results)
		}
		if !containsFold(b.relationNames(), name) {
			return name
		}
	}
}
