package ast

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
)

// Sprint returns the canonical SQL of a node on one line: keywords in upper case, one blank between words, parentheses only
// where the tree needs them. What it returns parses to the same tree. Diagnostics, names of inferred columns and comments
// in generated code show it.
func Sprint(node Node) string {
	p := &printer{}
	p.node(node)
	return p.out.String()
}

// String returns the identifier as it must be written: with quotes where they are needed.
func (i Ident) String() string {
	if !i.Quoted && IsPlain(i.Name) {
		return i.Name
	}
	return Quote(i.Name)
}

// Quote puts a name into double quotes.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// QuoteString puts a text into single quotes.
func QuoteString(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// IsPlain reports whether a name reads as an identifier without quotes, keywords aside.
func IsPlain(name string) bool {
	for i, r := range name {
		letter := r == '_' || unicode.IsLetter(r)
		if !letter && (i == 0 || r != '$' && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)) {
			return false
		}
	}
	return name != ""
}

// printer writes SQL on one line.
type printer struct {
	out strings.Builder
}

// write appends text, nodes and optional parts in order. A string is itself; a Node is printed.
func (p *printer) write(parts ...any) {
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			p.out.WriteString(part)
		case Node:
			p.node(part)
		default:
			panic(fmt.Sprintf("ast: can't print %T", part))
		}
	}
}

// writeIf appends parts under a condition.
func (p *printer) writeIf(condition bool, parts ...any) {
	if condition {
		p.write(parts...)
	}
}

// list appends nodes with a separator between them.
func list[T Node](p *printer, nodes []T, separator string) {
	for i, node := range nodes {
		p.writeIf(i > 0, separator)
		p.node(node)
	}
}

// clause appends a keyword and a list, if there is something in it.
func clause[T Node](p *printer, keyword string, nodes []T) {
	if len(nodes) > 0 {
		p.write(keyword)
		list(p, nodes, ", ")
	}
}

// columns appends a list in parentheses, if there is something in it.
func columns(p *printer, before string, names []Ident) {
	if len(names) > 0 {
		p.write(before, "(")
		list(p, names, ", ")
		p.write(")")
	}
}

// node prints any node.
func (p *printer) node(node Node) {
	switch n := node.(type) {
	case *File:
		for _, statement := range n.Statements {
			p.write(statement, ";\n")
		}
	case Ident:
		p.write(n.String())
	case Name:
		p.write(n.String())
	case String:
		p.write(QuoteString(n.Value))
	case Statement:
		p.statement(n)
	case Expr:
		p.expr(n)
	case TableRef:
		p.table(n)
	case Pattern:
		p.pattern(n)
	case Body:
		p.body(n)
	default:
		p.part(n)
	}
}

// literal prints a literal.
func (p *printer) literal(node Expr) {
	switch n := node.(type) {
	case *Null:
		p.write("NULL")
	case *Bool:
		p.write(map[bool]string{true: "TRUE", false: "FALSE"}[n.Value])
	case *Number:
		p.write(n.Text)
	case *String:
		p.write(QuoteString(n.Value))
	case *Bytes:
		p.write("X'", hex.EncodeToString(n.Value), "'")
	case *Temporal:
		p.write(n.Kind.String(), " ", &n.Value)
	case *Interval:
		p.write("INTERVAL ")
		p.writeIf(n.Negative, "-")
		p.write(QuoteString(n.Value))
		p.writeIf(n.From != "", " ", n.From)
		p.writeIf(n.To != "", " TO ", n.To)
	}
}
