package functions

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/weirsql/weir/ir/types"
)

// arrayOfArg has elements that may be NULL where the argument may.
var arrayOfArg = Result{"ARRAY<T>", func(params []types.Type, _ []Arg) (types.Type, error) {
	return types.ArrayOf(params[0]), nil
}}

// place is FIRST_VALUE or LAST_VALUE.
func place(accumulator string) []AggregateOverload {
	return []AggregateOverload{{Params: params(p("x", AnyType)), Result: sameAs(0, "as x"), Nullable: true, TakesNulls: true, Bounded: true, OrderSensitive: true,
		Accumulator: accumulator + "Null", NotNull: accumulator, Types: []int{0}, Keeps: true,
		Kept: Kept{Accumulator: accumulator + "KeptNull", NotNull: accumulator + "Kept", Types: []int{0}}}}
}

// fraction is the parameter of percentiles.
var fraction = Param{Name: "fraction", Class: Double, Check: func(literal string) error {
	if f, err := strconv.ParseFloat(literal, 64); err != nil || !(f >= 0 && f <= 1) {
		return fmt.Errorf("fraction must be between 0 and 1, not %s", literal)
	}
	return nil
}}

// discrete are the overloads of PERCENTILE_DISC: of any values that have an order.
func discrete() []AggregateOverload {
	var overloads []AggregateOverload
	for _, c := range orderedClasses {
		if c.class == Bytes {
			continue
		}
		o := AggregateOverload{Params: params(p("x", c.class), fraction), Result: sameAs(0, "as x"), Nullable: true, Places: true, Constants: []int{1},
			Accumulator: "agg.PercentileDisc" + c.suffix, Kept: Kept{Accumulator: "agg.PercentileDiscKept", Types: []int{0}}}
		if c.wide != "" {
			o.Wide = "agg.PercentileDisc" + c.wide
		}
		if c.typed {
			o.Types = []int{0}
		}
		overloads = append(overloads, o)
	}
	return overloads
}

// mostFrequent are the overloads of MODE: of the values that PERCENTILE_DISC takes.
func mostFrequent() []AggregateOverload {
	overloads := discrete()
	for i := range overloads {
		o := &overloads[i]
		o.Params, o.Constants = o.Params[:1], nil
		o.Kept.Accumulator = "agg.ModeKept"
		o.Accumulator = strings.Replace(o.Accumulator, "PercentileDisc", "Mode", 1)
		o.Wide = strings.Replace(o.Wide, "PercentileDisc", "Mode", 1)
	}
	return overloads
}

// hashable refuses arguments that have no hash.
func hashable(r Result) Result {
	return Result{r.Text, func(params []types.Type, args []Arg) (types.Type, error) {
		switch params[0].Kind {
		case types.Array, types.Map, types.Row, types.JSON:
			return types.Type{}, errors.New("values of type " + params[0].Name() + " cannot be compared")
		}
		return r.Of(params, args)
	}}
}

var collectingAggregates = []Aggregate{
	{Name: "FIRST_VALUE", Doc: "x of the row that came first, NULL included.", Example: "FIRST_VALUE(symbol)", Output: "ACME", Overloads: place("agg.First")},
	{Name: "LAST_VALUE", Doc: "x of the row that came last, NULL included.", Example: "LAST_VALUE(symbol)", Output: "WEIR", Overloads: place("agg.Last")},
	{Name: "ANY_VALUE", Doc: "x of some row in which it isn't NULL.", Example: "ANY_VALUE(symbol) FILTER (WHERE quantity = 40)", Output: "WEIR", Overloads: []AggregateOverload{
		{Params: params(p("x", AnyType)), Result: sameAs(0, "as x"), Nullable: true, Bounded: true, Accumulator: "agg.First", Types: []int{0}, Keeps: true,
			Kept: Kept{Accumulator: "agg.FirstKept", Types: []int{0}}},
	}},
	{Name: "ARG_MIN", Aliases: []string{"MIN_BY"}, Doc: "x of the row with the least y, the first of several; rows in which x or y is NULL don't count.", Example: "ARG_MIN(symbol, price)", Output: "ACME", Overloads: atExtreme("agg.ArgMin")},
	{Name: "ARG_MAX", Aliases: []string{"MAX_BY"}, Doc: "x of the row with the greatest y, the first of several.", Example: "ARG_MAX(symbol, price)", Output: "WEIR", Overloads: atExtreme("agg.ArgMax")},
	{Name: "STRING_AGG", Aliases: []string{"LISTAGG"}, Doc: "The texts with the separator between them, a comma without one; in order of arrival. It keeps all of them.", Example: "STRING_AGG(symbol, '-')", Output: "ACME-ACME-WEIR-WEIR", Overloads: []AggregateOverload{
		{Params: params(p("x", Text), p("separator", String)), Result: fixed(types.Of(types.Varchar)), Nullable: true, OrderSensitive: true, Accumulator: "agg.Joined", Kept: Kept{Accumulator: "agg.JoinedKept"}, Constants: []int{1}},
		{Params: params(p("x", Text)), Result: fixed(types.Of(types.Varchar)), Nullable: true, OrderSensitive: true, Accumulator: "agg.Listed", Kept: Kept{Accumulator: "agg.ListedKept"}},
	}},
	{Name: "ARRAY_AGG", Aliases: []string{"COLLECT"}, Doc: "An array of all values, NULLs included, in order of arrival. It keeps all of them.", Example: "ARRAY_AGG(quantity)", Output: "[10,20,30,40]", Overloads: []AggregateOverload{
		{Params: params(p("x", AnyType)), Result: arrayOfArg, Nullable: true, TakesNulls: true, OrderSensitive: true,
			Accumulator: "agg.ArrayNull", NotNull: "agg.Array", Types: []int{0}, Keeps: true,
			Kept: Kept{Accumulator: "agg.ArrayKeptNull", NotNull: "agg.ArrayKept", Types: []int{0}}},
	}},
	{Name: "MEDIAN", Doc: "PERCENTILE_CONT(x, 0.5).", Example: "MEDIAN(quantity)", Output: "25", Overloads: []AggregateOverload{
		{Params: oneDouble, Result: double, Nullable: true, Accumulator: "agg.Median", Kept: Kept{Accumulator: "agg.MedianKept"}},
	}},
	{Name: "PERCENTILE_CONT", Doc: "The value below which a fraction of the values lies, interpolated between the two nearest, as PostgreSQL's PERCENTILE_CONT(fraction) WITHIN GROUP (ORDER BY x) is. Either form is taken. The fraction is a constant. It keeps all values.", Example: "PERCENTILE_CONT(quantity, 0.25)", Output: "17.5", Overloads: []AggregateOverload{
		{Params: params(p("x", Double), fraction), Result: double, Nullable: true, Places: true, Accumulator: "agg.PercentileCont", Kept: Kept{Accumulator: "agg.PercentileContKept"}, Constants: []int{1}},
	}},
	{Name: "PERCENTILE_DISC", Doc: "The first value whose place in their order is at least the fraction, as PostgreSQL's PERCENTILE_DISC is. It keeps all values.", Example: "PERCENTILE_DISC(symbol, 0.25)", Output: "ACME", Overloads: discrete()},
	{Name: "MODE", Doc: "The most frequent value, the least of several; MODE() WITHIN GROUP (ORDER BY x), as in PostgreSQL, is the first of several. It keeps all values.", Example: "MODE(symbol)", Output: "ACME", Overloads: mostFrequent()},
}

var approximateAggregates = []Aggregate{
	{Name: "APPROX_COUNT_DISTINCT", Doc: "About as many as COUNT(DISTINCT x), in 4 KiB: exact up to 256, then by HyperLogLog with a standard error of 1.6 percent.", Example: "APPROX_COUNT_DISTINCT(symbol)", Output: "2", Overloads: []AggregateOverload{
		{Params: params(p("x", AnyType)), Result: hashable(bigint), Accumulator: "agg.ApproxDistinct", Types: []int{0}, Bounded: true},
	}},
	{Name: "APPROX_PERCENTILE", Doc: "About PERCENTILE_CONT(x, fraction), in 10 KiB: by a t-digest, which is best near the ends.", Example: "APPROX_PERCENTILE(quantity, 0.5)", Output: "25", Overloads: []AggregateOverload{
		{Params: params(p("x", Double), fraction), Result: double, Nullable: true, Accumulator: "agg.ApproxPercentile", Constants: []int{1}, Bounded: true},
	}},
}
