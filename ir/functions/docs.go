package functions

import (
	"fmt"
	"io"
	"strings"
)

// sections are the chapters of the documentation, in order.
var sections = []Section{Arithmetic, Mathematics, Strings, Patterns, Encoding, Temporal, JSON, Collections, Conditional, Other}

// SpecialForm is an operator or function that evaluates its operands conditionally or has a syntax of its own: it is a node of
// ir/scalar, not an entry of the table.
type SpecialForm struct {
	Syntax, Doc string
}

// Forms are the special forms, for the documentation.
var Forms = []SpecialForm{
	{"a AND b, a OR b, NOT a", "Three-valued logic. An operand that decides ends the evaluation."},
	{"=, <>, !=, <, <=, >, >=", "Comparison; NULL if an operand is. Strings compare by the bytes of their UTF-8. NaN equals itself and is greater than any other number, as in PostgreSQL."},
	{"a IS [NOT] DISTINCT FROM b", "Comparison in which NULL equals NULL; never NULL."},
	{"a IS [NOT] NULL", "Whether a is NULL."},
	{"a IS [NOT] TRUE | FALSE | UNKNOWN", "Truth value of a condition; never NULL."},
	{"a [NOT] BETWEEN b AND c", "a >= b AND a <= c."},
	{"a [NOT] IN (b, c, …)", "Whether a equals one of the list, by SQL's rule for NULL."},
	{"CASE WHEN condition THEN a … [ELSE b] END", "The first branch whose condition is TRUE; only that one is evaluated. CASE a WHEN b THEN c … too."},
	{"IF(condition, a, b)", "CASE WHEN condition THEN a ELSE b END (Flink)."},
	{"COALESCE(a, b, …)", "The first argument that isn't NULL; later ones aren't evaluated. IFNULL(a, b) too."},
	{"CAST(a AS type), a::type", "Conversion; what has no value of the type fails the record."},
	{"TRY_CAST(a AS type)", "Conversion; NULL where CAST would fail (Flink)."},
	{"a[i], m['key'], r.field", "Element of an array (from 1), value of a map's key, field of a ROW; NULL where there is none."},
	{"ARRAY[a, b], MAP['k', v], ROW(a, b)", "Construction of an array, a map, a row."},
}

// WriteDocs prints docs/functions.md.
func WriteDocs(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# Functions and operators\n\nMade from the table in `ir/functions` by `go generate ./ir/functions`.\n\n")
	b.WriteString("Unless it says otherwise a function is NULL if an argument is. Names are case-insensitive. A value that can't be computed\n" +
		"(an overflow, a division by zero, malformed input) fails the record, and the job's `on-error` policy decides what that means.\n" +
		"In signatures INTEGER is any of TINYINT, SMALLINT, INT and BIGINT, DECIMAL and TIMESTAMP are of any precision, and ANY TEXT is\n" +
		"anything that can be cast to VARCHAR.\n")
	b.WriteString("\n## Special forms\n\n| | |\n|---|---|\n")
	for _, form := range Forms {
		fmt.Fprintf(&b, "| `%s` | %s |\n", cell(form.Syntax), cell(form.Doc))
	}
	for _, section := range sections {
		writeSection(&b, section)
	}
	writeAggregates(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// aggregateSections are the chapters of functions of many rows.
var aggregateSections = []struct {
	title string
	text  string
	list  []Aggregate
}{
	{"Aggregates", "A row in which an argument is NULL doesn't count, unless it says otherwise; of no rows the result is NULL, but COUNT's is 0.\n" +
		"DISTINCT before the arguments takes each value once, FILTER (WHERE …) behind the call only the rows it is true of, and with\n" +
		"OVER a call is over a frame of rows. The examples are over four trades, in this order:\n\n" +
		"| symbol | price | quantity |\n|---|---|---|\n| ACME | 1.50 | 10 |\n| ACME | 2.50 | 20 |\n| WEIR | 3.50 | 30 |\n| WEIR | 4.50 | 40 |\n", basicAggregates},
	{"Statistics", "Computed over DOUBLE; of values with NaN or an infinity the result is NaN, and an overflow fails (PostgreSQL).\n", statisticAggregates},
	{"Values of a group", "", collectingAggregates},
	{"Approximate aggregates", "", approximateAggregates},
	{"Window functions", "They need OVER; so may all aggregates have it.\n", overFunctions},
}

func writeAggregates(b *strings.Builder) {
	for _, section := range aggregateSections {
		fmt.Fprintf(b, "\n## %s\n\n", section.title)
		if section.text != "" {
			b.WriteString(section.text + "\n")
		}
		b.WriteString("| function | meaning | example |\n|---|---|---|\n")
		for _, f := range section.list {
			example := "`" + cell(f.Example) + "`"
			if f.Output != "" {
				example += " → `" + cell(f.Output) + "`"
			}
			fmt.Fprintf(b, "| %s | %s%s | %s |\n", f.signatures(), cell(f.Doc), aliases(f.scalar()), example)
		}
	}
}

// signatures lists the overloads with their results, those that look alike in one line.
func (f *Aggregate) signatures() string {
	var lines []string
	for i := range f.Overloads {
		o := &f.Overloads[i]
		lines = append(lines, fmt.Sprintf("`%s` → %s", cell(o.Signature(f.Name)), strings.TrimSuffix(cell(o.Result.Text), " NOT NULL")))
	}
	return strings.Join(dedupe(lines), "<br>")
}

func writeSection(b *strings.Builder, section Section) {
	fmt.Fprintf(b, "\n## %s\n\n| function | meaning | example |\n|---|---|---|\n", section)
	for _, f := range All() {
		if f.Section == section {
			fmt.Fprintf(b, "| %s | %s%s | `%s` → `%s` |\n", signatures(&f), cell(f.Doc), aliases(&f), cell(f.Example), cell(f.Output))
		}
	}
}

// signatures lists the overloads with their results: `ROUND(DECIMAL, INT)` → DECIMAL.
func signatures(f *Function) string {
	var lines []string
	for i := range f.Overloads {
		o := &f.Overloads[i]
		lines = append(lines, fmt.Sprintf("`%s` → %s", cell(o.Signature(f.Name)), strings.TrimSuffix(cell(o.Result.Text), " NOT NULL")))
	}
	return strings.Join(dedupe(lines), "<br>")
}

func aliases(f *Function) string {
	if len(f.Aliases) == 0 {
		return ""
	}
	return " Also " + cell(strings.Join(f.Aliases, ", ")) + "."
}

// cell escapes what ends a table's cell.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
