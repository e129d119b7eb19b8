package parse

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// statement reads one statement up to its semicolon.
func (p *fileParser) statement() ast.Statement {
	first := p.At
	switch {
	case p.Is("CREATE"):
		return p.create()
	case p.Is("INSERT"):
		return p.insert()
	case p.IsAny(0, "SELECT", "WITH", "VALUES", "("):
		query := p.query()
		return &ast.Select{Base: ast.At(p.Span(first)), Query: query}
	case p.Is("SET"):
		return p.set()
	case p.Is("EXECUTE"):
		return p.statementSet()
	}
	p.unknownStatement()
	return nil
}

// statements of other systems, and what a job has instead.
var otherStatements = map[string]string{
	"DROP": "a job begins without tables: leave out its CREATE", "ALTER": "change the CREATE statement",
	"UPDATE": "write a query that yields the new rows", "DELETE": "filter with WHERE", "TRUNCATE": "", "MERGE": "write INSERT INTO table SELECT …",
	"REPLACE": "write INSERT INTO table SELECT …", "UPSERT": "write INSERT INTO table SELECT …: a PRIMARY KEY makes the sink keep one row per key",
	"EXPLAIN": "run weir explain", "DESCRIBE": "run weir explain", "DESC": "run weir explain", "SHOW": "run weir explain", "ANALYZE": "",
	"USE": "a job has one catalog", "BEGIN": "write EXECUTE STATEMENT SET BEGIN … END, or just several INSERTs", "END": "", "COMMIT": "", "ROLLBACK": "", "START": "", "STOP": "",
	"GRANT": "", "REVOKE": "", "CALL": "", "LOAD": "", "UNLOAD": "", "ADD": "", "REMOVE": "", "RESET": "remove the SET", "PREPARE": "", "DECLARE": "", "COPY": "create a table with connector 'file'",
	"IMPORT": "create a table with connector 'file'", "PRINT": "write SELECT … FROM …", "COMPILE": "", "DEPLOY": "", "PAUSE": "", "RESUME": "", "TERMINATE": "", "LIST": "", "LOCK": "", "VACUUM": "", "PRAGMA": "write SET 'key' = 'value'",
}

var statementWords = []string{"CREATE", "INSERT", "SELECT", "WITH", "SET", "EXECUTE"}

// unknownStatement fails on what isn't a statement.
func (p *fileParser) unknownStatement() {
	token := p.Token(0)
	if token.Is("FROM") {
		p.Fail(diag.ForeignSyntax, token.Span, "a query begins with SELECT", "write SELECT … FROM …")
	}
	if advice, known := otherStatements[token.Value]; known && token.Kind == clause.Word {
		p.Fail(diag.UnsupportedStatement, token.Span, token.Value+" has no place in a job", advice)
	}
	d := diag.Diagnostic{Code: diag.UnknownStatement, Span: token.Span, Message: "found " + token.Describe() + ", expected a statement"}
	if near := diag.Nearest(token.Text, statementWords); near != "" && token.Kind == clause.Word {
		d.Message = "unknown statement " + token.Text
		d.Fix = &diag.Fix{Span: token.Span, Text: near, Message: "did you mean " + near + "?"}
	} else {
		d.Fix = &diag.Fix{Message: "statements begin with CREATE, INSERT, SELECT, WITH, SET or EXECUTE STATEMENT SET"}
	}
	p.Report(d)
	p.At++
	p.Abandon()
}

// insert reads INSERT INTO table [(columns)] query.
func (p *fileParser) insert() *ast.Insert {
	first := p.At
	p.At++
	if p.IsAny(0, "OVERWRITE", "IGNORE", "OR") {
		p.Fail(diag.UnsupportedSyntax, p.Token(0).Span, "INSERT "+p.Token(0).Value+" is not supported", "write INSERT INTO")
	}
	p.Expect("INTO")
	p.Accept("TABLE")
	s := &ast.Insert{Table: p.name("a table name")}
	if p.Is("PARTITION", "(") {
		p.Fail(diag.UnsupportedSyntax, p.Token(0).Span, "PARTITION (…) is not supported", "put the values into the query")
	}
	if p.Is("(") && !p.queryInParentheses() {
		s.Columns = p.identifiers("a column name")
	}
	if p.IsAny(0, "SET", "DEFAULT") {
		p.Fail(diag.ForeignSyntax, p.Token(0).Span, "found "+p.Token(0).Value+", expected SELECT or VALUES", "write INSERT INTO table (columns) VALUES (…)")
	}
	s.Query = p.query()
	if p.Is("ON") || p.Is("RETURNING") {
		p.Fail(diag.UnsupportedSyntax, p.Token(0).Span, "INSERT … "+p.Token(0).Value+" is not supported", "a PRIMARY KEY in the sink makes it keep one row per key")
	}
	s.Base = ast.At(p.Span(first))
	return s
}

// queryInParentheses tells INSERT INTO t (SELECT …) from a list of columns.
func (p *fileParser) queryInParentheses() bool {
	n := 1
	for p.IsAt(n, "(") {
		n++
	}
	return p.IsAny(n, "SELECT", "WITH", "VALUES") && !p.IsAny(n+1, ",", ")")
}

// statementSet reads EXECUTE STATEMENT SET BEGIN insert; … END.
func (p *fileParser) statementSet() ast.Statement {
	first := p.At
	p.Expect("EXECUTE", "STATEMENT", "SET", "BEGIN")
	s := &ast.StatementSet{}
	broken := false
	for !p.Is("END") && p.Token(0).Kind != clause.EOF {
		if p.Accept(";") {
			continue
		}
		member := p.At
		if !p.Try(func() { s.Inserts = append(s.Inserts, p.memberOfSet()) }) {
			broken = true
			p.SkipStatement(member)
		}
	}
	p.Expect("END")
	if broken {
		p.Abandon()
	}
	s.Base = ast.At(p.Span(first))
	return s
}

// memberOfSet reads one INSERT of a statement set with its semicolon.
func (p *fileParser) memberOfSet() *ast.Insert {
	if !p.Is("INSERT") {
		p.Unexpected("INSERT", "END")
	}
	insert := p.insert()
	if !p.Is("END") && !p.Accept(";") {
		p.Unexpected(";")
	}
	return insert
}

// set reads SET 'key' = 'value'. Key and value may be bare words and numbers.
func (p *fileParser) set() ast.Statement {
	first := p.At
	p.At++
	s := &ast.Set{Key: p.bareString("a key")}
	if !p.Accept("=") {
		if !p.Is("TO") {
			p.Unexpected("=")
		}
		p.Fail(diag.ForeignSyntax, p.Token(0).Span, "SET takes =, not TO", "write SET '"+s.Key.Value+"' = 'value'")
	}
	s.Value = p.bareString("a value")
	s.Base = ast.At(p.Span(first))
	return s
}

// bareString reads a string, or words, numbers and the signs between them, as long as no blank comes in between.
func (p *fileParser) bareString(what string) ast.String {
	if p.Token(0).Kind == clause.String {
		return p.stringLiteral(what)
	}
	first := p.At
	for p.bareToken() && (p.At == first || p.Token(0).Span.Start == p.Token(-1).Span.End) {
		p.At++
	}
	if p.At == first {
		p.Unexpected("a string with " + what)
	}
	span := p.Span(first)
	return ast.String{Base: ast.At(span), Value: strings.Trim(p.File.Text[span.Start:span.End], `"`)}
}

func (p *fileParser) bareToken() bool {
	switch token := p.Token(0); token.Kind {
	case clause.Word, clause.Quoted, clause.Number, clause.Duration:
		return true
	case clause.Op:
		return token.Is(".") || token.Is("-") || token.Is("/") || token.Is(":") || token.Is("+")
	}
	return false
}
