package codegen

import (
	"testing"

	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/types"
	"github.com/weirsql/weir/runtime/jsonpath"
	"github.com/weirsql/weir/runtime/temporal"
)

// Each Go form of the table that is custom has an emitter, and each emitter is named by the table.
func TestCustomFormsAreTheTables(t *testing.T) {
	used := map[string]bool{}
	for _, f := range functions.All() {
		for _, o := range f.Overloads {
			if o.Go.Kind != functions.GoCustom {
				continue
			}
			used[o.Go.Symbol] = true
			if customForms[o.Go.Symbol] == nil {
				t.Errorf("%s: no emitter %q", f.Name, o.Go.Symbol)
			}
		}
	}
	for name := range customForms {
		if !used[name] {
			t.Errorf("no function uses the emitter %q", name)
		}
	}
}

// What the table accepts at compile time is what the runtime accepts at start: there a mistake would be a panic.
func TestConstantsAreCheckedAsTheRuntimeReadsThem(t *testing.T) {
	for _, path := range []string{
		"$", " $ ", "$.a", "$.a.b[0]", "$.\"a b\"", "$['x']", "$[\"x\"][12]", "lax $.a", "strict $.a", "LAX $ . a [ 1 ]", "$.größe", "$.a$b", "$.\"q\\\"q\"",
		"", "a", "$.", "$..a", "$[", "$[]", "$[a]", "$[-1]", "$.a[*]", "$.a?(@>1)", "$.1a", "$a", "lax$.a", "$.a ]", "$.\"a", "$['a", "$[1", "$[99999999999999999999]",
		"lax  $", "strict\t$.a", "$.a\n.b",
	} {
		_, err := jsonpath.Parse(path)
		agree(t, "JSON path", path, resolves("JSON_VALUE", path), err == nil)
	}
	for _, pattern := range []string{
		"yyyy-MM-dd HH:mm:ss.SSS", "d/M/yy", "EEEE MMMM", "yyyy-MM-dd'T'HH:mm:ssXXX", "''", "'o''clock'", "yyyyy", "YYYY", "b", "MMMMM", "[yyyy]", "'open", "T",
		"ddd", "SSSSSSSSSS", "GG", "z", "zz", "VV", "w", "hh:mm a", "aa", "{", "#", "nnn", "größe",
	} {
		_, err := temporal.ParsePattern(pattern)
		agree(t, "date pattern", pattern, resolves("DATE_FORMAT", pattern), err == nil)
	}
}

func agree(t *testing.T, what, literal string, compile, run bool) {
	t.Helper()
	if compile != run {
		t.Errorf("%s %q: accepted when compiled: %v, by the runtime: %v", what, literal, compile, run)
	}
}

// resolves reports whether a function takes a literal as its second argument.
func resolves(name, literal string) bool {
	first := types.Of(types.Varchar)
	if name == "DATE_FORMAT" {
		first = types.TimestampOf(3)
	}
	_, err := functions.Resolve(name, []functions.Arg{{Type: first}, {Type: types.Of(types.Varchar), Bare: true, Literal: literal}})
	return err == nil
}
