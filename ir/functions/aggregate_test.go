package functions

import (
	"errors"
	"math/big"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/weirsql/weir/ir/types"
)

func TestAggregateTableIsComplete(t *testing.T) {
	seen := map[string]string{}
	for _, f := range Aggregates() {
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			if other := seen[name]; other != "" || name != strings.ToUpper(name) {
				t.Errorf("%s is a name of %q too, or not in upper case", name, other)
			}
			if _, ok := Lookup(name); ok {
				t.Errorf("%s is a scalar function too", name)
			}
			seen[name] = f.Name
		}
		if f.Doc == "" || f.Example == "" || (f.Output == "") != (f.Over == OnlyOver) || len(f.Overloads) == 0 {
			t.Errorf("%s lacks a doc line, an example or overloads", f.Name)
		}
		for i, o := range f.Overloads {
			if o.Result.Of == nil || (o.Accumulator == "") != (f.Over == OnlyOver) {
				t.Errorf("overload %d of %s lacks a result or an accumulator", i, f.Name)
			}
		}
	}
}

// Every accumulator that the table names is a type of runtime/agg, with the methods that the overload promises.
func TestAccumulatorsExist(t *testing.T) {
	var source strings.Builder
	files, err := os.ReadDir("../../runtime/agg")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if text, err := os.ReadFile("../../runtime/agg/" + file.Name()); err == nil && !strings.HasSuffix(file.Name(), "_test.go") {
			source.Write(text)
		}
	}
	for _, f := range Aggregates() {
		for i, o := range f.Overloads {
			for _, name := range []string{o.Accumulator, o.Wide, o.NotNull, o.Kept.Accumulator, o.Kept.NotNull} {
				typeArguments := o.Types
				if strings.Contains(name, "Kept") {
					typeArguments = o.Kept.Types
				}
				if name == "" {
					continue
				}
				typeName := strings.TrimPrefix(name, "agg.")
				declared := regexp.MustCompile(`(?m)^type ` + typeName + `(\[([^\]]*(?:\[\w+\])?)\])? struct`).FindStringSubmatch(source.String())
				if declared == nil {
					t.Errorf("%s: overload %d: there is no %s", f.Name, i, name)
					continue
				}
				if arguments := len(typeArguments); (arguments > 0) != (declared[1] != "") {
					t.Errorf("%s: overload %d: %s%s has %d type arguments", f.Name, i, name, declared[1], arguments)
				}
			}
		}
	}
}

func TestResolveAggregate(t *testing.T) {
	integer, bigint, double, str := types.Of(types.Int), types.Of(types.BigInt), types.Of(types.Double), types.Of(types.Varchar)
	half := Arg{Type: types.DecimalOf(2, 1), Literal: big.NewInt(5)}
	price := types.DecimalOf(10, 2)
	for _, test := range []struct {
		name   string
		args   []Arg
		params string
		result string
		symbol string
	}{
		{"count", nil, "", "BIGINT NOT NULL", "agg.Count"},
		{"COUNT", []Arg{arg(str.WithNull(true))}, "VARCHAR", "BIGINT NOT NULL", "agg.Count"},
		{"SUM", []Arg{arg(types.Of(types.SmallInt))}, "INT", "BIGINT NOT NULL", "agg.SumInt"},
		{"SUM", []Arg{arg(bigint.WithNull(true))}, "BIGINT", "BIGINT", "agg.SumBigInt"},
		{"SUM", []Arg{arg(price)}, "DECIMAL(10,2)", "DECIMAL(38,2) NOT NULL", "agg.SumDecimal"},
		{"SUM", []Arg{arg(types.DecimalOf(30, 2))}, "DECIMAL(30,2)", "DECIMAL(38,2) NOT NULL", "agg.SumWide"},
		{"SUM", []Arg{arg(types.Of(types.Real))}, "DOUBLE", "DOUBLE NOT NULL", "agg.SumFloat"},
		{"AVG", []Arg{arg(integer)}, "INT", "DOUBLE NOT NULL", "agg.AvgInt"},
		{"AVG", []Arg{arg(types.DecimalOf(4, 1))}, "DECIMAL(4,1)", "DECIMAL(38,6) NOT NULL", "agg.AvgDecimal"},
		{"MIN", []Arg{arg(types.Of(types.TinyInt))}, "TINYINT", "TINYINT NOT NULL", "agg.Min"},
		{"MAX", []Arg{arg(types.DecimalOf(20, 0).WithNull(true))}, "DECIMAL(20,0)", "DECIMAL(20,0)", "agg.MaxOf"},
		{"MAX", []Arg{arg(types.TimestampOf(3))}, "TIMESTAMP(3)", "TIMESTAMP(3) NOT NULL", "agg.Max"},
		{"MAX", []Arg{arg(str)}, "VARCHAR", "VARCHAR NOT NULL", "agg.MaxText"},
		{"VARIANCE", []Arg{arg(integer)}, "DOUBLE", "DOUBLE", "agg.VarSamp"},
		{"MIN_BY", []Arg{arg(str), arg(types.DecimalOf(20, 0))}, "VARCHAR, DECIMAL(20,0)", "VARCHAR NOT NULL", "agg.ArgMinOf"},
		{"FIRST_VALUE", []Arg{arg(integer)}, "INT", "INT NOT NULL", "agg.First"},
		{"FIRST_VALUE", []Arg{arg(integer.WithNull(true))}, "INT", "INT", "agg.FirstNull"},
		{"COLLECT", []Arg{arg(integer.WithNull(true))}, "INT", "ARRAY<INT>", "agg.ArrayNull"},
		{"ARRAY_AGG", []Arg{arg(integer)}, "INT", "ARRAY<INT NOT NULL> NOT NULL", "agg.Array"},
		{"STRING_AGG", []Arg{arg(integer), bare(";")}, "VARCHAR, VARCHAR", "VARCHAR NOT NULL", "agg.Joined"},
		{"PERCENTILE_CONT", []Arg{arg(integer), half}, "DOUBLE, DOUBLE", "DOUBLE NOT NULL", "agg.PercentileCont"},
		{"PERCENTILE_DISC", []Arg{arg(price), number(1)}, "DECIMAL(10,2), DOUBLE", "DECIMAL(10,2) NOT NULL", "agg.PercentileDisc"},
		{"APPROX_COUNT_DISTINCT", []Arg{arg(double)}, "DOUBLE", "BIGINT NOT NULL", "agg.ApproxDistinct"},
		{"LAG", []Arg{arg(integer), number(1), arg(bigint)}, "BIGINT, BIGINT, BIGINT", "BIGINT NOT NULL", ""},
		{"LEAD", []Arg{arg(integer)}, "INT", "INT", ""},
		{"NTILE", []Arg{number(4)}, "BIGINT", "INT NOT NULL", ""},
	} {
		got, err := ResolveAggregate(test.name, test.args)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var params []string
		for _, p := range got.Params {
			params = append(params, p.Name())
		}
		symbol, _ := got.Function.Overloads[got.Overload].GoAccumulator(got.Params)
		if text := strings.Join(params, ", "); text != test.params || got.Result.String() != test.result || symbol != test.symbol {
			t.Errorf("%s%v: (%s) %s by %s, want (%s) %s by %s", test.name, test.args, text, got.Result, symbol, test.params, test.result, test.symbol)
		}
	}
}

func TestResolveAggregateErrors(t *testing.T) {
	integer := arg(types.Of(types.Int))
	for _, test := range []struct {
		name    string
		args    []Arg
		kind    ErrorKind
		message string
	}{
		{"TOTAL", []Arg{integer}, UnknownFunction, "unknown aggregate function TOTAL"},
		{"SUM", nil, WrongCount, "no overload of SUM takes (); it takes SUM(INT), SUM(BIGINT), SUM(DECIMAL), SUM(DOUBLE)"},
		{"SUM", []Arg{arg(types.Of(types.Varchar))}, WrongTypes, "no overload of SUM takes (VARCHAR); it takes"},
		{"COUNT", []Arg{integer, integer}, WrongCount, "no overload of COUNT takes (INT, INT); it takes COUNT(*), COUNT(ANY)"},
		{"PERCENTILE_CONT", []Arg{integer, number(2)}, BadConstant, "argument 2 of PERCENTILE_CONT: fraction must be between 0 and 1, not 2"},
		{"PERCENTILE_CONT", []Arg{integer, integer}, BadConstant, "argument 2 of PERCENTILE_CONT: fraction must be a constant"},
		{"LAG", []Arg{integer, number(-1)}, BadConstant, "argument 2 of LAG: offset must be at least 0, not -1"},
		{"NTILE", []Arg{number(0)}, BadConstant, "argument 1 of NTILE: n must be at least 1, not 0"},
		{"APPROX_COUNT_DISTINCT", []Arg{arg(types.ArrayOf(types.Of(types.Int)))}, WrongTypes, "APPROX_COUNT_DISTINCT: values of type ARRAY<INT NOT NULL> cannot be compared"},
	} {
		_, err := ResolveAggregate(test.name, test.args)
		var failure *ResolveError
		if !errors.As(err, &failure) || failure.Kind != test.kind || !strings.HasPrefix(failure.Message, test.message) {
			t.Errorf("%s: %v, want %s", test.name, err, test.message)
		}
	}
}
