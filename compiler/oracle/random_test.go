package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// kind is the type of a random expression.
type kind int

const (
	boolean kind = iota
	smallint
	integer
	bigint
	real
	double
	decimal
	text
	date
	clock
	timestamp
	instant
	interval
	kinds
)

// names are the types in casts: Weir's and PostgreSQL's.
var names = [kinds][2]string{
	boolean: {"BOOLEAN", "boolean"}, smallint: {"SMALLINT", "smallint"}, integer: {"INT", "int"}, bigint: {"BIGINT", "bigint"},
	real: {"REAL", "real"}, double: {"DOUBLE", "double precision"}, decimal: {"DECIMAL(20, 4)", "numeric(20, 4)"}, text: {"VARCHAR", "varchar"},
	date: {"DATE", "date"}, clock: {"TIME(6)", "time"}, timestamp: {"TIMESTAMP(6)", "timestamp"}, instant: {"TIMESTAMP_LTZ(6)", "timestamptz"},
	interval: {"INTERVAL", "interval"},
}

// columns are those of the table t, each once NOT NULL and once nullable (with an n behind it).
var columns = []struct {
	name string
	kind kind
	weir string // declared type
	pg   string
}{
	{"b", boolean, "BOOLEAN", "boolean"},
	{"i2", smallint, "SMALLINT", "smallint"},
	{"i4", integer, "INT", "int"},
	{"i8", bigint, "BIGINT", "bigint"},
	{"f4", real, "REAL", "real"},
	{"f8", double, "DOUBLE", "double precision"},
	{"d9", decimal, "DECIMAL(9, 2)", "numeric(9, 2)"},
	{"d18", decimal, "DECIMAL(18, 6)", "numeric(18, 6)"},
	{"d30", decimal, "DECIMAL(30, 5)", "numeric(30, 5)"},
	{"s", text, "VARCHAR", "varchar"},
	{"dt", date, "DATE", "date"},
	{"tm", clock, "TIME(6)", "time"},
	{"ts", timestamp, "TIMESTAMP(6)", "timestamp"},
	{"lz", instant, "TIMESTAMP_LTZ(6)", "timestamptz"},
}

// sql is an expression in both dialects.
type sql struct {
	weir, pg string
	inexact  bool // the last digits may differ: a function of the mathematics library, a quotient of decimals
	deep     bool // it computes with inexact values: any digit may differ
}

// random makes expressions and values.
type random struct{ *rand.Rand }

func (r random) pick(list ...string) string { return list[r.IntN(len(list))] }

// f fills a format with the same operands on both sides.
func f(format string, operands ...sql) sql {
	var weir, pg []any
	result := sql{}
	for _, operand := range operands {
		weir, pg = append(weir, operand.weir), append(pg, operand.pg)
		result.inexact = result.inexact || operand.inexact
		result.deep = result.deep || operand.inexact
	}
	result.weir, result.pg = fmt.Sprintf(format, weir...), fmt.Sprintf(format, pg...)
	return result
}

// percent keeps a format's hands off text.
func percent(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// plain is text that is the same in both dialects.
func plain(s string) sql { return sql{weir: s, pg: s} }

// both is text that differs.
func both(weir, pg string) sql { return sql{weir: weir, pg: pg} }

// column reads a column of a kind; intervals come from timestamps.
func (r random) column(k kind) sql {
	if k == interval {
		return f("(%s - %s)", r.column(timestamp), r.column(timestamp))
	}
	var fitting []string
	for _, c := range columns {
		if c.kind == k {
			fitting = append(fitting, c.name, c.name+"n")
		}
	}
	return plain(r.pick(fitting...))
}

// literal is a constant of a kind.
func (r random) literal(k kind) sql {
	switch k {
	case boolean:
		return plain(r.pick("TRUE", "FALSE"))
	case smallint:
		return plain("CAST(" + r.pick("1", "2", "7", "100", "-1", "-32768") + " AS SMALLINT)")
	case integer:
		return plain(r.pick("1", "2", "3", "7", "10", "100", "-1", "-5", "32767"))
	case bigint:
		return plain(r.pick("5000000000", "-9000000000", "2147483648"))
	case double: // a literal with an exponent is numeric in PostgreSQL
		v := r.pick("1.5e0", "2e0", "-0.25e0", "1e10", "3e-5")
		return both(v, "("+v+")::double precision")
	case real:
		return plain("CAST(" + r.pick("1.5", "2", "-0.25", "1e10", "3e-5") + " AS REAL)")
	case decimal:
		return plain(r.pick("1.5", "0.01", "-2.25", "100.000", "12345.6789"))
	case text:
		return plain(r.pick("'a'", "'weir'", "'42'", "' x '", "'ß€😀'", "''", "'2024-02-29'", "'a,b,,c'"))
	case date:
		return plain("DATE '" + r.pick("2024-02-29", "1970-01-01", "1999-12-31", "2023-06-15") + "'")
	case clock:
		return plain("TIME '" + r.pick("00:00:00", "23:59:59.999999", "12:34:56.5") + "'")
	case timestamp:
		return plain("TIMESTAMP '" + r.pick("2024-02-29 23:59:59.999999", "1970-01-01 00:00:00", "2023-03-31 12:00:00.5") + "'")
	case instant:
		return f("CAST(%s AS %s)", r.literal(timestamp), both("TIMESTAMP_LTZ(6)", "timestamptz"))
	}
	return plain("INTERVAL '" + r.pick("1' MONTH", "-1' MONTH", "3' DAY", "90' MINUTE", "13' MONTH", "1' YEAR", "40' DAY", "100' HOUR"))
}

// leaf is a column or, more rarely, a constant.
func (r random) leaf(k kind) sql {
	if r.IntN(4) == 0 {
		return r.literal(k)
	}
	return r.column(k)
}

// expr is an expression of a kind.
func (r random) expr(k kind, depth int) sql {
	if depth <= 0 || r.IntN(8) == 0 {
		return r.column(k)
	}
	switch r.IntN(10) {
	case 0:
		return r.conditional(k, depth-1)
	case 1:
		return r.cast(k, depth-1)
	}
	switch k {
	case boolean:
		return r.boolean(depth - 1)
	case smallint, integer, bigint:
		return r.integer(k, depth-1)
	case real, double:
		return r.float(k, depth-1)
	case decimal:
		return r.decimal(depth - 1)
	case text:
		return r.text(depth - 1)
	}
	return r.temporal(k, depth-1)
}

// operand is an expression or a constant: what stands beside a first operand that isn't constant.
func (r random) operand(k kind, depth int) sql {
	if r.IntN(4) == 0 {
		return r.literal(k)
	}
	return r.expr(k, depth)
}

func (r random) conditional(k kind, depth int) sql {
	switch r.IntN(6) {
	case 4:
		if k != boolean && k != interval {
			return f("CASE %s WHEN %s THEN %s ELSE %s END", r.expr(k, depth), r.leaf(k), r.operand(k, depth), r.expr(k, depth))
		}
	case 0:
		return f("CASE WHEN %s THEN %s ELSE %s END", r.expr(boolean, depth), r.expr(k, depth), r.operand(k, depth))
	case 1:
		return f("CASE WHEN %s THEN %s WHEN %s THEN %s END", r.expr(boolean, depth), r.expr(k, depth), r.expr(boolean, depth), r.operand(k, depth))
	case 2:
		return f("NULLIF(%s, %s)", r.expr(k, depth), r.operand(k, depth))
	case 3:
		if k == boolean || k == interval { // they have no order here
			break
		}
		return f(r.pick("GREATEST", "LEAST")+"(%s, %s, %s)", r.expr(k, depth), r.operand(k, depth), r.leaf(k))
	}
	return f("COALESCE(%s, %s)", r.expr(k, depth), r.operand(k, depth))
}

// castFrom are the kinds that a kind is cast from.
var castFrom = [kinds][]kind{
	boolean:  {boolean, integer, text},
	smallint: {smallint, integer, bigint, double, real, decimal, text},
	integer:  {smallint, integer, bigint, double, real, decimal, text, boolean},
	bigint:   {smallint, integer, bigint, double, real, decimal, text},
	real:     {smallint, integer, bigint, double, decimal, text},
	double:   {smallint, integer, bigint, real, decimal, text},
	decimal:  {smallint, integer, bigint, double, real, decimal, text},
	text:     {boolean, smallint, integer, bigint, double, real, decimal, date, clock, timestamp, instant, interval},
	date:     {timestamp, instant, date}, clock: {timestamp, instant, interval, clock}, timestamp: {date, instant, timestamp},
	instant: {date, timestamp, instant}, interval: {clock, interval},
}

func (r random) cast(to kind, depth int) sql {
	from := castFrom[to][r.IntN(len(castFrom[to]))]
	target := both(names[to][0], names[to][1])
	switch {
	case to == decimal:
		p := 1 + r.IntN(38)
		s := r.IntN(min(p, 12) + 1)
		target = both(fmt.Sprintf("DECIMAL(%d, %d)", p, s), fmt.Sprintf("numeric(%d, %d)", p, s))
	case to == text && r.IntN(4) == 0:
		target = plain(fmt.Sprintf("VARCHAR(%d)", 1+r.IntN(12)))
	case (to == timestamp || to == instant || to == clock) && from == to:
		p := r.IntN(7)
		target = both(fmt.Sprintf("%s(%d)", strings.TrimSuffix(names[to][0], "(6)"), p), fmt.Sprintf("%s(%d)", names[to][1], p))
	}
	if to != text && from == text { // text that has a chance
		return f("CAST(%s AS %s)", f("TRIM(%s)", f("CAST(%s AS VARCHAR)", r.expr(r.numeric(), depth))), target)
	}
	return f("CAST(%s AS %s)", r.expr(from, depth), target)
}

func (r random) numeric() kind { return smallint + kind(r.IntN(int(decimal-smallint)+1)) }

func (r random) boolean(depth int) sql {
	k := kind(r.IntN(int(kinds)))
	switch r.IntN(16) {
	case 0, 1:
		return f("(%s AND %s)", r.expr(boolean, depth), r.expr(boolean, depth))
	case 2, 3:
		return f("(%s OR %s)", r.expr(boolean, depth), r.expr(boolean, depth))
	case 4:
		return f("(NOT %s)", r.expr(boolean, depth))
	case 5:
		return f("(%s "+r.pick("IS NULL", "IS NOT NULL")+")", r.expr(k, depth))
	case 6:
		return f("(%s "+r.pick("IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN")+")", r.expr(boolean, depth))
	case 7:
		return f("(%s "+r.pick("IS DISTINCT FROM", "IS NOT DISTINCT FROM")+" %s)", r.expr(k, depth), r.operand(k, depth))
	case 8:
		if k == boolean || k == instant {
			k = integer
		}
		return f("(%s "+r.pick("IN", "NOT IN")+" (%s, %s, %s))", r.expr(k, depth), r.leaf(k), r.literal(k), r.leaf(k))
	case 9:
		return f("(%s "+r.pick("BETWEEN", "NOT BETWEEN")+" %s AND %s)", r.expr(integer, depth), r.operand(integer, depth), r.operand(integer, depth))
	case 10:
		return f("(%s "+r.pick("LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE")+" '"+percent(r.pick("%a%", "a%", "%x", "_%", "w__r", "%\\_%", "A%", "", "%ß_%", "a%c"))+"')", r.expr(text, depth))
	case 12:
		return f(r.pick("STARTS_WITH(%s, %s)", "(%s IS NOT NULL) = (%s IS NOT NULL)"), r.expr(text, depth), r.operand(text, depth))
	case 13:
		return f("(%s "+r.pick("~", "~*", "!~", "!~*")+" '"+r.pick("^a", "[0-9]$", "x.*y", "(a|w)e?", "ß")+"')", r.expr(text, depth))
	case 11:
		return f("(%s SIMILAR TO '"+percent(r.pick("(a|b)%", "[a-c]%", "%[0-9]+%", "_*", "w(ei|ie)r"))+"')", r.expr(text, depth))
	}
	return f("(%s "+r.pick("=", "<>", "<", "<=", ">", ">=")+" %s)", r.expr(k, depth), r.operand(k, depth))
}

func (r random) integer(k kind, depth int) sql {
	switch r.IntN(9) {
	case 0:
		return f("ABS(%s)", r.expr(k, depth))
	case 1:
		return f("(- %s)", r.expr(k, depth))
	case 2:
		if k == integer {
			return r.count(depth)
		}
	case 3:
		if k == bigint {
			return r.field(depth)
		}
	case 4:
		if k != smallint {
			return f(r.pick("GCD", "LCM")+"(%s, %s)", r.expr(k, depth), r.column(k))
		}
	}
	other := r.expr(k, depth)
	if k != smallint && r.IntN(3) == 0 {
		other = r.operand(k, depth)
	}
	return f("(%s "+r.pick("+", "-", "*", "/", "%%")+" %s)", r.expr(k, depth), other)
}

// count is an INT that a function of strings or dates yields.
func (r random) count(depth int) sql {
	switch r.IntN(9) {
	case 0:
		return f(r.pick("LENGTH", "CHAR_LENGTH", "OCTET_LENGTH", "ASCII")+"(%s)", r.expr(text, depth))
	case 1:
		return f("POSITION(%s IN %s)", r.operand(text, depth), r.expr(text, depth))
	case 2:
		return f("STRPOS(%s, %s)", r.expr(text, depth), r.operand(text, depth))
	case 3:
		return f("(%s - %s)", r.expr(date, depth), r.operand(date, depth))
	case 4:
		return f("CAST(SIGN(%s) AS INT)", r.expr(double, depth))
	case 5:
		return f("REGEXP_COUNT(%s, '"+r.pick("[a-z]", "[0-9]+", ",")+"')", r.expr(text, depth))
	case 6:
		return f(r.pick("CARDINALITY", "CARDINALITY")+"(%s)", f("STRING_TO_ARRAY(%s, ',')", r.expr(text, depth)))
	case 7:
		return f("ARRAY_POSITION(%s, 'a')", f("STRING_TO_ARRAY(%s, ',')", r.expr(text, depth)))
	}
	return f("MOD(%s, %s)", r.expr(integer, depth), r.operand(integer, depth))
}

// field is an integral field of a timestamp.
func (r random) field(depth int) sql {
	name := r.pick("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "ISODOW", "DOY", "HOUR", "MINUTE", "ISOYEAR", "DECADE", "CENTURY", "MILLENNIUM")
	from := []kind{timestamp, date, instant}[r.IntN(3)]
	if from == date && (name == "HOUR" || name == "MINUTE") {
		name = "DAY"
	}
	return f("CAST(EXTRACT("+name+" FROM %s) AS BIGINT)", r.expr(from, depth))
}

func (r random) float(k kind, depth int) sql {
	if k == double {
		switch r.IntN(8) {
		case 0:
			e := f(r.pick("SQRT", "EXP", "LN", "LOG10", "SIN", "COS", "TAN", "COT", "ASIN", "ACOS", "ATAN", "SINH", "COSH", "TANH", "CBRT", "DEGREES", "RADIANS")+"(%s)", r.expr(double, depth))
			e.inexact = true
			return e
		case 1:
			return f(r.pick("CEIL", "FLOOR", "ROUND", "TRUNC", "ABS", "SIGN")+"(%s)", r.expr(double, depth))
		case 2:
			e := f(r.pick("POWER", "ATAN2")+"(%s, %s)", r.expr(double, depth), r.operand(double, depth))
			e.inexact = true
			return e
		}
	}
	other := r.expr(k, depth)
	if k == double {
		other = r.operand(k, depth)
	}
	return f("(%s "+r.pick("+", "-", "*", "/")+" %s)", r.expr(k, depth), other)
}

func (r random) decimal(depth int) sql {
	switch r.IntN(9) {
	case 0:
		return f("ABS(%s)", r.expr(decimal, depth))
	case 1:
		return f(r.pick("CEIL", "FLOOR", "ROUND", "TRUNC")+"(%s)", r.expr(decimal, depth))
	case 2:
		return f(r.pick("ROUND", "TRUNC")+"(%s, "+r.pick("0", "1", "2", "-2", "5")+")", r.expr(decimal, depth))
	case 3:
		return f("(- %s)", r.expr(decimal, depth))
	case 4:
		e := f("(%s * %s)", r.column(decimal), r.column(decimal))
		e.inexact = true // more than 38 digits give up scale
		return e
	case 5:
		e := f("(%s / %s)", r.column(decimal), r.leaf(decimal))
		e.inexact = true
		return e
	case 6:
		return f("(%s %% %s)", r.column(decimal), r.leaf(decimal))
	case 7:
		from := []kind{timestamp, clock, interval}[r.IntN(3)]
		if from == interval && r.IntN(2) == 0 {
			return f("CAST(EXTRACT("+r.pick("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "QUARTER", "DECADE")+" FROM %s) AS DECIMAL(20, 0))", r.expr(interval, depth))
		}
		return f("EXTRACT("+r.pick("SECOND", "EPOCH", "MILLISECOND")+" FROM %s)", r.expr(from, depth))
	}
	return f("(%s "+r.pick("+", "-")+" %s)", r.expr(decimal, depth), r.operand(decimal, depth))
}

func (r random) text(depth int) sql {
	s := r.expr(text, depth)
	small := plain(r.pick("0", "1", "2", "3", "5", "-1", "-2", "20"))
	switch r.IntN(20) {
	case 0:
		return f(r.pick("UPPER", "LOWER", "INITCAP", "REVERSE", "TRIM", "LTRIM", "RTRIM", "MD5")+"(%s)", s)
	case 1:
		return f(r.pick("TRIM(BOTH", "TRIM(LEADING", "TRIM(TRAILING")+" 'a' FROM %s)", s)
	case 2:
		return f("SUBSTRING(%s, %s)", s, small)
	case 3:
		return f("SUBSTRING(%s FROM %s FOR %s)", s, small, plain(r.pick("0", "1", "3", "10")))
	case 4:
		return f(r.pick("LEFT", "RIGHT")+"(%s, %s)", s, small)
	case 5:
		return f(r.pick("LPAD", "RPAD")+"(%s, %s, %s)", s, small, r.literal(text))
	case 6:
		return f("REPLACE(%s, %s, %s)", s, r.literal(text), r.leaf(text))
	case 7:
		return f("SPLIT_PART(%s, ',', %s)", s, small)
	case 8:
		return f("REPEAT(%s, "+r.pick("0", "1", "3", "-1")+")", s)
	case 9:
		return f("TRANSLATE(%s, 'abcß', 'x€')", s)
	case 10:
		return f("OVERLAY(%s PLACING 'yy' FROM %s)", s, plain(r.pick("1", "2", "5")))
	case 11:
		return f("CONCAT(%s, %s, %s)", s, r.operand(text, depth), r.expr(r.printable(), depth))
	case 12:
		return f("CONCAT_WS('-', %s, %s)", s, r.operand(text, depth))
	case 13:
		return f("CHR(ASCII(%s))", s)
	case 14:
		return f("REGEXP_REPLACE(%s, '"+r.pick("[a-c]", "(.)(.)", "[0-9]+", "x+")+"', '"+r.pick("#", "<\\\\1>", "")+"'"+r.pick("", ", 'g'")+")", s)
	case 15:
		return f("TO_HEX(%s)", r.expr(bigint, depth))
	case 16:
		return r.fromCollection(depth)
	case 17:
		return r.fromBytes(depth)
	}
	return f("(%s || %s)", s, r.operand(text, depth))
}

// documents are JSON texts.
var documents = []string{
	`{"a": 1, "b": {"c": [1, 2.50, "x"]}, "weir": null}`, `[true, "a\\u00e9", {"a": []}]`, `"text"`, ` {"a":"line\\nbreak", "a": 2}`, `null`, `[[1],[2]]`,
}

// fromCollection is a part of a JSON document or of an array.
func (r random) fromCollection(depth int) sql {
	document := plain("CAST(NULLIF('" + documents[r.IntN(len(documents))] + "', s) AS JSON)") // no constant
	index, position := plain(r.pick("0", "1", "2", "-1", "5")), plain(r.pick("1", "2", "5", "i2", "i2n"))
	switch r.IntN(6) {
	case 0:
		return f("(%s ->> %s)", document, r.operand(text, depth))
	case 1:
		return f("(%s -> 'b' -> 'c' ->> %s)", document, index)
	case 2:
		return f("CAST((%s -> %s) AS VARCHAR)", document, index)
	case 3:
		elements := both("SPLIT(%s, ',')[%s]", "(STRING_TO_ARRAY(%s, ','))[%s]")
		s := r.expr(text, depth)
		return sql{weir: fmt.Sprintf(elements.weir, s.weir, position.weir), pg: fmt.Sprintf(elements.pg, s.pg, position.pg), inexact: s.inexact, deep: s.inexact}
	case 4:
		a, b := r.expr(text, depth), r.operand(text, depth)
		return sql{weir: "ARRAY[" + a.weir + ", " + b.weir + "][" + position.weir + "]", pg: "(ARRAY[" + a.pg + "::text, " + b.pg + "])[" + position.pg + "]", inexact: a.inexact || b.inexact, deep: true}
	}
	return f("ARRAY_TO_STRING(%s, '-')", f("STRING_TO_ARRAY(%s, ',')", r.expr(text, depth)))
}

// fromBytes goes through BYTES.
func (r random) fromBytes(depth int) sql {
	s := r.expr(text, depth)
	octets := sql{weir: "CAST(" + s.weir + " AS BYTES)", pg: "convert_to(" + s.pg + ", 'UTF8')", inexact: s.inexact}
	switch r.IntN(4) {
	case 0:
		return f("ENCODE(SHA256(%s), 'hex')", octets)
	case 1:
		decoded := f("DECODE(ENCODE(%s, 'base64'), 'base64')", octets)
		return f("ENCODE(%s, 'hex')", decoded)
	case 2:
		return f("MD5(%s)", octets)
	}
	return f("ENCODE(%s, '"+r.pick("hex", "base64", "escape")+"')", octets)
}

// printable are the kinds that have one text form in both.
func (r random) printable() kind {
	return []kind{smallint, integer, bigint, double, decimal, text, date, timestamp}[r.IntN(8)]
}

func (r random) temporal(k kind, depth int) sql {
	switch k {
	case date:
		return f("(%s "+r.pick("+", "-")+" %s)", r.expr(date, depth), r.literal(smallint))
	case clock:
		return f("(%s "+r.pick("+", "-")+" %s)", r.expr(clock, depth), plain("INTERVAL '"+r.pick("90' MINUTE", "23' HOUR", "30' SECOND")))
	case interval:
		return r.interval(depth)
	}
	switch r.IntN(3) {
	case 0:
		unit := r.pick("millennium", "century", "decade", "year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond")
		return f("DATE_TRUNC('"+unit+"', %s)", r.expr(k, depth))
	case 1:
		if k == timestamp {
			return f("(%s AT TIME ZONE '"+r.zone()+"')", r.expr(instant, depth))
		}
		return f("(%s AT TIME ZONE '"+r.zone()+"')", r.expr(timestamp, depth))
	}
	return f("(%s "+r.pick("+", "-")+" %s)", r.expr(k, depth), r.operand(interval, depth))
}

func (r random) zone() string {
	return r.pick("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe")
}

func (r random) interval(depth int) sql {
	switch r.IntN(6) {
	case 0:
		return f("(%s - %s)", r.expr(timestamp, depth), r.operand(timestamp, depth))
	case 1:
		return f("(%s - %s)", r.expr(clock, depth), r.operand(clock, depth))
	case 2:
		return f("(%s * %s)", r.expr(interval, depth), plain(r.pick("2", "0.5", "-1.5", "1.1")))
	case 3:
		return f("(%s / %s)", r.expr(interval, depth), plain(r.pick("2", "3", "0.7")))
	case 4:
		return f("(- %s)", r.expr(interval, depth))
	}
	return f("(%s "+r.pick("+", "-")+" %s)", r.expr(interval, depth), r.operand(interval, depth))
}
