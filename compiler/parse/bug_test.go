package parse

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// TestPanicIsABugReport: a panic inside the parser becomes a diagnostic with its phase and the statement, and the statements
// behind it are still parsed.
func TestPanicIsABugReport(t *testing.T) {
	src := "SELECT 1;\nSET 'a' = 'b';"
	tokens, _ := clause.Lex(src)
	p := &fileParser{Cursor: clause.NewCursor(tokens)} // no TiDB: a query panics
	if statement := p.recovered(); statement != nil {
		t.Errorf("got %T", statement)
	}
	if len(p.Diags) != 1 || p.Diags[0].Code != diag.CompilerBug || p.Diags[0].Span != (diag.Span{Start: 0, End: 8}) || !strings.Contains(p.Diags[0].Message, "phase parse") {
		t.Errorf("got %+v", p.Diags)
	}
	p.Accept(";")
	if statement := p.recovered(); statement == nil || len(p.Diags) != 1 {
		t.Errorf("the next statement isn't parsed: %v", p.Diags)
	}
}
