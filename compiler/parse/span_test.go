package parse_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
)

// corpus returns every statement of the golden files that parses, each on its own, by name.
func corpus(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	statements := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range txtar.Parse(data).Files {
			if !strings.HasSuffix(part.Name, ".sql") {
				continue
			}
			if tree, diags := parse.File(string(part.Data)); !diags.HasErrors() && len(tree.Statements) > 0 {
				statements[filepath.Base(file)+"/"+part.Name] = string(part.Data)
			}
		}
	}
	return statements
}

// TestSpansReparse: the bytes of a node's span parse to the same node.
func TestSpansReparse(t *testing.T) {
	for name, src := range corpus(t) {
		t.Run(name, func(t *testing.T) {
			tree, _ := parse.File(src)
			checkSpans(t, src, tree)
		})
	}
}

func checkSpans(t *testing.T, src string, root ast.Node) {
	ast.Walk(root, func(node ast.Node) bool {
		span := node.Span()
		if span.Start < 0 || span.End > len(src) || span.Start >= span.End {
			t.Fatalf("%T has the span %v of a text of %d bytes", node, span, len(src))
		}
		for _, child := range ast.Children(node) {
			if inner := child.Span(); inner.Start < span.Start || inner.End > span.End {
				t.Errorf("%T %q is not inside its parent %T %q", child, snippet(src, inner), node, snippet(src, span))
			}
		}
		if again := reparse(node, snippet(src, span)); again != nil && !hasDuration(src, node) {
			if !same(again, node) {
				t.Errorf("%q parses to\n%swant\n%s", snippet(src, span), dump(again, ""), dump(node, ""))
			}
		}
		return true
	})
}

// hasDuration reports a duration such as 1m below a node: it stands in windows alone.
func hasDuration(src string, node ast.Node) (found bool) {
	if _, ok := node.(ast.Expr); !ok {
		return false
	}
	ast.Walk(node, func(below ast.Node) bool {
		if _, ok := below.(*ast.Interval); ok && !strings.HasPrefix(strings.ToUpper(snippet(src, below.Span())), "INTERVAL") {
			found = true
		}
		return !found
	})
	return found
}

func snippet(src string, span diag.Span) string { return src[span.Start:span.End] }

// reparse parses the text of a node on its own; nil where such a node can't stand alone.
func reparse(node ast.Node, text string) ast.Node {
	switch n := node.(type) {
	case *ast.Unit, *ast.Star, *ast.TableArg, *ast.Descriptor, *ast.NamedArg, *ast.GroupingSets:
		return nil
	case *ast.Row:
		if len(n.Fields) < 2 && !strings.HasPrefix(strings.ToUpper(text), "ROW") {
			return nil
		}
	case *ast.String:
		if !strings.HasPrefix(strings.TrimLeft(text, "eE"), "'") {
			return nil
		}
	}
	switch node.(type) {
	case ast.Statement:
		return statementOf(text)
	case ast.Expr:
		expr, diags := parse.Expr(text)
		return unless(diags, expr)
	case *ast.Type:
		typ, diags := parse.Type(text)
		return unless(diags, typ)
	case *ast.Query:
		if statement, ok := statementOf(text).(*ast.Select); ok {
			return statement.Query
		}
		return &ast.Null{}
	case ast.TableRef:
		if statement, ok := statementOf("SELECT * FROM " + text).(*ast.Select); ok {
			return statement.Query.Body.(*ast.SelectBody).From[0]
		}
		return &ast.Null{}
	}
	return nil
}

func unless(diags diag.List, node ast.Node) ast.Node {
	if diags.HasErrors() {
		return &ast.Null{}
	}
	return node
}

func statementOf(text string) ast.Node {
	tree, diags := parse.File(text)
	if diags.HasErrors() || len(tree.Statements) != 1 {
		return &ast.Null{}
	}
	return tree.Statements[0]
}

// TestPrintReparse: what Sprint prints parses to the same tree.
func TestPrintReparse(t *testing.T) {
	for name, src := range corpus(t) {
		t.Run(name, func(t *testing.T) {
			tree, _ := parse.File(src)
			checkPrint(t, tree)
		})
	}
}

func checkPrint(t *testing.T, tree *ast.File) {
	printed := ast.Sprint(tree)
	again, diags := parse.File(printed)
	if diags.HasErrors() {
		t.Fatalf("printed as\n%s\n%s", printed, diag.NewSource("printed.sql", printed).FormatList(diags))
	}
	if !same(again, tree) {
		t.Errorf("printed as\n%swhich parses to\n%swant\n%s", printed, dump(again, ""), dump(tree, ""))
	}
}
