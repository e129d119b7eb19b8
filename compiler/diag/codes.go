package diag

import (
	"slices"
	"strings"
)

// Info describes a code for people: docs/errors.md is made of these.
type Info struct {
	Code    Code
	Title   string // what is wrong, in a few words
	Doc     string // why it is an error, and what to do
	Example string // SQL that gets the code
}

// Codes returns the description of every code, in the order of the codes.
func Codes() []Info {
	all := slices.Concat(syntaxCodes, bindCodes, planCodes, internalCodes)
	slices.SortFunc(all, func(a, b Info) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return all
}

// Text and syntax (W01xx).
const (
	Unexpected           Code = "W0101"
	Unterminated         Code = "W0102"
	BadCharacter         Code = "W0103"
	BadNumber            Code = "W0104"
	UnknownStatement     Code = "W0105"
	UnsupportedStatement Code = "W0106"
	ExtraComma           Code = "W0107"
	ReservedWord         Code = "W0108"
	ForeignSyntax        Code = "W0109"
	UnsupportedSyntax    Code = "W0110"
	BadString            Code = "W0111"
	NestedTooDeeply      Code = "W0112"
	ChainedComparison    Code = "W0113"
	MissingComma         Code = "W0114"
	MissingParenthesis   Code = "W0115"
	ClauseTwice          Code = "W0116"
	MisplacedStar        Code = "W0117"
	UnknownType          Code = "W0311"
)

var syntaxCodes = []Info{
	{Unexpected, "syntax error",
		"The text doesn't follow the grammar at this place. The message says what stands there and what was expected; the mistake is often just in front of it.",
		"SELECT price FROM WHERE price > 1;"},
	{Unterminated, "string, quoted identifier or comment without an end",
		"An opening quote or /* has no partner. A quote inside a string is written twice: 'it''s'.",
		"SELECT 'abc FROM trades;"},
	{BadCharacter, "character that SQL doesn't use",
		"The character has no meaning outside of strings and quoted identifiers. Typographic quotes and dashes come from word processors.",
		"SELECT price FROM trades WHERE symbol = ‘A’;"},
	{BadNumber, "malformed number",
		"A number is digits, an optional point and an optional exponent; a letter may not follow it directly. A name that begins with a digit needs double quotes.",
		"SELECT 12abc FROM trades;"},
	{UnknownStatement, "unknown statement",
		"A statement begins with CREATE, INSERT, SELECT, WITH, SET or EXECUTE STATEMENT SET.",
		"SELCT price FROM trades;"},
	{UnsupportedStatement, "statement that a job has no use for",
		"A job is described by its tables, views, functions and queries. What changes a database or asks a server has no meaning in it.",
		"DROP TABLE trades;"},
	{ExtraComma, "comma with nothing behind it",
		"A list ends without a comma.",
		"SELECT price, FROM trades;"},
	{ReservedWord, "reserved word used as a name",
		"The word has a meaning of its own here. In double quotes it is a name.",
		"SELECT from FROM trades;"},
	{ForeignSyntax, "syntax of another dialect",
		"Weir's SQL spells this otherwise; the message shows how.",
		"SELECT price FROM trades WHERE symbol == 'A';"},
	{UnsupportedSyntax, "clause that Weir doesn't have",
		"The clause is known from other systems, but has no meaning in a streaming job, or none that Weir gives it. Nothing is ignored in silence.",
		"SELECT price FROM trades FOR UPDATE;"},
	{BadString, "malformed string",
		"Escapes are only read in E'…' strings; X'…' takes an even number of hexadecimal digits; text must be UTF-8; a quoted name needs at least one character.",
		"SELECT X'abc' FROM trades;"},
	{NestedTooDeeply, "nested too deeply",
		"Parentheses, queries or types are nested more than 200 levels deep.",
		"SELECT ((((((…1…)))))) FROM trades;"},
	{ChainedComparison, "comparison of a comparison",
		"a < b < c does not mean that b is in between, and SQL gives it no meaning. Use AND, or parentheses to compare with the result of a comparison.",
		"SELECT 1 < price < 10 FROM trades;"},
	{MissingComma, "comma missing in a list",
		"Two items of a list follow each other without a comma.",
		"CREATE TABLE t (a INT b INT) WITH ('connector' = 'print');"},
	{MissingParenthesis, "parenthesis or bracket without a partner",
		"An opening parenthesis is never closed, or a closing one was never opened.",
		"SELECT (price + 1 FROM trades;"},
	{ClauseTwice, "clause written twice",
		"Each clause may stand once in a statement.",
		"CREATE TABLE t (a INT) COMMENT 'a' COMMENT 'b' WITH ('connector' = 'print');"},
	{MisplacedStar, "* where a value is expected",
		"* stands for all columns as an item of SELECT, and for all rows in COUNT(*). It is no value.",
		"SELECT price FROM trades WHERE * > 1;"},
	{UnknownType, "unknown type",
		"The types are BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, REAL, DOUBLE, DECIMAL(p, s), VARCHAR(n), CHAR(n), STRING, BYTES, DATE, TIME(p), TIMESTAMP(p), TIMESTAMP_LTZ(p), INTERVAL, ARRAY<…>, MAP<…, …>, ROW<…>, JSON and UUID.",
		"CREATE TABLE t (a INTT) WITH ('connector' = 'print');"},
}

// The compiler itself (W09xx).
const (
	CompilerBug Code = "W0901"
	Cancelled   Code = "W0902"
)

var internalCodes = []Info{
	{CompilerBug, "mistake in weir",
		"The compiler failed in a way that no SQL should make it fail. Please report the message and the statement.", ""},
	{Cancelled, "compile stopped",
		"The compile was interrupted before its end.", ""},
}
