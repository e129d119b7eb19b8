package parse

import (
	"regexp"
	"sort"
	"strconv"

	tidb "github.com/pingcap/tidb/pkg/parser/ast"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// query reads a query.
func (p *fileParser) query() *ast.Query {
	if !p.IsAny(0, "SELECT", "WITH", "VALUES", "(") {
		if p.Is("TABLE") && p.Token(1).IsName() {
			p.Fail(diag.ForeignSyntax, p.Token(0).Span, "TABLE is not a query here", "write SELECT * FROM "+p.Token(1).Text)
		}
		p.Unexpected("SELECT")
	}
	first := p.At
	text := clause.RewriteQuery(p.Cursor)
	v := &converter{fileParser: p, text: text}
	return v.query(p.parsed(text, first).(tidb.ResultSetNode))
}

// expr reads an expression.
func (p *fileParser) expr() ast.Expr {
	first := p.At
	text := clause.RewriteExpr(p.Cursor)
	v := &converter{fileParser: p, text: text}
	node := p.parsed(text, first).(*tidb.SelectStmt)
	expr, _ := v.expr(node.Fields.Fields[0].Expr)
	return expr
}

// parsed gives TiDB a rewritten text whose tokens begin at first.
func (p *fileParser) parsed(text *clause.Rewritten, first int) tidb.StmtNode {
	node, err := p.tidb.ParseOneStmt(text.Text, "", "")
	if err == nil {
		return node
	}
	span := p.Span(first)
	if mark := text.MarkAt(errorOffset(err)); mark != nil && mark.Tokens().First > 0 {
		operator := mark.Tokens().First - 1
		span = p.File.SpanOf(operator, operator)
	}
	p.Fail(diag.Unexpected, span, "this operator can't stand here", "put the expression on one side of it into parentheses")
	return nil
}

var errorPlace = regexp.MustCompile(`line 1 column (\d+) `)

// errorOffset is where TiDB's error message says that it is.
func errorOffset(err error) int {
	found := errorPlace.FindStringSubmatch(err.Error())
	if found == nil {
		return -1
	}
	column, _ := strconv.Atoi(found[1])
	return column
}

// converter turns TiDB's nodes into ours.
type converter struct {
	*fileParser
	text *clause.Rewritten
}

func (v *converter) mark(name string) clause.Mark { return v.text.Mark(name) }

// at makes the Base of a range of tokens.
func (v *converter) at(r clause.Range) ast.Base { return ast.At(v.File.SpanOf(r.First, r.Last)) }

// token returns a token by index.
func (v *converter) token(i int) clause.Token { return v.File.Tokens[i] }

// column returns the mark that a column's name stands for.
func (v *converter) column(node *tidb.ColumnName) clause.Mark { return v.mark(node.Name.O) }

// nearestType prefers the first of equally near names, in the alphabet's order.
func nearestType(name string, known []string) string {
	sort.Strings(known)
	return diag.Nearest(name, known)
}
