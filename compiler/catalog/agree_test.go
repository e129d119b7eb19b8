package catalog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestRuntimeAgrees holds the tables against the source of those who read the options: a connector of the runtime, or the
// generator of a format's codecs. Each option must be read, and nothing else.
func TestRuntimeAgrees(t *testing.T) {
	for _, c := range Connectors() {
		read := stringsOf(t, "../../runtime/connector/"+c.Name+"/*.go")
		for _, o := range c.Options {
			_, property, _ := strings.Cut("."+o.Name, "#.")
			if property == "" {
				property = o.Name
			}
			if !read[property] && !read["."+property] {
				t.Errorf("connector %s: nothing reads option '%s'", c.Name, o.Name)
			}
		}
		for _, m := range c.Metadata {
			if !read[m.Key] {
				t.Errorf("connector %s: nothing fills metadata '%s'", c.Name, m.Key)
			}
		}
		for _, key := range askedOptions(t, "../../runtime/connector/"+c.Name+"/*.go") {
			if o, _ := lookupOption(c.Options, key); o == nil && !isFormatOption(key) {
				t.Errorf("connector %s reads option '%s', which isn't in its table", c.Name, key)
			}
		}
	}
	read := stringsOf(t, "../../codegen/*.go")
	for _, f := range Formats() {
		for _, o := range f.Options {
			if !read[o.Name] {
				t.Errorf("format %s: nothing reads option '%s'", f.Name, o.Name)
			}
		}
	}
	for key := range read {
		if format, ok := LookupFormat(strings.Split(key, ".")[0]); ok && isOptionKey(key, format.Name) {
			if o, _ := lookupOption(format.Options, key); o == nil {
				t.Errorf("codegen reads option '%s', which isn't in the table of format %s", key, format.Name)
			}
		}
	}
}

// isOptionKey tells 'csv.field-delimiter' from symbols such as csv.Reader.
func isOptionKey(key, format string) bool {
	rest, ok := strings.CutPrefix(key, format+".")
	return ok && rest == strings.ToLower(rest) && !strings.ContainsAny(rest, " /%") && strings.Contains(rest, "-")
}

// stringsOf collects the string literals of some files, tests aside.
func stringsOf(t *testing.T, pattern string) map[string]bool {
	found := map[string]bool{}
	walk(t, pattern, func(n ast.Node) {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				found[text] = true
			}
		}
	})
	return found
}

// getters are the methods of rt.Table that read an option.
var getters = map[string]bool{"Lookup": true, "Text": true, "Bool": true, "Choice": true, "Int": true, "Fraction": true, "Size": true, "Duration": true}

// askedOptions lists the keys that are read by name.
func askedOptions(t *testing.T, pattern string) []string {
	var keys []string
	walk(t, pattern, func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return
		}
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !getters[selector.Sel.Name] {
			return
		}
		if literal, ok := call.Args[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
			key, _ := strconv.Unquote(literal.Value)
			keys = append(keys, key)
		}
	})
	return keys
}

func walk(t *testing.T, pattern string, visit func(ast.Node)) {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			visit(n)
			return true
		})
	}
}
