package udf

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

const module = "testdata/mod"

// declare reads "name(price DOUBLE, qty BIGINT) RETURNS DOUBLE" for a target of the test module.
func declare(t *testing.T, signature, target string) Declaration {
	t.Helper()
	name, rest, _ := strings.Cut(signature, "(")
	params, result, ok := strings.Cut(rest, ") RETURNS ")
	if !ok {
		t.Fatalf("not a signature: %s", signature)
	}
	d := Declaration{Name: name, Target: target, Result: parseType(t, result)}
	for _, param := range splitParams(params) {
		id, text, _ := strings.Cut(param, " ")
		d.Params = append(d.Params, Param{Name: id, Type: parseType(t, text)})
	}
	return d
}

func parseType(t *testing.T, text string) types.Type {
	t.Helper()
	parsed, err := types.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// splitParams splits at commas outside of brackets.
func splitParams(text string) []string {
	var list []string
	depth, start := 0, 0
	for i, c := range text + "," {
		switch c {
		case '(', '<':
			depth++
		case ')', '>':
			depth--
		case ',':
			if depth == 0 {
				if part := strings.TrimSpace(text[start:min(i, len(text))]); part != "" {
					list = append(list, part)
				}
				start = i + 1
			}
		}
	}
	return list
}

// load binds all declarations in one go, as a file's are, and prints what came out for each.
func load(t *testing.T, list []Declaration) ([]*scalar.UserFunction, []string) {
	t.Helper()
	for i := range list {
		at := diag.Span{Start: i + 1, End: i + 2}
		list[i].Span, list[i].NameSpan, list[i].TargetSpan, list[i].ResultSpan = at, at, at, at
		for j := range list[i].Params {
			list[i].Params[j].Span = at
		}
	}
	functions, found := Load(module, list)
	messages := make([]string, len(list))
	for i := range list {
		var own diag.List
		for _, d := range found {
			if d.Span.Start == i+1 {
				own = append(own, d)
			}
		}
		messages[i] = printed(own)
	}
	return functions, messages
}

func printed(found diag.List) string {
	var lines []string
	for _, d := range found {
		lines = append(lines, d.Error())
		for _, n := range d.Notes {
			lines = append(lines, "  "+n.Message)
		}
		if d.Fix != nil {
			lines = append(lines, "  → "+d.Fix.Message)
		}
	}
	return strings.Join(lines, "\n")
}

func TestSignatures(t *testing.T) {
	cases := []struct {
		signature, target string
		params            string // how each takes NULL
		result            string
	}{
		{"f(price DOUBLE, qty BIGINT) RETURNS DOUBLE", "Risk", "[plain plain]", "DOUBLE NOT NULL plain"},
		{"f(price DOUBLE NOT NULL, qty BIGINT) RETURNS DOUBLE NOT NULL", "Risk", "[plain plain]", "DOUBLE NOT NULL plain"},
		{"f(a TINYINT, b SMALLINT, c INT, d REAL, e BOOLEAN) RETURNS BOOLEAN", "Narrow", "[plain plain plain plain plain]", "BOOLEAN NOT NULL plain"},
		{"f(s VARCHAR, b BYTES, j JSON, u UUID) RETURNS VARCHAR(10)", "Texts", "[plain plain plain plain]", "VARCHAR(10) NOT NULL plain"},
		{"f(d DATE, t TIME(3), ts TIMESTAMP(3), ltz TIMESTAMP_LTZ(9), i INTERVAL) RETURNS TIMESTAMP(6)", "Times", "[plain plain plain plain plain]", "TIMESTAMP(6) NOT NULL plain"},
		{"f(a DECIMAL(10,2)) RETURNS DECIMAL(10,2)", "Exact", "[plain]", "DECIMAL(10,2) pointer"},
		{"f(a ARRAY<DOUBLE NOT NULL>, b ARRAY<VARCHAR>) RETURNS ARRAY<BIGINT NOT NULL>", "Lists", "[plain plain]", "ARRAY<BIGINT NOT NULL> NOT NULL plain"},
		{"f(s VARCHAR) RETURNS VARCHAR", "Nullable", "[pointer]", "VARCHAR pointer"},
		{"f(s VARCHAR) RETURNS BIGINT", "Found", "[plain]", "BIGINT ok"},
		{"f(s VARCHAR) RETURNS BIGINT", "Failing", "[plain]", "BIGINT NOT NULL plain error"},
		{"f(s VARCHAR) RETURNS BIGINT", "FoundOrFailing", "[plain]", "BIGINT ok error"},
		{"f(s VARCHAR) RETURNS BIGINT", "PointerOrFailing", "[plain]", "BIGINT pointer error"},
	}
	var list []Declaration
	for _, c := range cases {
		list = append(list, declare(t, c.signature, "example.com/mod/udf."+c.target))
	}
	functions, messages := load(t, list)
	for i, c := range cases {
		f := functions[i]
		if messages[i] != "" {
			t.Errorf("%s: %s", c.target, messages[i])
			continue
		}
		result := fmt.Sprint(f.Result, " ", f.GoResult)
		if f.HasError {
			result += " error"
		}
		if fmt.Sprint(f.GoParams) != c.params || result != c.result {
			t.Errorf("%s: %v → %s, want %s → %s", c.target, f.GoParams, result, c.params, c.result)
		}
	}
}

func TestWrongSignatures(t *testing.T) {
	cases := []struct{ signature, target, want string }{
		{"f(price DOUBLE) RETURNS DOUBLE", "udf.Risk", "SQL declares 1 parameter, the Go function has 2"},
		{"f(price DOUBLE, qty INT) RETURNS DOUBLE", "udf.Risk", "parameter 2 (qty) is INT, which is int32 in Go, not int64"},
		{"f(price DOUBLE, qty BIGINT) RETURNS BIGINT", "udf.Risk", "the result is BIGINT, which is int64 in Go, not float64"},
		{"f(v INT) RETURNS INT", "udf.Generic", "type parameters"},
		{"f(s VARCHAR) RETURNS VARCHAR", "udf.Variadic", "variadic"},
		{"f(s VARCHAR) RETURNS VARCHAR", "udf.Nothing", "must return one value"},
		{"f(s VARCHAR) RETURNS VARCHAR", "udf.Three", "must return one value"},
		{"f(s VARCHAR) RETURNS VARCHAR", "udf.Both", "says NULL twice"},
		{"f(s VARCHAR) RETURNS VARCHAR NOT NULL", "udf.Nullable", "declares the result NOT NULL"},
		{"f(n BIGINT) RETURNS BIGINT", "udf.Platform", "which is int64 in Go, not int"},
		{"f(n DOUBLE) RETURNS DOUBLE", "udf.Named", "not example.com/mod/udf.Celsius"},
		{"f(m MAP<VARCHAR NOT NULL, INT>) RETURNS INT", "udf.Risk", "can't be passed to a Go function"},
		{"f(s VARCHAR) RETURNS VARCHAR", "udf.hidden", "is not exported"},
		{"f(s VARCHAR) RETURNS VARCHAR", "udf.Table", "is not a function"},
		{"f(s VARCHAR) RETURNS VARCHAR", "udf.Riks", "did you mean Risk?"},
		{"f(s VARCHAR) RETURNS VARCHAR", "none.Risk", "Go package example.com/mod/none isn't found from"},
		{"f(price DOUBLE) RETURNS DOUBLE", "broken.Risk", "undefined: prize"},
		{"f(price DOUBLE) RETURNS DOUBLE", "tool.Risk", "is a command"},
		{"f(price DOUBLE) RETURNS DOUBLE", "tool", "doesn't name a Go function"},
		{"f(price DOUBLE) RETURNS DOUBLE", "udf.Risk.More", "isn't found from"},
	}
	var list []Declaration
	for _, c := range cases {
		list = append(list, declare(t, c.signature, "example.com/mod/"+c.target))
	}
	functions, messages := load(t, list)
	for i, c := range cases {
		if functions[i] != nil || !strings.Contains(messages[i], c.want) || strings.HasSuffix(messages[i], ":") {
			t.Errorf("%s %s: got %q, want %q", c.target, c.signature, messages[i], c.want)
		}
	}
}

// A go.mod that is out of date fails every package of the file: the message says what the go command said.
func TestGoModOutOfDate(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":     "module example.com/mod\n\ngo 1.25\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ./lib\n",
		"udf.go":     "package mod\n\nfunc Twice(n int64) int64 { return 2 * n }\n",
		"lib/go.mod": "module example.com/lib\n\ngo 1.25.1\n", // newer than the module that requires it
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, found := Load(root, []Declaration{
		declare(t, "twice(n BIGINT) RETURNS BIGINT", "example.com/mod.Twice"),
		declare(t, "other(n BIGINT) RETURNS BIGINT", "example.com/none.Other"),
	})
	if len(found) != 2 {
		t.Fatalf("found %v, want one message for each function", found)
	}
	for _, d := range found {
		if !strings.Contains(d.Message, "updates to go.mod needed") || d.Fix == nil || d.Fix.Message != "run go mod tidy" {
			t.Errorf("got %q with fix %v: the go command's words are missing", d.Message, d.Fix)
		}
	}
}

// TestBothSides pins the message that a wrong signature gets.
func TestBothSides(t *testing.T) {
	_, messages := load(t, []Declaration{declare(t, "risk(price DOUBLE, qty INT) RETURNS DOUBLE", "example.com/mod/udf.Risk")})
	got := messages[0]
	want := `error[W0604]: function risk and Go function Risk differ: parameter 2 (qty) is INT, which is int32 in Go, not int64
  SQL: risk(price DOUBLE, qty INT) RETURNS DOUBLE
  Go: func Risk(price float64, qty int64) float64 at udf/udf.go:13:6
  expected: func Risk(price float64, qty int32) float64`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDeterminism(t *testing.T) {
	cases := []struct{ signature, target, want string }{
		{"f(price DOUBLE, qty BIGINT) RETURNS DOUBLE", "Risk", ""},
		{"f(s VARCHAR) RETURNS BIGINT", "Words", ""},
		{"f(x BIGINT) RETURNS BIGINT", "Seeded", ""},
		{"f(born DATE) RETURNS BIGINT", "Age", "Age → time.Since at udf/impure.go:12:52"},
		{"f(x DOUBLE) RETURNS DOUBLE", "Jitter", "Jitter → udf.noise → rand.Float64 at"},
		{"f(s VARCHAR) RETURNS VARCHAR", "Region", "os.Getenv reaches the operating system"},
		{"f(s VARCHAR) RETURNS BIGINT", "Counted", "writes to the package-level variable calls"},
		{"f(s VARCHAR) RETURNS BIGINT", "Cached", "writes to the package-level variable cache"},
		{"f(s VARCHAR) RETURNS BOOLEAN", "Remembered", "method of the package-level variable seen"},
		{"f(n BIGINT) RETURNS BIGINT", "Parallel", "starts a goroutine"},
		{"f(s VARCHAR) RETURNS VARCHAR", "AnyKey", "a map is walked in random order"},
		{"f(s VARCHAR) RETURNS VARCHAR", "Elsewhere", "Elsewhere → clock.Stamp → time.Now at clock/clock.go:6:35"},
		{"f(s VARCHAR) RETURNS VARCHAR", "Method", "Method → stamp → time.Now"},
		{"f(s VARCHAR) RETURNS VARCHAR", "Value", "Value → time.Now"},
	}
	var list []Declaration
	for _, c := range cases {
		list = append(list, declare(t, c.signature, "example.com/mod/udf."+c.target))
	}
	functions, messages := load(t, list)
	for i, c := range cases {
		f := functions[i]
		if f == nil || f.Volatile != (c.want != "") || !strings.Contains(messages[i], c.want) || c.want == "" && messages[i] != "" {
			t.Errorf("%s: got %q, want %q", c.target, messages[i], c.want)
		}
	}
}
