package codegen

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// hostilePlan has one text as the name of everything that SQL names, as option, comment and constant.
func hostilePlan(text, format string) (*physical.Plan, Options) {
	columns := []logical.TableColumn{
		{Name: text, Type: types.Of(types.BigInt)},
		{Name: text + "2", Type: types.Of(types.Varchar).WithNull(true)},
		{Name: text + text, Type: types.RowOf(types.Field{Name: text, Type: types.Of(types.BigInt)}, types.Field{Name: text + "_", Type: types.ArrayOf(types.Of(types.Varchar))})},
	}
	if format != "json" {
		columns = columns[:2]
	}
	options := []logical.Option{{Key: text, Value: text}, {Key: "path", Value: text}, {Key: "csv.header", Value: "true"}}
	in := &logical.Table{Name: text, Columns: columns, Connector: "file", Format: format, Options: options}
	out := &logical.Table{Name: text + "s", Columns: columns, Connector: "file", Format: format, Options: options}
	row := &physical.RowType{Name: text}
	var used []int
	var exprs []scalar.Expr
	sql := "SELECT /* " + text + " */ '" + text + "' FROM x"
	pos := diag.Span{End: len(sql)}
	for i, column := range columns {
		used = append(used, i)
		row.Fields = append(row.Fields, types.Field{Name: column.Name, Type: column.Type})
		exprs = append(exprs, &scalar.Column{Base: scalar.Base{Typ: column.Type, Pos: pos}, Index: i, Name: column.Name})
	}
	constant := types.Of(types.Varchar)
	compare := func(with string) scalar.Expr {
		return &scalar.Compare{
			Base: scalar.Base{Typ: types.Of(types.Boolean).WithNull(true), Pos: pos}, Op: scalar.Ne,
			Left:  &scalar.Column{Base: scalar.Base{Typ: columns[1].Type, Pos: pos}, Index: 1, Name: columns[1].Name},
			Right: &scalar.Literal{Base: scalar.Base{Typ: constant, Pos: pos}, Value: with},
		}
	}
	write := func(id string) physical.Operator {
		return &physical.Project{Base: physical.Base{Ident: "p" + id, Pos: pos, Then: []physical.Operator{
			&physical.Write{Base: physical.Base{Ident: "w" + id, Pos: pos}, Table: out},
		}}, Type: row, Exprs: exprs}
	}
	filter := func(id string, with string) physical.Operator {
		return &physical.Filter{Base: physical.Base{Ident: "f" + id, Pos: pos, Then: []physical.Operator{write(id)}}, Predicate: compare(with)}
	}
	plan := &physical.Plan{Job: "hostile", Fingerprint: text, Tables: []*logical.Table{in, out}, Stages: []*physical.Stage{{
		Name: text, Span: pos, Input: &physical.Source{Table: in, Used: used, Type: row}, Then: []physical.Operator{filter("1", text), filter("2", text+"x")},
	}}}
	return plan, Options{SQLFile: text + ".sql", Source: sql, ImportPath: "example.com/hostile"}
}

// What SQL says can't become code: the generated declarations have names made of letters and digits, imports and comments
// are those of any job, and verify, which reads all that back, is content. See hostileTexts.
func TestInjection(t *testing.T) {
	for _, format := range []string{"json", "csv"} {
		for i, text := range hostileTexts {
			t.Run(fmt.Sprintf("%s %d", format, i), func(t *testing.T) {
				plan, opts := hostilePlan(text, format)
				opts.Importer = runtimeImporter
				pkg, err := Generate(plan, opts)
				if err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				for _, file := range pkg.Files {
					checkInnocent(t, file)
				}
			})
		}
	}
}

func checkInnocent(t *testing.T, file File) {
	t.Helper()
	if file.Path == LockFile {
		if _, err := ReadLock(file.Content); err != nil {
			t.Fatal(err)
		}
		return
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Content, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range parsed.Decls {
		if function, ok := decl.(*ast.FuncDecl); ok && function.Recv == nil && slices.Contains([]string{"init", "_"}, function.Name.Name) {
			t.Errorf("%s declares %s", file.Path, function.Name.Name)
		}
	}
	for _, spec := range parsed.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		if !slices.Contains(importPaths, path) && path != "example.com/hostile" {
			t.Errorf("%s imports %s", file.Path, path)
		}
	}
	for number, line := range strings.Split(string(file.Content), "\n") {
		trimmed := strings.TrimLeft(line, " \t\ufeff")
		if strings.HasPrefix(trimmed, "//go:") || strings.HasPrefix(trimmed, "//export") || strings.Contains(line, "\r") {
			t.Errorf("%s:%d: %q", file.Path, number+1, line)
		}
		for _, r := range line {
			if r >= 0x80 && strings.ContainsRune("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff", r) {
				t.Errorf("%s:%d: invisible character %U in %q", file.Path, number+1, r, line)
			}
		}
	}
}
