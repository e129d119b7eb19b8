package functions

import (
	"fmt"
	"regexp"

	"github.com/weirsql/weir/ir/types"
)

var (
	jsonResult = fixed(types.Of(types.JSON))
	jsonRoute  = Param{Name: "path", Class: String, Check: checkPath, Prepare: &Prepare{"*jsonpath.Path", "jsonpath.MustParse", "jsonpath.Cached"}}
)

// jsonAt are the overloads of a function of a document, JSON or text, and a path.
func jsonAt(symbol string, result Result, nulls Nulls) []Overload {
	return []Overload{
		{Params: params(p("document", JSONValue), jsonRoute), Result: result, Nulls: nulls, CanFail: true, Go: build("jsonpath." + symbol)},
		{Params: params(p("document", String), jsonRoute), Result: result, Nulls: nulls, CanFail: true, Go: build("jsonpath." + symbol + "Text")},
	}
}

var jsonFunctions = []Function{
	{Name: "->", Section: JSON, Doc: "Member of a JSON object by name, or element of an array by number (from 0, from the end if negative), as JSON; NULL if there is none (PostgreSQL).", Example: "CAST('{\"a\": [1, 2]}' AS JSON) -> 'a'", Output: "[1, 2]", Overloads: []Overload{
		{Params: params(p("document", JSONValue), p("name", String)), Result: jsonResult, Nulls: Maybe, Go: build("jsonpath.Member")},
		{Params: params(p("document", JSONValue), p("index", Int)), Result: jsonResult, Nulls: Maybe, Go: call("jsonpath.Element")},
	}},
	{Name: "->>", Section: JSON, Doc: "As ->, as text: strings without their quotes, JSON null as NULL (PostgreSQL).", Example: "CAST('{\"a\": \"b\"}' AS JSON) ->> 'a'", Output: "b", Overloads: []Overload{
		{Params: params(p("document", JSONValue), p("name", String)), Result: text, Nulls: Maybe, Go: build("jsonpath.MemberText")},
		{Params: params(p("document", JSONValue), p("index", Int)), Result: text, Nulls: Maybe, Go: build("jsonpath.ElementText")},
	}},
	{Name: "JSON_VALUE", Section: JSON, Doc: "The scalar at a path ($.a.b[0], lax) as text; NULL if there is none, it is null, an object or an array, or the text is no JSON (SQL standard, Flink).", Example: "JSON_VALUE('{\"a\": {\"b\": 1}}', '$.a.b')", Output: "1", Overloads: jsonAt("Value", text, Maybe)},
	{Name: "JSON_QUERY", Section: JSON, Doc: "The object or array at a path as JSON; NULL if there is none, or the text is no JSON (SQL standard, Flink).", Example: "JSON_QUERY('{\"a\": [1,2]}', '$.a')", Output: "[1,2]", Overloads: jsonAt("Query", jsonResult, Maybe)},
	{Name: "JSON_EXISTS", Section: JSON, Doc: "Whether something is at a path; false where the text is no JSON (SQL standard, Flink).", Example: "JSON_EXISTS('{\"a\": null}', '$.a')", Output: "true", Overloads: jsonAt("Exists", boolean, Strict)},
	{Name: "IS_JSON", Section: JSON, Doc: "Whether a string is JSON text (Flink's IS JSON).", Example: "IS_JSON('[1]')", Output: "true", Overloads: []Overload{
		{Params: oneString, Result: boolean, Go: call("json.Valid")},
	}},
	{Name: "JSON_TYPEOF", Section: JSON, Doc: "object, array, string, number, boolean or null (PostgreSQL).", Example: "JSON_TYPEOF(CAST('[1]' AS JSON))", Output: "array", Overloads: []Overload{
		{Params: params(p("document", JSONValue)), Result: text, Go: call("jsonpath.TypeOf")},
	}},
	{Name: "JSON_ARRAY_LENGTH", Section: JSON, Doc: "Number of elements of a JSON array; anything else fails the record (PostgreSQL).", Example: "JSON_ARRAY_LENGTH(CAST('[1, 2]' AS JSON))", Output: "2", Overloads: []Overload{
		{Params: params(p("document", JSONValue)), Result: integer, CanFail: true, Go: call("jsonpath.ArrayLength")},
	}},
}

// pathSyntax is what jsonpath.Parse takes; a test keeps the two together.
var pathSyntax = regexp.MustCompile(`^\s*((?i:lax|strict)\s+)?\$(\s*\.\s*([\pL_$][\pL\pN_$]*|"([^"\\]|\\.)*")|\s*\[\s*([0-9]{1,9}|'([^'\\]|\\.)*'|"([^"\\]|\\.)*")\s*\])*\s*$`)

func checkPath(path string) error {
	if !pathSyntax.MatchString(path) {
		return fmt.Errorf("not a JSON path: %q; paths are like $.member.\"other member\"[0]", path)
	}
	return nil
}
