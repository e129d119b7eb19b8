package functions

import "github.com/weirsql/weir/ir/types"

var (
	text    = fixed(types.Of(types.Varchar))
	boolean = fixed(types.Of(types.Boolean))
	binary  = fixed(types.Of(types.Bytes))

	oneString  = params(p("s", String))
	twoStrings = params(p("s", String), p("part", String))
)

// stringFunction is a function with one overload over strings.
func stringFunction(name string, parameters []Param, result Result, form Form, doc, example, output string, aliases ...string) Function {
	return Function{Name: name, Aliases: aliases, Section: Strings, Doc: doc, Example: example, Output: output, Overloads: []Overload{
		{Params: parameters, Result: result, Go: form},
	}}
}

// failing marks a function's overloads as able to fail.
func failing(f Function) Function {
	for i := range f.Overloads {
		f.Overloads[i].CanFail = true
	}
	return f
}

// maybe marks a function's overloads as NULL for some arguments.
func maybe(f Function) Function {
	for i := range f.Overloads {
		f.Overloads[i].Nulls = Maybe
	}
	return f
}

func trim(name, symbol, doc, example, output string, aliases ...string) Function {
	return Function{Name: name, Aliases: aliases, Section: Strings, Doc: doc, Example: example, Output: output, Overloads: []Overload{
		{Params: oneString, Result: text, Go: call("text." + symbol + "Space")},
		{Params: params(p("s", String), p("characters", String)), Result: text, Go: call("text." + symbol)},
	}}
}

func pad(name, symbol, doc, example, output string) Function {
	return Function{Name: name, Section: Strings, Doc: doc, Example: example, Output: output, Overloads: []Overload{
		{Params: params(p("s", String), p("length", Int)), Result: text, CanFail: true, Go: build("text." + symbol + "Space")},
		{Params: params(p("s", String), p("length", Int), p("fill", String)), Result: text, CanFail: true, Go: build("text." + symbol)},
	}}
}

var stringFunctions = []Function{
	stringFunction("UPPER", oneString, text, build("text.Upper"), "Upper case, by Unicode's simple mapping.", "UPPER('weir')", "WEIR", "UCASE"),
	stringFunction("LOWER", oneString, text, build("text.Lower"), "Lower case, by Unicode's simple mapping.", "LOWER('WEIR')", "weir", "LCASE"),
	stringFunction("INITCAP", oneString, text, build("text.Initcap"), "The first letter of each word in upper case, the rest in lower case; words are runs of letters and digits (PostgreSQL).", "INITCAP('hello wORLD')", "Hello World"),
	trim("TRIM", "Trim", "Without the spaces, or the given characters, at both ends; TRIM([LEADING | TRAILING | BOTH] characters FROM s) too (PostgreSQL).", "TRIM('  weir ')", "weir", "BTRIM"),
	trim("LTRIM", "TrimLeft", "Without the spaces, or the given characters, at the start (PostgreSQL).", "LTRIM('xxweir', 'x')", "weir"),
	trim("RTRIM", "TrimRight", "Without the spaces, or the given characters, at the end (PostgreSQL).", "RTRIM('weir!!', '!')", "weir"),
	{Name: "LENGTH", Aliases: []string{"CHAR_LENGTH", "CHARACTER_LENGTH"}, Section: Strings, Doc: "Number of characters (code points); of BYTES, number of bytes (PostgreSQL).", Example: "LENGTH('größe')", Output: "5", Overloads: []Overload{
		{Params: oneString, Result: integer, Go: call("text.Length")},
		{Params: params(p("b", Bytes)), Result: integer, Go: call("text.ByteLength")},
	}},
	{Name: "OCTET_LENGTH", Section: Strings, Doc: "Number of bytes; of a string, in UTF-8 (PostgreSQL).", Example: "OCTET_LENGTH('größe')", Output: "7", Overloads: []Overload{
		{Params: oneString, Result: integer, Go: call("text.ByteLength")},
		{Params: params(p("b", Bytes)), Result: integer, Go: call("text.ByteLength")},
	}},
	{Name: "SUBSTRING", Aliases: []string{"SUBSTR"}, Section: Strings, Doc: "The part that starts at a character (from 1) and has at most count characters; SUBSTRING(s FROM start FOR count) too. A start before the string counts from there; a negative count fails the record (PostgreSQL).", Example: "SUBSTRING('stream', 2, 3)", Output: "tre", Overloads: []Overload{
		{Params: params(p("s", String), p("start", Int)), Result: text, Go: call("text.From")},
		{Params: params(p("s", String), p("start", Int), p("count", Int)), Result: text, CanFail: true, Go: call("text.Substring")},
	}},
	stringFunction("LEFT", params(p("s", String), p("count", Int)), text, call("text.Left"), "The first count characters; all but the last -count for a negative count (PostgreSQL).", "LEFT('stream', 2)", "st"),
	stringFunction("RIGHT", params(p("s", String), p("count", Int)), text, call("text.Right"), "The last count characters; all but the first -count for a negative count (PostgreSQL).", "RIGHT('stream', 2)", "am"),
	pad("LPAD", "PadLeft", "Filled up to a length at the start, or cut at the end (PostgreSQL).", "LPAD('7', 3, '0')", "007"),
	pad("RPAD", "PadRight", "Filled up to a length at the end, or cut at the end (PostgreSQL).", "RPAD('7', 3, '0')", "700"),
	stringFunction("REPLACE", params(p("s", String), p("from", String), p("to", String)), text, build("text.Replace"), "Every occurrence of one string replaced by another (PostgreSQL).", "REPLACE('a-b-c', '-', '+')", "a+b+c"),
	stringFunction("TRANSLATE", params(p("s", String), p("from", String), p("to", String)), text, build("text.Translate"), "Each character that stands in from replaced by the one at its place in to, or removed where to is shorter (PostgreSQL).", "TRANSLATE('12345', '143', 'ax')", "a2x5"),
	{Name: "OVERLAY", Section: Strings, Doc: "s with count characters from start replaced; OVERLAY(s PLACING new FROM start FOR count) too (PostgreSQL).", Example: "OVERLAY('Txxxxas', 'hom', 2, 4)", Output: "Thomas", Overloads: []Overload{
		{Params: params(p("s", String), p("new", String), p("start", Int)), Result: text, CanFail: true, Go: build("text.Overlay")},
		{Params: params(p("s", String), p("new", String), p("start", Int), p("count", Int)), Result: text, CanFail: true, Go: build("text.OverlayCount")},
	}},
	stringFunction("REVERSE", oneString, text, build("text.Reverse"), "The characters in reverse order (PostgreSQL).", "REVERSE('weir')", "riew"),
	failing(stringFunction("REPEAT", params(p("s", String), p("count", Int)), text, build("text.Repeat"), "s, count times; empty for a count below 1 (PostgreSQL).", "REPEAT('ab', 3)", "ababab")),
	stringFunction("POSITION", params(p("part", String), p("s", String)), integer, call("text.Position"), "The character at which part first stands in s, from 1; 0 if it doesn't. POSITION(part IN s) too (PostgreSQL).", "POSITION('e' IN 'weir')", "2"),
	{Name: "LOCATE", Section: Strings, Doc: "POSITION, optionally from a starting character on (Flink).", Example: "LOCATE('e', 'weir weir', 3)", Output: "7", Overloads: []Overload{
		{Params: params(p("part", String), p("s", String)), Result: integer, Go: call("text.Position")},
		{Params: params(p("part", String), p("s", String), p("start", Int)), Result: integer, Go: call("text.Locate")},
	}},
	stringFunction("STRPOS", twoStrings, integer, call("text.Find"), "POSITION with the string first (PostgreSQL; INSTR in Flink).", "STRPOS('weir', 'e')", "2", "INSTR"),
	failing(stringFunction("SPLIT_PART", params(p("s", String), p("delimiter", String), p("field", Int)), text, call("text.SplitPart"), "The field (from 1; from the end for negative numbers) between delimiters; empty if there is none; field 0 fails the record (PostgreSQL).", "SPLIT_PART('a,b,c', ',', 2)", "b")),
	maybe(stringFunction("SPLIT_INDEX", params(p("s", String), p("delimiter", String), p("index", Int)), text, call("text.SplitIndex"), "The field (from 0) between delimiters; NULL if there is none (Flink).", "SPLIT_INDEX('a,b,c', ',', 2)", "c")),
	{Name: "CONCAT", Section: Strings, Doc: "All arguments as text, one behind the other; NULLs are left out (PostgreSQL; in Flink a NULL makes the result NULL).", Example: "CONCAT('weir', NULL, 1)", Output: "weir1", Overloads: []Overload{
		{Params: params(p("x", Text)), Variadic: true, Result: text, Nulls: Called, Go: custom("concatAll")},
	}},
	{Name: "CONCAT_WS", Section: Strings, Doc: "The arguments behind the first as text, with the first between them; NULLs are left out, a NULL separator gives NULL (PostgreSQL).", Example: "CONCAT_WS('-', 'a', NULL, 'b')", Output: "a-b", Overloads: []Overload{
		{Params: params(p("separator", String), p("x", Text)), Variadic: true, Result: text, Nulls: First, Go: custom("concatWith")},
	}},
	stringFunction("STARTS_WITH", twoStrings, boolean, call("strings.HasPrefix"), "Whether s starts with part (PostgreSQL; STARTSWITH in Flink).", "STARTS_WITH('weir', 'we')", "true", "STARTSWITH"),
	stringFunction("ENDS_WITH", twoStrings, boolean, call("strings.HasSuffix"), "Whether s ends with part (Flink's ENDSWITH).", "ENDS_WITH('weir', 'ir')", "true", "ENDSWITH"),
	stringFunction("CONTAINS", twoStrings, boolean, call("strings.Contains"), "Whether part stands in s.", "CONTAINS('weir', 'ei')", "true"),
	failing(stringFunction("CHR", params(p("code", Int)), text, build("text.Chr"), "The character of a code point; 0 and what is no character fails the record (PostgreSQL).", "CHR(8364)", "€")),
	stringFunction("ASCII", oneString, integer, call("text.Ascii"), "Code point of the first character; 0 for an empty string (PostgreSQL).", "ASCII('€')", "8364"),
	stringFunction("IS_ALPHA", oneString, boolean, call("text.IsAlpha"), "Whether the string is not empty and all letters (Flink).", "IS_ALPHA('weir')", "true"),
	stringFunction("IS_DIGIT", oneString, boolean, call("text.IsDigit"), "Whether the string is not empty and all digits (Flink).", "IS_DIGIT('42')", "true"),
}
