package functions

import (
	"fmt"

	"github.com/weirsql/weir/ir/types"
)

var (
	oneArray = params(p("a", ArrayOf))
	oneMap   = params(p("m", MapOf))
	withElem = params(p("a", ArrayOf), p("x", Elem))
)

// comparable refuses arrays whose elements have no equality in generated code.
func comparableElem(r Result) Result {
	return Result{r.Text, func(params []types.Type, args []Arg) (types.Type, error) {
		switch params[0].Elem.Kind {
		case types.Array, types.Map, types.Row, types.Bytes:
			return types.Type{}, fmt.Errorf("elements of type %v cannot be compared", params[0].Elem.WithNull(true))
		}
		return r.Of(params, args)
	}}
}

// arrayFunction is a function of one array and more, by a custom form that knows about nullable elements.
func arrayFunction(name string, parameters []Param, result Result, nulls Nulls, form Form, doc, example, output string, aliases ...string) Function {
	return Function{Name: name, Aliases: aliases, Section: Collections, Doc: doc, Example: example, Output: output, Overloads: []Overload{
		{Params: parameters, Result: result, Nulls: nulls, Go: form},
	}}
}

var (
	mapKeys = Result{"ARRAY<K>", func(params []types.Type, _ []Arg) (types.Type, error) {
		return types.ArrayOf(*params[0].Key), nil
	}}
	mapValues = Result{"ARRAY<V>", func(params []types.Type, _ []Arg) (types.Type, error) {
		return types.ArrayOf(*params[0].Elem), nil
	}}
	mapEntries = Result{"ARRAY<ROW<key K, value V>>", func(params []types.Type, _ []Arg) (types.Type, error) {
		entry := types.RowOf(types.Field{Name: "key", Type: *params[0].Key}, types.Field{Name: "value", Type: *params[0].Elem})
		return types.ArrayOf(entry), nil
	}}
	strings1 = fixed(types.ArrayOf(types.Of(types.Varchar)))
)

var collectionFunctions = []Function{
	{Name: "CARDINALITY", Section: Collections, Doc: "Number of elements of an array, or of entries of a map (PostgreSQL, Flink).", Example: "CARDINALITY(ARRAY[1, 2, 3])", Output: "3", Overloads: []Overload{
		{Params: oneArray, Result: integer, Go: call("array.Length")},
		{Params: oneMap, Result: integer, Go: call("array.MapLength")},
	}},
	{Name: "ELEMENT", Section: Collections, Doc: "The only element of an array; NULL of an empty one; more elements fail the record (Flink).", Example: "ELEMENT(ARRAY[7])", Output: "7", Overloads: []Overload{
		{Params: oneArray, Result: elemOf(0), Nulls: Maybe, CanFail: true, Go: custom("arrayElement")},
	}},
	arrayFunction("ARRAY_CONTAINS", withElem, comparableElem(boolean), Strict, custom("arrayContains"), "Whether an element equals x (Flink).", "ARRAY_CONTAINS(ARRAY[1, 2], 2)", "true"),
	arrayFunction("ARRAY_POSITION", withElem, comparableElem(integer), Maybe, custom("arrayPosition"), "Number, from 1, of the first element that equals x; NULL without one (PostgreSQL; 0 in Flink).", "ARRAY_POSITION(ARRAY['a', 'b'], 'b')", "2"),
	arrayFunction("ARRAY_REMOVE", withElem, comparableElem(asArray), Strict, custom("arrayRemove"), "Without the elements that equal x (PostgreSQL).", "CARDINALITY(ARRAY_REMOVE(ARRAY[1, 2, 1], 1))", "1"),
	arrayFunction("ARRAY_DISTINCT", oneArray, comparableElem(asArray), Strict, call("array.Distinct"), "Without repetitions, in the order of first appearance (Flink).", "CARDINALITY(ARRAY_DISTINCT(ARRAY[1, 2, 1]))", "2"),
	arrayFunction("ARRAY_REVERSE", oneArray, asArray, Strict, call("array.Reverse"), "The elements in reverse order (Flink).", "ARRAY_REVERSE(ARRAY[1, 2, 3])[1]", "3"),
	{Name: "ARRAY_CONCAT", Aliases: []string{"ARRAY_CAT"}, Section: Collections, Doc: "One array behind the other; NULL if one is (Flink).", Example: "CARDINALITY(ARRAY_CONCAT(ARRAY[1], ARRAY[2, 3]))", Output: "3", Overloads: []Overload{
		{Params: params(p("a", ArrayOf), p("b", ArrayOf)), Result: asArray, Go: call("array.Concat")},
	}},
	arrayFunction("ARRAY_APPEND", withElem, asArray, First, custom("arrayAppend"), "An array with an element added at its end; NULL if the array is (Flink).", "CARDINALITY(ARRAY_APPEND(ARRAY[1], 2))", "2"),
	{Name: "ARRAY_SLICE", Section: Collections, Doc: "The elements from start to end, from 1, both included; negative numbers count from the end (Flink).", Example: "CARDINALITY(ARRAY_SLICE(ARRAY[1, 2, 3], 2, 3))", Output: "2", Overloads: []Overload{
		{Params: params(p("a", ArrayOf), p("start", Int)), Result: asArray, Go: call("array.From")},
		{Params: params(p("a", ArrayOf), p("start", Int), p("end", Int)), Result: asArray, Go: call("array.Slice")},
	}},
	{Name: "ARRAY_JOIN", Aliases: []string{"ARRAY_TO_STRING"}, Section: Collections, Doc: "The strings of an array with a delimiter between; NULL elements are left out, or stand as the third argument (PostgreSQL, Flink).", Example: "ARRAY_JOIN(ARRAY['a', 'b'], '-')", Output: "a-b", Overloads: []Overload{
		{Params: params(p("a", ArrayOf), p("delimiter", String)), Result: stringElems(text), Go: custom("arrayJoin")},
		{Params: params(p("a", ArrayOf), p("delimiter", String), p("null", String)), Result: stringElems(text), Go: custom("arrayJoin")},
	}},
	arrayFunction("ARRAY_MAX", oneArray, orderedElem(elemOf(0)), Maybe, custom("arrayMax"), "The greatest element, NULLs aside; NULL if there is none (Flink).", "ARRAY_MAX(ARRAY[1, 3, 2])", "3"),
	arrayFunction("ARRAY_MIN", oneArray, orderedElem(elemOf(0)), Maybe, custom("arrayMin"), "The least element, NULLs aside; NULL if there is none (Flink).", "ARRAY_MIN(ARRAY[2, 1, 3])", "1"),
	{Name: "SPLIT", Aliases: []string{"STRING_TO_ARRAY"}, Section: Collections, Doc: "The strings between delimiters; an empty delimiter gives the string as a whole, an empty string no elements (PostgreSQL's STRING_TO_ARRAY).", Example: "SPLIT('a,b', ',')[2]", Output: "b", Overloads: []Overload{
		{Params: params(p("s", String), p("delimiter", String)), Result: strings1, Go: call("array.Split")},
	}},
	arrayFunction("MAP_KEYS", oneMap, mapKeys, Strict, call("array.Keys"), "The keys of a map as an array (Flink).", "MAP_KEYS(MAP['a', 1])[1]", "a"),
	arrayFunction("MAP_VALUES", oneMap, mapValues, Strict, call("array.Values"), "The values of a map as an array (Flink).", "MAP_VALUES(MAP['a', 1])[1]", "1"),
	arrayFunction("MAP_ENTRIES", oneMap, mapEntries, Strict, custom("mapEntries"), "The entries of a map as an array of rows of key and value (Flink).", "CARDINALITY(MAP_ENTRIES(MAP['a', 1]))", "1"),
}

var asArray = sameAs(0, "as a")

func stringElems(r Result) Result {
	return Result{r.Text, func(params []types.Type, args []Arg) (types.Type, error) {
		if !params[0].Elem.IsString() {
			return types.Type{}, fmt.Errorf("needs an array of strings, not of %v", params[0].Elem.WithNull(true))
		}
		return r.Of(params, args)
	}}
}

// orderedElem refuses arrays whose elements have no order.
func orderedElem(r Result) Result {
	return Result{r.Text, func(params []types.Type, args []Arg) (types.Type, error) {
		switch t := *params[0].Elem; {
		case t.IsNumeric(), t.IsString(), t.Kind == types.Date, t.Kind == types.Time, t.IsTimestamp():
			return r.Of(params, args)
		default:
			return types.Type{}, fmt.Errorf("elements of type %v have no order", t.WithNull(true))
		}
	}}
}
