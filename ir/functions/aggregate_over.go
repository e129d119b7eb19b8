package functions

import (
	"fmt"
	"strconv"

	"github.com/weirsql/weir/ir/types"
)

// counted is a constant parameter that is a number of rows, from least on.
func counted(name string, least int64) Param {
	return Param{Name: name, Class: BigInt, Check: func(literal string) error {
		if n, err := strconv.ParseInt(literal, 10, 64); err != nil || n < least {
			return fmt.Errorf("%s must be at least %d, not %s", name, least, literal)
		}
		return nil
	}}
}

// neighbour are the overloads of LAG and LEAD.
func neighbour() []AggregateOverload {
	x, offset := p("x", Elem), counted("offset", 0)
	return []AggregateOverload{
		{Params: params(x), Result: sameAs(0, "as x"), Nullable: true, Maybe: true, TakesNulls: true},
		{Params: params(x, offset), Result: sameAs(0, "as x"), Nullable: true, Maybe: true, TakesNulls: true, Constants: []int{1}},
		{Params: params(x, offset, p("default", Elem)), Result: sameAs(0, "T"), Nullable: true, TakesNulls: true, Constants: []int{1}},
	}
}

// overFunction is a function that stands only in OVER, and is never NULL.
func overFunction(name string, parameters []Param, result Result, doc, example string) Aggregate {
	o := AggregateOverload{Params: parameters, Result: result, TakesNulls: true}
	if len(parameters) > 0 {
		o.Constants = []int{0}
	}
	return Aggregate{Name: name, Doc: doc, Example: example, Over: OnlyOver, Overloads: []AggregateOverload{o}}
}

var overFunctions = []Aggregate{
	overFunction("ROW_NUMBER", nil, bigint, "Number of the row in its partition, from 1.", "ROW_NUMBER() OVER (PARTITION BY symbol ORDER BY ts)"),
	overFunction("RANK", nil, bigint, "Number of the first row that ORDER BY holds for equal: ranks have gaps.", "RANK() OVER (ORDER BY price DESC)"),
	overFunction("DENSE_RANK", nil, bigint, "Number of different rows up to this one: ranks have no gaps.", "DENSE_RANK() OVER (ORDER BY price DESC)"),
	overFunction("PERCENT_RANK", nil, double, "(RANK - 1) / (rows - 1), 0 of a single row.", "PERCENT_RANK() OVER (ORDER BY price)"),
	overFunction("CUME_DIST", nil, double, "Fraction of the rows that ORDER BY puts before this one or holds for equal.", "CUME_DIST() OVER (ORDER BY price)"),
	overFunction("NTILE", params(counted("n", 1)), fixed(types.Of(types.Int)), "Number, from 1, of the row's part where the partition is cut into n parts as equal as can be.", "NTILE(4) OVER (ORDER BY price)"),
	{Name: "LAG", Doc: "x of the row that is offset rows before (1 without one); the default, or NULL, where there is none.", Example: "LAG(price, 1, 0) OVER (ORDER BY ts)", Over: OnlyOver, Overloads: neighbour()},
	{Name: "LEAD", Doc: "x of the row that is offset rows behind.", Example: "LEAD(price) OVER (ORDER BY ts)", Over: OnlyOver, Overloads: neighbour()},
	{Name: "NTH_VALUE", Doc: "x of the frame's n-th row, from 1; NULL where it has fewer.", Example: "NTH_VALUE(price, 2) OVER (ORDER BY ts)", Over: OnlyOver, Overloads: []AggregateOverload{
		{Params: params(p("x", AnyType), counted("n", 1)), Result: sameAs(0, "as x"), Nullable: true, Maybe: true, TakesNulls: true, Constants: []int{1}},
	}},
}
