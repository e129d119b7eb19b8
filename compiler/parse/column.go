package parse

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// elements reads the columns and constraints of CREATE TABLE. An error in one of them leaves the others to be read.
func (p *fileParser) elements(t *ast.CreateTable) {
	open := p.At
	p.At++
	if p.Is(")") {
		p.Unexpected("a column name")
	}
	for {
		if !p.Try(func() { p.element(t) }) {
			p.skipElement(open)
		}
		if !p.nextElement() {
			break
		}
	}
	p.Close(open, ",")
}

// nextElement reads the comma between two elements. A missing one is reported and taken as written.
func (p *fileParser) nextElement() bool {
	if p.Accept(",") {
		if p.Is(")") {
			p.ExtraComma()
		}
		return !p.Is(")")
	}
	if !p.Token(0).IsName() || !p.Token(1).IsName() {
		return false
	}
	end := p.Token(-1).Span.End
	p.Report(diag.Diagnostic{
		Code: diag.MissingComma, Span: p.Token(0).Span, Message: "found " + p.Token(0).Describe() + ", expected ,",
		Fix: &diag.Fix{Span: diag.Span{Start: end, End: end}, Text: ",", Message: "is a comma missing in front of it?"},
	})
	return true
}

// skipElement moves to the comma or parenthesis that ends a broken element of the list that begins at open.
func (p *fileParser) skipElement(open int) {
	depth := 0
	for _, token := range p.File.Tokens[open+1 : p.At] {
		depth += nesting(token)
	}
	for ; depth > 0 || !p.IsAny(0, ",", ")"); p.At++ {
		if p.Token(0).Kind == clause.EOF || p.Is(";") {
			p.Abandon()
		}
		depth += nesting(p.Token(0))
	}
}

func nesting(token clause.Token) int {
	switch {
	case token.Is("("):
		return 1
	case token.Is(")"):
		return -1
	}
	return 0
}

// element reads one column, watermark or constraint.
func (p *fileParser) element(t *ast.CreateTable) {
	switch {
	case p.Is("WATERMARK", "FOR"):
		t.Watermarks = append(t.Watermarks, p.watermark())
	case p.Is("PRIMARY", "KEY"), p.Is("CONSTRAINT") && p.IsAny(2, "PRIMARY", "UNIQUE", "FOREIGN", "CHECK"):
		t.PrimaryKeys = append(t.PrimaryKeys, p.primaryKey())
	case p.Is("UNIQUE", "("), p.Is("UNIQUE", "KEY"), p.Is("CHECK", "("), p.Is("FOREIGN", "KEY"), p.IsAny(0, "KEY", "INDEX") && (p.IsAt(1, "(") || p.IsAt(2, "(") && p.Token(1).IsName() && !isTypeName(p.Token(1))):
		p.refuseConstraint()
	case p.Is("PERIOD", "FOR"), p.Is("LIKE"):
		p.Fail(diag.UnsupportedSyntax, p.Token(0).Span, p.Token(0).Value+" is not supported in CREATE TABLE", "")
	default:
		t.Columns = append(t.Columns, p.column())
	}
}

func (p *fileParser) refuseConstraint() {
	p.Fail(diag.UnsupportedSyntax, p.Token(0).Span, p.Token(0).Value+" constraints and indexes are not supported", "a table may have PRIMARY KEY (columns) NOT ENFORCED")
}

// watermark reads WATERMARK FOR column AS expr.
func (p *fileParser) watermark() *ast.Watermark {
	first := p.At
	p.Expect("WATERMARK", "FOR")
	w := &ast.Watermark{Column: p.identifier("a column name")}
	p.Expect("AS")
	w.Expr = p.expr()
	w.Base = ast.At(p.Span(first))
	return w
}

// primaryKey reads [CONSTRAINT name] PRIMARY KEY (columns) [NOT ENFORCED].
func (p *fileParser) primaryKey() *ast.PrimaryKey {
	first := p.At
	k := &ast.PrimaryKey{}
	if p.Accept("CONSTRAINT") {
		name := p.identifier("a constraint name")
		k.Constraint = &name
	}
	if !p.Is("PRIMARY") {
		p.refuseConstraint()
	}
	p.Expect("PRIMARY", "KEY")
	k.Columns = p.identifiers("a column name")
	k.Enforced = p.enforced()
	k.Base = ast.At(p.Span(first))
	return k
}

// enforced reads [NOT] ENFORCED behind a key.
func (p *fileParser) enforced() bool {
	if p.Accept("NOT", "ENFORCED") {
		return false
	}
	p.Accept("ENFORCED")
	return true
}

// column reads one column.
func (p *fileParser) column() *ast.Column {
	first := p.At
	c := &ast.Column{Name: p.identifier("a column name")}
	if p.Accept("AS") {
		c.Computed = p.expr()
	} else {
		if !p.Token(0).IsName() {
			p.Unexpected("a type", "AS and an expression")
		}
		c.Type = p.typeOf()
	}
	for p.attribute(c) {
	}
	c.Base = ast.At(p.Span(first))
	return c
}

// attribute reads one attribute behind a column's type or expression.
func (p *fileParser) attribute(c *ast.Column) bool {
	token := p.Token(0)
	first := p.At
	switch {
	case p.Accept("COMMENT"):
		p.once(c.Comment != nil, token)
		comment := p.stringLiteral("the comment")
		c.Comment = &comment
	case p.Is("PRIMARY", "KEY"):
		p.once(c.PrimaryKey != nil, token)
		p.At += 2
		c.PrimaryKey = &ast.PrimaryKey{Enforced: p.enforced()}
		c.PrimaryKey.Base = ast.At(p.Span(first))
	case c.Type != nil && p.Is("NOT", "NULL"):
		p.once(c.Type.NotNull, token)
		p.At += 2
		c.Type.NotNull = true
		if c.Metadata == nil && c.PrimaryKey == nil && c.Comment == nil {
			c.Type.Pos.End = p.Token(-1).Span.End
		}
	case c.Type != nil && p.Accept("NULL"):
	case c.Type != nil && p.Accept("METADATA"):
		p.once(c.Metadata != nil, token)
		c.Metadata = p.metadata(first)
	default:
		p.refuseAttribute(token)
		return false
	}
	return true
}

// metadata reads [FROM 'key'] [VIRTUAL] behind METADATA.
func (p *fileParser) metadata(first int) *ast.Metadata {
	m := &ast.Metadata{}
	if p.Accept("FROM") {
		from := p.stringLiteral("the metadata's key")
		m.From = &from
	}
	m.Virtual = p.Accept("VIRTUAL")
	m.Base = ast.At(p.Span(first))
	return m
}

// refuseAttribute fails on attributes of other systems.
func (p *fileParser) refuseAttribute(token clause.Token) {
	advice, known := map[string]string{
		"DEFAULT": "write COALESCE(column, value) in the query", "GENERATED": "a computed column is written: name AS expression",
		"UNIQUE": "", "CHECK": "filter with WHERE", "REFERENCES": "", "COLLATE": "text is compared by its bytes", "AUTO_INCREMENT": "",
		"CHARACTER": "all text is UTF-8", "CHARSET": "all text is UTF-8", "UNSIGNED": "take the next larger type", "HEADERS": "write METADATA FROM 'headers'",
		"PATH": "", "ENCODE": "", "SORTKEY": "", "IDENTITY": "",
	}[token.Value]
	if known && token.Kind == clause.Word {
		p.Fail(diag.UnsupportedSyntax, token.Span, token.Value+" is not supported for a column", advice)
	}
}
