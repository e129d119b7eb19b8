package clause_test

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
)

// places are where a name may stand; NAME stands for it.
var places = []string{
	"CREATE TABLE t (a INT, NAME INT, b INT) WITH ('connector' = 'print')",
	"CREATE TABLE t (NAME AS 1) WITH ('connector' = 'print')",
	"CREATE VIEW v (NAME) AS SELECT 1",
	"INSERT INTO t (NAME) SELECT 1",
	"SELECT NAME FROM t",
	"SELECT NAME, a, NAME FROM t",
	"SELECT t.NAME, t.NAME.b FROM t",
	"SELECT a AS NAME FROM t",
	"SELECT NAME + 1, - NAME, f(NAME), (NAME), NAME::INT, NAME[1] FROM t",
	"SELECT a FROM t WHERE NAME = 1 AND a = NAME OR NAME IS NULL",
	"SELECT a FROM t GROUP BY NAME, a ORDER BY NAME DESC, NAME",
	"SELECT a FROM t AS NAME",
	"SELECT CASE NAME WHEN NAME THEN NAME ELSE NAME END FROM t",
	"WITH NAME AS (SELECT 1) SELECT a FROM NAME",
}

// TestKeywordsAreNames: words with a meaning of their own are names where the grammar leaves no doubt.
func TestKeywordsAreNames(t *testing.T) {
	for _, word := range clause.Keywords {
		for _, place := range places {
			if except[word] != "" && strings.Contains(place, except[word]) {
				continue
			}
			check(t, place, strings.ToLower(word))
		}
	}
}

// except are the keywords that are no names in places of some kind: what begins a value or a function there.
var except = map[string]string{
	"CURRENT_TIMESTAMP": "NAME", "CURRENT_DATE": "NAME", "CURRENT_TIME": "NAME", "LOCALTIME": "NAME", "LOCALTIMESTAMP": "NAME", // values
	"ARRAY": "NAME[1]", "MAP": "NAME[1]", // ARRAY[1]
}

// TestQuotedNames: in quotes every word is a name everywhere.
func TestQuotedNames(t *testing.T) {
	for _, word := range append(clause.ReservedWords, "a b", `a"b`, "日本", "1", "--", "'", ";", "`") {
		for _, place := range places {
			check(t, place, ast.Quote(word))
		}
	}
}

func check(t *testing.T, place, name string) {
	t.Helper()
	src := strings.ReplaceAll(place, "NAME", name)
	tree, diags := parse.File(src)
	if diags.HasErrors() {
		t.Errorf("%s\n%s", src, diag.NewSource("job.sql", src).FormatList(diags))
		return
	}
	found := 0
	ast.Walk(tree, func(node ast.Node) bool {
		if ident, ok := node.(ast.Ident); ok && src[ident.Span().Start:ident.Span().End] == name {
			found++
		}
		return true
	})
	if want := strings.Count(place, "NAME"); found != want {
		t.Errorf("%s: %d identifiers are %s, want %d", src, found, name, want)
	}
}

// TestReservedWords: bare in an expression they are an error that shows the quoted form.
func TestReservedWords(t *testing.T) {
	for _, word := range clause.ReservedWords {
		if strings.Contains("NULL TRUE FALSE CASE NOT CAST EXISTS GROUP ORDER ALL DISTINCT", word) {
			continue // these begin an expression, or are names where no BY follows
		}
		src := "SELECT a, " + word + ", b FROM t"
		_, diags := parse.File(src)
		if len(diags) != 1 || diags[0].Code != diag.ReservedWord || !strings.Contains(diags[0].Fix.Message, `"`+word+`"`) {
			t.Errorf("%s\n%s", src, diag.NewSource("job.sql", src).FormatList(diags))
		}
	}
}
