package catalog

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the answer must not depend on the machine's time zone database
	"unicode/utf8"
)

// Option describes one key of a WITH clause or of SET.
type Option struct {
	Name     string // 'path'; # stands for a column's name: 'fields.#.kind'
	Type     ValueType
	Values   []string // Enum: what is allowed, in the order of the documentation
	Min      int64    // Int, BigInt and MemorySize: the smallest allowed value
	Default  string   // "" for none
	Required bool
	Secret   bool // must be a reference: never a literal in SQL
	Roles    Role // what the table must be for the option to mean something; zero means both
	Doc      string
}

// ValueType is the type of an option's value, which SQL always writes as a string.
type ValueType uint8

const (
	String     ValueType = iota
	Int                  // 32 bits
	BigInt               // 64 bits
	Double               // decimal number
	Fraction             // decimal number from 0 to 1
	Boolean              // true, false
	Duration             // 10 s, 500 ms, 1 h
	MemorySize           // 64 kb, 4 mb, 1 gb; a bare number counts bytes
	Enum                 // one of Values
	Char                 // one character; \t for a tab
	Literal              // a value of the column that the option is about
	TimeZone             // Europe/Berlin, UTC, +02:00
	TableName            // a table of the job
	Identifier           // letters, digits and _
)

// String returns the type's name as the documentation shows it.
func (t ValueType) String() string {
	return [...]string{"string", "int", "bigint", "double", "number 0–1", "boolean", "duration", "memory size", "enum",
		"character", "column's type", "time zone", "table", "identifier"}[t]
}

// Check reports what is wrong with a value, in words that complete "'key' is 'value', but "; "" when nothing is. A value
// with ${NAME} is taken as it is: the runtime checks it when the job starts.
func (o *Option) Check(value string) string {
	if o.Secret {
		return checkSecret(value)
	}
	if problem := checkReferences(value); problem != "" {
		return problem
	}
	if hasReference(value) {
		return o.checkDefaultOf(value)
	}
	return o.checkLiteral(value)
}

func (o *Option) checkLiteral(value string) string {
	switch o.Type {
	case Int:
		return checkInteger(value, 32, o.Min)
	case BigInt:
		return checkInteger(value, 64, o.Min)
	case Double:
		return checkNumber(value)
	case Fraction:
		return checkFraction(value)
	case Boolean:
		return checkEnum(value, []string{"true", "false"})
	case Duration:
		return checkDuration(value)
	case MemorySize:
		return checkMemorySize(value, o.Min)
	case Enum:
		return checkEnum(value, o.Values)
	case Char:
		return checkChar(value)
	case TimeZone:
		return checkTimeZone(value)
	case Identifier:
		return checkIdentifier(value)
	}
	if value == "" && o.Required {
		return "it must not be empty"
	}
	return ""
}

// checkDefaultOf checks the default of a value that is one reference with a default, ${ROWS:-10}, since that value is
// known now.
func (o *Option) checkDefaultOf(value string) string {
	inner, whole := strings.CutPrefix(value, "${")
	inner, closed := strings.CutSuffix(inner, "}")
	_, fallback, hasDefault := strings.Cut(inner, ":-")
	if !whole || !closed || !hasDefault || strings.ContainsAny(inner, "{}") {
		return ""
	}
	if problem := o.checkLiteral(fallback); problem != "" {
		return "for its default '" + fallback + "', " + problem
	}
	return ""
}

func checkInteger(value string, bits int, least int64) string {
	n, err := strconv.ParseInt(value, 10, bits)
	switch {
	case err != nil && isDigits(value):
		return fmt.Sprintf("it doesn't fit into %d bits", bits)
	case err != nil:
		return "it must be a whole number"
	case n < least:
		return fmt.Sprintf("it must be at least %d", least)
	}
	return ""
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(strings.TrimLeft(s, "+-"), "0123456789") == ""
}

func checkNumber(value string) string {
	if _, err := strconv.ParseFloat(value, 64); err != nil {
		return "it must be a number"
	}
	return ""
}

func checkFraction(value string) string {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || !(f >= 0 && f <= 1) {
		return "it must be a number from 0 to 1"
	}
	return ""
}

func checkEnum(value string, allowed []string) string {
	for _, a := range allowed {
		if a == value {
			return ""
		}
	}
	return "it must be " + oneOf(allowed)
}

// oneOf joins values for a message: 'a', 'b' or 'c'.
func oneOf(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "'" + v + "'"
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

func checkChar(value string) string {
	if value == `\t` || utf8.RuneCountInString(value) == 1 && value != "\n" && value != "\r" {
		return ""
	}
	return `it must be one character (\t for a tab)`
}

func checkTimeZone(value string) string {
	if _, err := time.LoadLocation(value); err != nil || value == "" || value == "Local" {
		return "it must be a time zone of the IANA database, such as 'Europe/Berlin', or 'UTC'"
	}
	return ""
}

func checkIdentifier(value string) string {
	for i, c := range value {
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return "it must be letters, digits and _, and start with a letter"
		}
	}
	if value == "" || value[0] == '_' {
		return "it must be letters, digits and _, and start with a letter"
	}
	return ""
}
