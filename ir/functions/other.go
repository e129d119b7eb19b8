package functions

import (
	"github.com/weirsql/weir/ir/types"
)

var elems = params(p("x", Elem), p("y", Elem))

var otherFunctions = []Function{
	{Name: "GREATEST", Section: Conditional, Doc: "The greatest argument; NULLs are left out, NULL if all are (PostgreSQL; in Flink a NULL makes the result NULL).", Example: "GREATEST(1, 3, 2)", Output: "3", Overloads: []Overload{
		{Params: elems, Variadic: true, Result: extreme, Nulls: AllNull, Go: custom("greatest")},
	}},
	{Name: "LEAST", Section: Conditional, Doc: "The least argument; NULLs are left out, NULL if all are (PostgreSQL; in Flink a NULL makes the result NULL).", Example: "LEAST(2, 1, 3)", Output: "1", Overloads: []Overload{
		{Params: elems, Variadic: true, Result: extreme, Nulls: AllNull, Go: custom("least")},
	}},
	{Name: "NULLIF", Section: Conditional, Doc: "NULL if both arguments are equal, else the first (PostgreSQL).", Example: "NULLIF(1, 1) IS NULL", Output: "true", Overloads: []Overload{
		{Params: elems, Result: sameAs(0, "T"), Nulls: CalledMaybe, Go: custom("nullif")},
	}},
	{Name: "UUID", Aliases: []string{"GEN_RANDOM_UUID"}, Section: Other, Doc: "A random UUID (version 4), new for every record (PostgreSQL's GEN_RANDOM_UUID; a VARCHAR in Flink).", Example: "LENGTH(CAST(UUID() AS VARCHAR))", Output: "36", Overloads: []Overload{
		{Result: fixed(types.Of(types.UUID)), Volatility: Volatile, Go: call("random.UUID")},
	}},
}

// extreme is the arguments' common type.
var extreme = Result{"T", func(params []types.Type, _ []Arg) (types.Type, error) {
	return params[0].WithNull(false), nil
}}
