package parse

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// head is what all CREATE statements begin with.
type head struct {
	first       int
	orReplace   bool
	temporary   bool
	ifNotExists bool
	name        ast.Name
}

// create reads a CREATE statement.
func (p *fileParser) create() ast.Statement {
	h := head{first: p.At}
	p.At++
	h.orReplace = p.Accept("OR", "REPLACE")
	h.temporary = p.Accept("TEMPORARY") || p.Accept("TEMP")
	switch {
	case p.IsAny(0, "TABLE", "STREAM"):
		return p.createTable(h)
	case p.Accept("VIEW"):
		return p.createView(p.named(h, "a view name"))
	case p.Accept("FUNCTION"):
		return p.createFunction(p.named(h, "a function name"), false)
	case p.Accept("AGGREGATE", "FUNCTION"):
		return p.createFunction(p.named(h, "a function name"), true)
	}
	p.unknownCreate()
	return nil
}

// unknownCreate fails on what a job can't create.
func (p *fileParser) unknownCreate() {
	token := p.Token(0)
	switch {
	case p.Is("MATERIALIZED"):
		p.Fail(diag.UnsupportedStatement, token.Span, "a job has no materialized views", "write CREATE VIEW, or CREATE TABLE name WITH (…) AS SELECT … for a sink")
	case p.IsAny(0, "SOURCE", "SINK"):
		p.Fail(diag.ForeignSyntax, token.Span, "sources and sinks are tables", "write CREATE TABLE: being read makes it a source, INSERT INTO makes it a sink")
	case p.Is("AGGREGATE"):
		p.Fail(diag.ForeignSyntax, token.Span, "an aggregate is a function of many rows", "write CREATE AGGREGATE FUNCTION name(…) RETURNS … LANGUAGE GO AS 'example.com/mod/pkg.Type'")
	case p.IsAny(0, "SYSTEM"):
		p.Fail(diag.UnsupportedSyntax, token.Span, "SYSTEM functions are not supported", "remove SYSTEM")
	case p.IsAny(0, "CATALOG", "DATABASE", "SCHEMA", "INDEX", "UNIQUE", "SEQUENCE", "TYPE", "USER", "ROLE", "TRIGGER", "PROCEDURE", "CONNECTION", "MODEL", "EXTENSION", "CONNECTOR", "EXTERNAL"):
		p.Fail(diag.UnsupportedStatement, token.Span, "CREATE "+token.Value+" has no place in a job", "a job creates tables, views and functions")
	}
	p.Unexpected("TABLE", "VIEW", "FUNCTION", "AGGREGATE FUNCTION", "STREAM", "TEMPORARY")
}

// named reads [IF NOT EXISTS] name.
func (p *fileParser) named(h head, what string) head {
	if p.Accept("IF") {
		p.Expect("NOT", "EXISTS")
		h.ifNotExists = true
	}
	h.name = p.name(what)
	return h
}

// createTable reads CREATE TABLE|STREAM, with columns or AS a query.
func (p *fileParser) createTable(h head) ast.Statement {
	if h.orReplace {
		p.Error(diag.UnsupportedSyntax, p.File.SpanOf(h.first+1, h.first+2), "a job's tables are created once: OR REPLACE is not supported", "remove OR REPLACE")
	}
	stream := p.Next().Is("STREAM")
	h = p.named(h, "a table name")
	t := &ast.CreateTable{Stream: stream, Temporary: h.temporary, IfNotExists: h.ifNotExists, Name: h.name}
	open := p.At
	if p.Is("(") {
		p.elements(t)
	}
	p.tableClauses(t)
	if !p.Is("AS") {
		if len(t.Columns) == 0 && open < len(p.File.Tokens) && !p.File.Tokens[open].Is("(") {
			p.Unexpected("( and columns", "WITH", "AS")
		}
		t.Base = ast.At(p.Span(h.first))
		return t
	}
	if p.File.Tokens[open].Is("(") {
		p.Fail(diag.UnsupportedSyntax, p.Token(0).Span, "a table has columns or AS SELECT, not both", "remove the columns: they come from the query")
	}
	p.At++
	s := &ast.CreateTableAs{Stream: t.Stream, Temporary: t.Temporary, IfNotExists: t.IfNotExists, Name: t.Name, Comment: t.Comment, Options: t.Options}
	s.Query = p.query()
	s.Base = ast.At(p.Span(h.first))
	return s
}

// tableClauses reads COMMENT and WITH behind the columns, and refuses what other systems have there.
func (p *fileParser) tableClauses(t *ast.CreateTable) {
	withs := 0
	for {
		token := p.Token(0)
		switch {
		case p.Accept("COMMENT"):
			p.once(t.Comment != nil, token)
			comment := p.stringLiteral("the comment")
			t.Comment = &comment
		case p.Accept("WITH"):
			p.once(withs > 0, token)
			withs++
			t.Options = p.options()
		case p.IsAny(0, "PARTITIONED", "PARTITION", "CLUSTERED", "DISTRIBUTED", "LIKE", "ENGINE", "TBLPROPERTIES", "STORED", "ROW", "LOCATION", "FORMAT", "EMIT", "INHERITS", "TABLESPACE"):
			p.Fail(diag.UnsupportedSyntax, token.Span, token.Value+" is not supported in CREATE TABLE", "options belong into WITH ('key' = 'value')")
		default:
			return
		}
	}
}

// once fails where a clause stands a second time.
func (p *fileParser) once(twice bool, clause clause.Token) {
	if twice {
		p.Fail(diag.ClauseTwice, clause.Span, clause.Value+" stands twice in this statement", "")
	}
}

// options reads ('key' = 'value', …).
func (p *fileParser) options() []*ast.Option {
	var options []*ast.Option
	if p.Is("(") && p.IsAt(1, ")") {
		p.At += 2
		return nil
	}
	p.inParentheses(func() {
		first := p.At
		o := &ast.Option{Key: p.quotedString("a key")}
		if !p.Accept("=") {
			p.Unexpected("=")
		}
		o.Value = p.quotedString("a value")
		o.Base = ast.At(p.Span(first))
		options = append(options, o)
	})
	return options
}

// quotedString reads a string; what was written without quotes is reported, with them, and taken for it.
func (p *fileParser) quotedString(what string) ast.String {
	if p.Token(0).Kind == clause.String {
		return p.stringLiteral(what)
	}
	s := p.bareString(what)
	span := s.Span()
	quoted := "'" + s.Value + "'"
	p.Report(diag.Diagnostic{
		Code: diag.ForeignSyntax, Span: span, Message: "options are strings",
		Fix: &diag.Fix{Span: span, Text: quoted, Message: "write " + quoted},
	})
	return s
}

// createView reads [(columns)] [COMMENT '…'] AS query.
func (p *fileParser) createView(h head) ast.Statement {
	v := &ast.CreateView{OrReplace: h.orReplace, Temporary: h.temporary, IfNotExists: h.ifNotExists, Name: h.name}
	if p.Is("(") {
		v.Columns = p.identifiers("a column name")
	}
	if p.Accept("COMMENT") {
		comment := p.stringLiteral("the comment")
		v.Comment = &comment
	}
	p.Expect("AS")
	v.Query = p.query()
	v.Base = ast.At(p.Span(h.first))
	return v
}

// createFunction reads (params) RETURNS type LANGUAGE GO AS 'pkg.Func'; AS may stand in front of LANGUAGE.
func (p *fileParser) createFunction(h head, aggregate bool) ast.Statement {
	f := &ast.CreateFunction{Aggregate: aggregate, OrReplace: h.orReplace, Temporary: h.temporary, IfNotExists: h.ifNotExists, Name: h.name}
	if !p.Is("(") {
		p.Unexpected("( and parameters")
	}
	if p.IsAt(1, ")") {
		p.At += 2
	} else {
		p.inParentheses(func() { f.Params = append(f.Params, p.param()) })
	}
	p.Expect("RETURNS")
	f.Returns = p.nullableType()
	if p.Is("AS") {
		p.functionTarget(f)
		p.functionLanguage(f)
	} else {
		p.functionLanguage(f)
		p.functionTarget(f)
	}
	f.Base = ast.At(p.Span(h.first))
	return f
}

func (p *fileParser) functionLanguage(f *ast.CreateFunction) {
	p.Expect("LANGUAGE")
	f.Language = p.identifier("a language")
}

func (p *fileParser) functionTarget(f *ast.CreateFunction) {
	p.Expect("AS")
	f.Target = p.stringLiteral("the Go function: 'example.com/mod/pkg.Func'")
}

// param reads one parameter: name and type, or a type alone.
func (p *fileParser) param() *ast.Param {
	first := p.At
	param := &ast.Param{}
	if p.Token(0).IsName() && p.Token(1).IsName() && !p.typeOfTwoWords() {
		name := p.identifier("a parameter name")
		param.Name = &name
	}
	param.Type = p.nullableType()
	param.Base = ast.At(p.Span(first))
	return param
}

// typeOfTwoWords reports whether the next two words are one type.
func (p *fileParser) typeOfTwoWords() bool {
	return p.Is("DOUBLE", "PRECISION") || p.IsAny(0, "CHARACTER", "CHAR") && p.IsAt(1, "VARYING") || p.IsAny(1, "NOT", "NULL") ||
		p.IsAny(0, "TIMESTAMP", "TIME") && p.IsAny(1, "WITH", "WITHOUT") || p.Is("INTERVAL") && p.Token(1).Unit() != ""
}
