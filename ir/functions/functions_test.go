package functions

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/weirsql/weir/ir/types"
)

func TestDocsAreFresh(t *testing.T) {
	var want bytes.Buffer
	if err := WriteDocs(&want); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../docs/functions.md")
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("docs/functions.md is out of date (%v): go generate ./ir/functions", err)
	}
}

func TestTableIsComplete(t *testing.T) {
	seen := map[string]string{}
	for _, f := range All() {
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			if other := seen[name]; other != "" {
				t.Errorf("%s is a name of both %s and %s", name, other, f.Name)
			}
			if name != strings.ToUpper(name) {
				t.Errorf("%s is not in upper case", name)
			}
			seen[name] = f.Name
		}
		if f.Doc == "" || f.Example == "" || f.Output == "" || f.Section == "" || len(f.Overloads) == 0 {
			t.Errorf("%s lacks a doc line, an example, a section or overloads", f.Name)
		}
		for i, o := range f.Overloads {
			if o.Result.Of == nil || o.Go.Symbol == "" {
				t.Errorf("overload %d of %s lacks a result or a Go form", i, f.Name)
			}
		}
	}
}

func arg(t types.Type) Arg { return Arg{Type: t} }

func bare(s string) Arg { return Arg{Type: types.Of(types.Varchar), Bare: true, Literal: s} }

func number(n int64) Arg { return Arg{Type: types.Of(types.Int), Literal: n} }

func TestResolve(t *testing.T) {
	boolean, integer, bigint, double := types.Of(types.Boolean), types.Of(types.Int), types.Of(types.BigInt), types.Of(types.Double)
	str, day := types.Of(types.Varchar), types.Of(types.Date)
	array := types.ArrayOf(integer)
	second := Arg{Type: types.Of(types.Interval), Literal: types.IntervalValue{Micros: 5_000_000}}
	for _, test := range []struct {
		name   string
		args   []Arg
		params string // of the resolution, without NOT NULL
		result string
	}{
		{"+", []Arg{arg(integer), arg(bigint)}, "BIGINT, BIGINT", "BIGINT NOT NULL"},
		{"+", []Arg{arg(integer.WithNull(true)), arg(integer)}, "INT, INT", "INT"},
		{"+", []Arg{arg(integer), arg(double)}, "DOUBLE, DOUBLE", "DOUBLE NOT NULL"},
		{"+", []Arg{arg(types.Of(types.Real)), arg(integer)}, "DOUBLE, DOUBLE", "DOUBLE NOT NULL"},
		{"+", []Arg{arg(types.DecimalOf(10, 2)), arg(integer)}, "DECIMAL(10,2), DECIMAL(10,0)", "DECIMAL(13,2) NOT NULL"},
		{"+", []Arg{arg(types.DecimalOf(38, 10)), arg(types.DecimalOf(38, 2))}, "DECIMAL(38,10), DECIMAL(38,2)", "DECIMAL(38,6) NOT NULL"},
		{"*", []Arg{arg(types.DecimalOf(10, 2)), arg(types.DecimalOf(5, 3))}, "DECIMAL(10,2), DECIMAL(5,3)", "DECIMAL(16,5) NOT NULL"},
		{"/", []Arg{arg(types.DecimalOf(10, 2)), arg(types.DecimalOf(5, 3))}, "DECIMAL(10,2), DECIMAL(5,3)", "DECIMAL(19,8) NOT NULL"},
		{"+", []Arg{bare("5"), arg(integer)}, "INT, INT", "INT NOT NULL"},
		{"+", []Arg{{Type: types.Of(types.Null)}, arg(integer)}, "INT, INT", "INT"},
		{"-", []Arg{arg(types.TimestampOf(3)), second}, "TIMESTAMP(3), INTERVAL", "TIMESTAMP(3) NOT NULL"},
		{"-", []Arg{arg(types.TimestampOf(3)), arg(types.Of(types.Interval))}, "TIMESTAMP(3), INTERVAL", "TIMESTAMP(6) NOT NULL"},
		{"-", []Arg{arg(day), arg(day)}, "DATE, DATE", "INT NOT NULL"},
		{"+", []Arg{arg(day), second}, "DATE, INTERVAL", "TIMESTAMP(0) NOT NULL"},
		{"||", []Arg{arg(str), arg(integer)}, "VARCHAR, VARCHAR", "VARCHAR NOT NULL"},
		{"||", []Arg{arg(array), arg(array)}, "ARRAY<INT NOT NULL>, ARRAY<INT NOT NULL>", "ARRAY<INT NOT NULL> NOT NULL"},
		{"upper", []Arg{bare("x")}, "VARCHAR", "VARCHAR NOT NULL"},
		{"ROUND", []Arg{arg(types.DecimalOf(10, 4)), number(2)}, "DECIMAL(10,4), INT", "DECIMAL(9,2) NOT NULL"},
		{"ROUND", []Arg{arg(integer)}, "INT", "INT NOT NULL"},
		{"SQRT", []Arg{arg(integer)}, "DOUBLE", "DOUBLE NOT NULL"},
		{"GREATEST", []Arg{arg(integer.WithNull(true)), arg(bigint)}, "BIGINT, BIGINT", "BIGINT NOT NULL"},
		{"CONCAT", []Arg{arg(str.WithNull(true)), arg(boolean)}, "VARCHAR, VARCHAR", "VARCHAR NOT NULL"},
		{"SPLIT_INDEX", []Arg{arg(str), bare(","), number(0)}, "VARCHAR, VARCHAR, INT", "VARCHAR"},
		{"EXTRACT", []Arg{bare("second"), arg(types.TimestampOf(3))}, "VARCHAR, TIMESTAMP(3)", "DECIMAL(8,6) NOT NULL"},
		{"TO_TIMESTAMP_LTZ", []Arg{arg(bigint), number(9)}, "BIGINT, INT", "TIMESTAMP_LTZ(9) NOT NULL"},
		{"ARRAY_CONTAINS", []Arg{arg(array), arg(bigint)}, "ARRAY<BIGINT NOT NULL>, BIGINT", "BOOLEAN NOT NULL"},
	} {
		got, err := Resolve(test.name, test.args)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var params []string
		for _, p := range got.Params {
			params = append(params, p.Name())
		}
		if text := strings.Join(params, ", "); text != test.params || got.Result.String() != test.result {
			t.Errorf("%s%v: (%s) %s, want (%s) %s", test.name, test.args, text, got.Result, test.params, test.result)
		}
	}
}

func TestResolveErrors(t *testing.T) {
	str, ts := arg(types.Of(types.Varchar)), arg(types.TimestampOf(3))
	for _, test := range []struct {
		name    string
		args    []Arg
		kind    ErrorKind
		message string
	}{
		{"UPER", []Arg{str}, UnknownFunction, "unknown function UPER"},
		{"UPPER", []Arg{str, str}, WrongCount, "no overload of UPPER takes (VARCHAR, VARCHAR); it takes UPPER(VARCHAR)"},
		{"SQRT", []Arg{str}, WrongTypes, "no overload of SQRT takes (VARCHAR); it takes SQRT(DOUBLE)"},
		{"REGEXP_LIKE", []Arg{str, bare("(")}, BadConstant, "argument 2 of REGEXP_LIKE: not a regular expression: missing closing ): `(`"},
		{"SIMILAR TO", []Arg{str, bare("(a|b")}, BadConstant, "argument 2 of SIMILAR TO: not a regular expression: missing closing ): "},
		{"SIMILAR TO", []Arg{str, bare(`[a-\]`)}, BadConstant, "argument 2 of SIMILAR TO: not a regular expression: invalid character class range: "},
		{"SIMILAR TO", []Arg{str, bare(`%*`)}, BadConstant, "argument 2 of SIMILAR TO: not a regular expression: invalid nested repetition operator: "},
		{"SIMILAR TO", []Arg{str, bare(`\`)}, BadConstant, "argument 2 of SIMILAR TO: not a regular expression: missing closing ): "},
		{"EXTRACT", []Arg{bare("YEER"), ts}, BadConstant, "argument 1 of EXTRACT: field is one of MILLENNIUM, "},
		{"EXTRACT", []Arg{bare("YEAR"), arg(types.Type{Kind: types.Time})}, WrongTypes, "EXTRACT: a value of type TIME has no YEAR"},
		{"AT TIME ZONE", []Arg{ts, bare("Europe/Berlln")}, BadConstant, "argument 2 of AT TIME ZONE: unknown time zone \"Europe/Berlln\""},
		{"JSON_VALUE", []Arg{str, bare("a.b")}, BadConstant, "argument 2 of JSON_VALUE: not a JSON path: \"a.b\""},
		{"DATE_FORMAT", []Arg{ts, bare("yyyy-MM-ddTHH")}, BadConstant, "argument 2 of DATE_FORMAT: unknown letter 'T' in a date pattern"},
		{"LIKE", []Arg{str, bare(`a\`)}, BadConstant, "argument 2 of LIKE: the pattern ends with its escape character"},
		{"TO_TIMESTAMP_LTZ", []Arg{arg(types.Of(types.BigInt)), number(5)}, WrongTypes, "TO_TIMESTAMP_LTZ: the second argument must be 0, 3, 6 or 9"},
		{"ARRAY_MAX", []Arg{arg(types.ArrayOf(types.Of(types.Boolean)))}, WrongTypes, "ARRAY_MAX: elements of type BOOLEAN have no order"},
	} {
		_, err := Resolve(test.name, test.args)
		var failure *ResolveError
		if !errors.As(err, &failure) || failure.Kind != test.kind || !strings.HasPrefix(failure.Message, test.message) {
			t.Errorf("%s: %v, want %s", test.name, err, test.message)
		}
	}
}

func TestCommon(t *testing.T) {
	for _, test := range []struct{ a, b, want string }{
		{"INT", "BIGINT NOT NULL", "BIGINT"},
		{"INT NOT NULL", "DECIMAL(4,2) NOT NULL", "DECIMAL(12,2) NOT NULL"},
		{"REAL", "INT", "DOUBLE"},
		{"REAL", "REAL", "REAL"},
		{"VARCHAR(3)", "VARCHAR(5)", "VARCHAR(5)"},
		{"VARCHAR(3)", "VARCHAR", "VARCHAR"},
		{"DATE", "TIMESTAMP(3)", "TIMESTAMP(3)"},
		{"TIMESTAMP(6)", "TIMESTAMP_LTZ(3)", "TIMESTAMP_LTZ(6)"},
		{"ARRAY<INT>", "ARRAY<BIGINT NOT NULL>", "ARRAY<BIGINT>"},
		{"ROW<a INT, b VARCHAR>", "ROW<x DOUBLE, y VARCHAR>", "ROW<a DOUBLE, b VARCHAR>"},
		{"INT", "VARCHAR", ""},
		{"BOOLEAN", "INT", ""},
		{"BYTES(3)", "BYTES(5)", "BYTES(5)"},
		{"BYTES(3)", "BYTES", "BYTES"},
	} {
		a, errA := types.Parse(test.a)
		b, errB := types.Parse(test.b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		got, ok := Common(a, b)
		if ok != (test.want != "") || ok && got.String() != test.want {
			t.Errorf("Common(%s, %s) = %v, %v; want %s", test.a, test.b, got, ok, test.want)
		}
	}
}
