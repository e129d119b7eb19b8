package jsonpath

import (
	"testing"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/json"
)

const document = ` { "a" : {"b": [10, {"c": "x\ty"}, null, true]}, "e": [], "k\"q": 1, "a2": "v", "n": null, "d": 1, "d": 2 } `

// Values of PostgreSQL 15's json_value-like jsonpath in lax mode, and of its -> and ->>.
func TestPaths(t *testing.T) {
	scratch := &rt.Scratch{}
	for _, test := range []struct{ path, value, query string }{ // "-" for none
		{"$.a.b[0]", "10", "-"},
		{"$.a.b[1].c", "x\ty", "-"},
		{"$.a.b[1]", "-", `{"c": "x\ty"}`},
		{"$.a.b", "-", `[10, {"c": "x\ty"}, null, true]`},
		{"$.a.b[2]", "-", "-"},
		{"$.a.b[3]", "true", "-"},
		{"$.a.b[9]", "-", "-"},
		{"$.a.b.c", "x\ty", "-"}, // lax: the member of an element
		{"strict $.a.b.c", "-", "-"},
		{"$.d[0]", "2", "-"}, // lax: a scalar is an array of itself
		{"strict $.d[0]", "-", "-"},
		{"$.e", "-", "[]"},
		{`$."k\"q"`, "1", "-"},
		{"$['a2']", "v", "-"},
		{"$.n", "-", "-"},
		{"$.missing", "-", "-"},
	} {
		p, err := Parse(test.path)
		if err != nil {
			t.Errorf("%s: %v", test.path, err)
			continue
		}
		if got, ok := Value(scratch, document, p); ok != (test.value != "-") || ok && got != test.value {
			t.Errorf("value at %s is %q, %v; want %s", test.path, got, ok, test.value)
		}
		if got, ok := Query(scratch, document, p); ok != (test.query != "-") || ok && string(got) != test.query {
			t.Errorf("query of %s is %q, %v; want %s", test.path, got, ok, test.query)
		}
		want := test.value != "-" || test.query != "-" || test.path == "$.n" || test.path == "$.a.b[2]"
		if got := Exists(scratch, document, p); got != want {
			t.Errorf("%s exists: %v", test.path, got)
		}
	}
	if _, ok := ValueText(scratch, `{"a":`, MustParse("$.a")); ok {
		t.Error("text that is no JSON has a value")
	}
}

func TestMembersAndElements(t *testing.T) {
	scratch := &rt.Scratch{}
	if got, ok := MemberText(scratch, `{"a":"\u00e9\n"}`, "a"); !ok || got != "é\n" {
		t.Errorf("member is %q, %v", got, ok)
	}
	if _, ok := MemberText(scratch, `{"a":null}`, "a"); ok {
		t.Error("null has a text")
	}
	if got, ok := Member(scratch, `{"\u0061":null}`, "a"); !ok || got != "null" {
		t.Errorf("member is %q, %v", got, ok)
	}
	for index, want := range map[int32]json.Raw{0: "1", 2: "[2]", -1: "[2]", -3: "1"} {
		if got, ok := Element("[1, \"x\" , [2]]", index); !ok || got != want {
			t.Errorf("element %d is %q, %v", index, got, ok)
		}
	}
	for _, index := range []int32{3, -4} {
		if got, ok := Element(`[1,2,3]`, index); ok {
			t.Errorf("element %d is %q", index, got)
		}
	}
	if _, ok := Element(`{"a":1}`, 0); ok {
		t.Error("an object has elements")
	}
	if n := ArrayLength(" [1, [2, 3], {}] "); n != 3 {
		t.Errorf("length %d", n)
	}
	if n := Integer[int32](" 2.5 "); n != 3 {
		t.Errorf("2.5 is %d", n)
	}
}
