package functions

import (
	"fmt"
	"strconv"
)

// neighbour are the overloads of LAG and LEAD: x, how many rows away, and what is taken where there is no such row.
var neighbour = []AggregateOverload{
	{Params: params(p("x", Elem)), Result: sameAs(0, "as x"), Nullable: true, Maybe: true, TakesNulls: true, OrderSensitive: true},
	{Params: params(p("x", Elem), distance), Result: sameAs(0, "as x"), Nullable: true, Maybe: true, TakesNulls: true, OrderSensitive: true, Constants: []int{1}},
	{Params: params(p("x", Elem), distance, p("default", Elem)), Result: sameAs(0, "as x"), Nullable: true, Maybe: true, TakesNulls: true, OrderSensitive: true, Constants: []int{1}},
}

var distance = Param{Name: "rows", Class: Int, Check: func(literal string) error {
	if n, err := strconv.ParseInt(literal, 10, 32); err != nil || n < 0 {
		return fmt.Errorf("a distance is a number of rows, not %s", literal)
	}
	return nil
}}

// end are the overloads of FIRST_VALUE and LAST_VALUE.
func end(accumulator string) []AggregateOverload {
	return []AggregateOverload{{Params: params(p("x", AnyType)), Result: sameAs(0, "as x"), Nullable: true, TakesNulls: true, OrderSensitive: true, Bounded: true, Keeps: true,
		Accumulator: accumulator + "Null", NotNull: accumulator, Types: []int{0}}}
}

// ranking is a function that counts rows.
var ranking = []AggregateOverload{{Result: bigint, OrderSensitive: true, Bounded: true}}

var overFunctions = []Aggregate{
	{Name: "ROW_NUMBER", Over: OnlyOver, Doc: "Number of the row in the window's order, from 1.", Example: "ROW_NUMBER() OVER (ORDER BY ts)", Output: "1", Overloads: ranking},
	{Name: "RANK", Over: OnlyOver, Doc: "1 and the number of rows before those that the window's order holds for equal.", Example: "RANK() OVER (ORDER BY ts)", Output: "1", Overloads: ranking},
	{Name: "DENSE_RANK", Over: OnlyOver, Doc: "RANK without gaps: equal rows count once.", Example: "DENSE_RANK() OVER (ORDER BY ts)", Output: "1", Overloads: ranking},
	{Name: "LAG", Over: OnlyOver, Doc: "x of the row before, or of that so many rows before; NULL, or the default, where there is none.", Example: "LAG(price, 1) OVER (ORDER BY ts)", Output: "", Overloads: neighbour},
	{Name: "LEAD", Over: OnlyOver, Doc: "x of the row behind, or of that so many rows behind; NULL, or the default, where there is none.", Example: "LEAD(price, 1) OVER (ORDER BY ts)", Output: "1.50", Overloads: neighbour},
	{Name: "FIRST_VALUE", Over: OnlyOver, Doc: "x of the frame's first row.", Example: "FIRST_VALUE(price) OVER (ORDER BY ts)", Output: "1.50", Overloads: end("agg.First")},
	{Name: "LAST_VALUE", Over: OnlyOver, Doc: "x of the frame's last row.", Example: "LAST_VALUE(price) OVER (ORDER BY ts)", Output: "1.50", Overloads: end("agg.Last")},
}
