package udf

import (
	"fmt"
	"strings"
	"testing"
)

// declareAggregate is declare for CREATE AGGREGATE FUNCTION.
func declareAggregate(t *testing.T, signature, target string) Declaration {
	d := declare(t, signature, "example.com/mod/udf."+target)
	d.Aggregate = true
	return d
}

func TestAggregates(t *testing.T) {
	cases := []struct{ signature, target, want string }{
		{"w(price DOUBLE, qty BIGINT) RETURNS DOUBLE", "Weighted", "[plain plain] DOUBLE ok {false true true true true}"},
		{"w(price DOUBLE, qty BIGINT) RETURNS DOUBLE", "Embedded", "[plain plain] DOUBLE ok"}, // its Merge takes what is embedded
		{"n(name VARCHAR) RETURNS VARCHAR", "Names", "[plain] VARCHAR NOT NULL plain {true true false false false}"},
		{"l(v BIGINT) RETURNS BIGINT", "Last", "[pointer] BIGINT NOT NULL plain error {false false false false false}"},
		{"e(v DECIMAL(10,2), at TIMESTAMP(3)) RETURNS DECIMAL(20,2)", "Exacts", "[plain plain] DECIMAL(20,2) pointer {false false false false false}"},
	}
	var list []Declaration
	for _, c := range cases {
		list = append(list, declareAggregate(t, c.signature, c.target))
	}
	found, messages := load(t, list)
	for i, c := range cases {
		if c.target == "Embedded" {
			if !strings.Contains(messages[i], "Merge takes another aggregate of its type") {
				t.Errorf("Embedded: got %q", messages[i])
			}
			continue
		}
		f := found[i]
		if f == nil || messages[i] != "" {
			t.Errorf("%s: %s", c.target, messages[i])
			continue
		}
		got := fmt.Sprint(f.GoParams, " ", f.Result, " ", f.GoResult)
		if f.HasError {
			got += " error"
		}
		if got += fmt.Sprint(" ", *f.Aggregate); got != c.want || f.Volatile {
			t.Errorf("%s: got %s, want %s", c.target, got, c.want)
		}
	}
}

func TestWrongAggregates(t *testing.T) {
	cases := []struct{ signature, target, want string }{
		{"a(price DOUBLE) RETURNS DOUBLE", "Weighted", "SQL declares 1 parameter, Add has 2"},
		{"a(price DOUBLE, qty INT) RETURNS DOUBLE", "Weighted", "parameter 2 (qty) is INT, which is int32 in Go, not int64"},
		{"a(price DOUBLE, qty BIGINT) RETURNS BIGINT", "Weighted", "the result is BIGINT, which is int64 in Go, not float64"},
		{"a(price DOUBLE, qty BIGINT) RETURNS DOUBLE NOT NULL", "Weighted", "SQL declares the result NOT NULL, but Result can return NULL"},
		{"a(v BIGINT) RETURNS BIGINT", "NoAdd", "has no method Add"},
		{"a(v BIGINT) RETURNS BIGINT", "NoResult", "has no method Result"},
		{"a(v BIGINT) RETURNS BIGINT", "ByValue", "Add has a value receiver: it would change a copy"},
		{"a(v BIGINT) RETURNS BIGINT", "AddReturns", "Add returns nothing, or an error"},
		{"a(v BIGINT) RETURNS BIGINT", "ResultTakes", "Result takes parameters"},
		{"a(v BIGINT) RETURNS BIGINT", "MergeOther", "Merge takes another aggregate of its type"},
		{"a(v BIGINT) RETURNS BIGINT", "RemoveOther", "parameter 1 (v) is BIGINT, which is int64 in Go, not string"},
		{"a(v BIGINT) RETURNS BIGINT", "RemoveReturns", "Remove returns nothing"},
		{"a(v BIGINT) RETURNS BIGINT", "Parametric", "type parameters"},
		{"a(v BIGINT) RETURNS BIGINT", "Contract", "is an interface"},
		{"a(v BIGINT) RETURNS BIGINT", "Clocked", "time.Now reads the clock"},
		{"a(v BIGINT) RETURNS BIGINT", "Risk", "is a function, and an aggregate is a Go type"},
		{"a(v BIGINT) RETURNS BIGINT", "Table", "is not a type"},
		{"a(v BIGINT) RETURNS BIGINT", "Weigthed", "did you mean Weighted?"},
		{"a(v INTERVAL) RETURNS BIGINT", "Last", "can't be passed to an aggregate"},
		{"a(v ARRAY<BIGINT>) RETURNS BIGINT", "Last", "can't be passed to an aggregate"},
	}
	var list []Declaration
	for _, c := range cases {
		list = append(list, declareAggregate(t, c.signature, c.target))
	}
	_, messages := load(t, list)
	for i, c := range cases {
		if !strings.Contains(messages[i], c.want) {
			t.Errorf("%s %s: got %q, want %q", c.target, c.signature, messages[i], c.want)
		}
	}
	_, messages = load(t, []Declaration{declare(t, "f(v BIGINT) RETURNS BIGINT", "example.com/mod/udf.Weighted")})
	if !strings.Contains(messages[0], "write CREATE AGGREGATE FUNCTION") {
		t.Errorf("an aggregate for CREATE FUNCTION: %q", messages[0])
	}
}

// TestBothSidesOfAggregate pins the message that a wrong method gets.
func TestBothSidesOfAggregate(t *testing.T) {
	_, messages := load(t, []Declaration{declareAggregate(t, "weighted(price DOUBLE, qty INT) RETURNS DOUBLE", "Weighted")})
	want := `error[W0604]: aggregate weighted and Go type Weighted differ: parameter 2 (qty) is INT, which is int32 in Go, not int64
  SQL: weighted(price DOUBLE, qty INT) RETURNS DOUBLE
  Go: func (*example.com/mod/udf.Weighted) Add(price float64, qty int64) at udf/aggregates.go:17:20
  expected: func (w *Weighted) Add(price float64, qty int32)`
	if messages[0] != want {
		t.Errorf("got\n%s\nwant\n%s", messages[0], want)
	}
}
