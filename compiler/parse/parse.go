// Package parse turns the text of a job into its syntax tree.
//
//	text ── clause.Lex ──▶ tokens ─┬─ DDL, types, options: recursive descent, here ────────────▶ ast
//	                               └─ queries, expressions: clause.Rewrite… ─▶ TiDB ─▶ convert ─▶ ast
//
// It is the only package that knows TiDB's parser; nothing of it leaves the package.
package parse

import (
	"fmt"

	"github.com/pingcap/tidb/pkg/parser"
	_ "github.com/pingcap/tidb/pkg/parser/test_driver" // TiDB's parser needs some implementation of literals; none of ours pass through it

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// File parses a whole job. The list holds every syntax error of the file; the tree holds the statements that parsed.
func File(src string) (*ast.File, diag.List) {
	tokens, diags := clause.Lex(src)
	p := &fileParser{Cursor: clause.NewCursor(tokens), tidb: parser.New()}
	p.Diags, p.lexical = diags, len(diags)
	file := &ast.File{Base: ast.At(diag.Span{End: len(src)})}
	for p.Token(0).Kind != clause.EOF {
		if p.Accept(";") {
			continue
		}
		if statement := p.recovered(); statement != nil {
			file.Statements = append(file.Statements, statement)
		}
	}
	p.Diags.Sort()
	return file, p.Diags
}

// Expr parses one expression, as tools and tests need it.
func Expr(src string) (ast.Expr, diag.List) {
	var expr ast.Expr
	diags := whole(src, func(p *fileParser) { expr = p.expr() })
	return expr, diags
}

// Type parses one type, with NOT NULL where it is written.
func Type(src string) (*ast.Type, diag.List) {
	var typ *ast.Type
	diags := whole(src, func(p *fileParser) { typ = p.nullableType() })
	return typ, diags
}

// whole parses a text that is one thing.
func whole(src string, parse func(*fileParser)) diag.List {
	tokens, diags := clause.Lex(src)
	p := &fileParser{Cursor: clause.NewCursor(tokens), tidb: parser.New()}
	p.Diags = diags
	p.Try(func() {
		parse(p)
		if p.Token(0).Kind != clause.EOF {
			p.Unexpected("the end")
		}
	})
	return p.Diags
}

// fileParser walks over the statements of one file. TiDB's parser may not be shared between goroutines.
type fileParser struct {
	*clause.Cursor
	tidb    *parser.Parser
	lexical int // how many of the diagnostics are the lexer's
}

// recovered parses one statement and ends behind its semicolon, whatever is wrong with it. A panic is a mistake of ours,
// reported with the statement.
func (p *fileParser) recovered() (statement ast.Statement) {
	first := p.At
	defer func() {
		if failure := recover(); failure != nil {
			p.At = max(p.At, first)
			p.SkipStatement(first)
			p.Report(diag.Diagnostic{
				Code: diag.CompilerBug, Span: p.Span(first),
				Message: fmt.Sprintf("bug in weir, phase parse: %v", failure),
				Fix:     &diag.Fix{Message: "please report it with this message and the statement: https://github.com/weirsql/weir/issues"},
			})
			statement = nil
		}
	}()
	ok := p.Try(func() {
		statement = p.statement()
		p.endStatement()
	})
	if !ok {
		p.SkipStatement(first)
		p.dropConsequence(first)
		return nil
	}
	return statement
}

// dropConsequence takes back the syntax error that ended a statement which has an error of the lexer: most likely the one
// follows from the other.
func (p *fileParser) dropConsequence(first int) {
	statement := p.Span(first)
	statement.End = p.Token(0).Span.End
	for _, d := range p.Diags[:p.lexical] {
		if len(p.Diags) > p.lexical && d.Span.Start >= statement.Start && d.Span.Start <= statement.End {
			p.Diags = p.Diags[:len(p.Diags)-1]
			return
		}
	}
}

// endStatement reads the semicolon. Where it is missing in front of a new statement, the next one is still read.
func (p *fileParser) endStatement() {
	token := p.Token(0)
	switch {
	case token.Kind == clause.EOF || p.Accept(";"):
	case p.statementAhead():
		end := p.Token(-1).Span.End
		p.Report(diag.Diagnostic{
			Code: diag.Unexpected, Span: token.Span, Message: "found " + token.Describe() + ", expected ; in front of a new statement",
			Fix: &diag.Fix{Span: diag.Span{Start: end, End: end}, Text: ";", Message: "put a ; behind the statement before"},
		})
	case token.Is(")"):
		p.Fail(diag.MissingParenthesis, token.Span, "this ) closes nothing", "remove it, or look for the missing (")
	default:
		p.Unexpected("the end of the statement")
	}
}

// statementAhead reports whether a new statement begins here, in a text that lacks a semicolon.
func (p *fileParser) statementAhead() bool {
	return p.IsAny(0, "CREATE", "INSERT", "SELECT") || p.Is("EXECUTE", "STATEMENT") || p.Is("SET") && p.Token(1).Kind == clause.String
}

// ident makes the identifier of a token.
func (p *fileParser) ident(token int) ast.Ident { return identOf(p.File, token) }

func identOf(file *clause.File, token int) ast.Ident {
	t := file.Tokens[token]
	return ast.Ident{Base: ast.At(t.Span), Name: t.Name(), Quoted: t.Kind == clause.Quoted}
}

// nameOf makes a qualified name of identifier tokens.
func nameOf(file *clause.File, tokens []int) ast.Name {
	name := ast.Name{Base: ast.At(file.SpanOf(tokens[0], tokens[len(tokens)-1]))}
	for _, token := range tokens {
		name.Parts = append(name.Parts, identOf(file, token))
	}
	return name
}

// identsOf makes identifiers of their tokens.
func identsOf(file *clause.File, tokens []int) []ast.Ident {
	var idents []ast.Ident
	for _, token := range tokens {
		idents = append(idents, identOf(file, token))
	}
	return idents
}

// name reads a qualified name.
func (p *fileParser) name(what string) ast.Name {
	p.Name(what)
	tokens := []int{p.At - 1}
	for p.Is(".") && p.Token(1).IsName() {
		p.At += 2
		tokens = append(tokens, p.At-1)
	}
	return nameOf(p.File, tokens)
}

// identifier reads one identifier.
func (p *fileParser) identifier(what string) ast.Ident {
	p.Name(what)
	return p.ident(p.At - 1)
}

// identifiers reads a list of identifiers in parentheses.
func (p *fileParser) identifiers(what string) []ast.Ident {
	var all []ast.Ident
	p.inParentheses(func() { all = append(all, p.identifier(what)) })
	return all
}

// inParentheses reads ( item, … ). A comma in front of the ) is reported and passed over.
func (p *fileParser) inParentheses(item func()) {
	open := p.At
	p.Expect("(")
	item()
	for p.Accept(",") {
		if p.Is(")") {
			p.ExtraComma()
			break
		}
		item()
	}
	p.Close(open, ",")
}

// stringLiteral reads a string; what says which one.
func (p *fileParser) stringLiteral(what string) ast.String {
	token := p.Token(0)
	if token.Kind != clause.String {
		p.Unexpected("a string with " + what)
	}
	p.At++
	return ast.String{Base: ast.At(token.Span), Value: token.Value}
}
