package oracle

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/weirsql/weir/ir/functions"
)

// Every example of the table of functions gives what the table says.
func TestExamples(t *testing.T) {
	var columns []string
	var tested []functions.Function
	for _, f := range functions.All() {
		if f.Example == "" {
			t.Errorf("%s has no example", f.Name)
			continue
		}
		columns = append(columns, fmt.Sprintf("CAST(%s AS VARCHAR) AS c%d", f.Example, len(tested)))
		tested = append(tested, f)
	}
	stdout, stderr, err := compileJob(t, "SELECT "+strings.Join(columns, ",\n  ")).run(t, "")
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	var row map[string]*string
	if err := json.Unmarshal([]byte(stdout), &row); err != nil {
		t.Fatalf("%v\n%s", err, stdout)
	}
	for i, f := range tested {
		got := row[fmt.Sprintf("c%d", i)]
		if got == nil {
			t.Errorf("%s: %s is NULL, want %s", f.Name, f.Example, f.Output)
		} else if *got != f.Output {
			t.Errorf("%s: %s is %s, want %s", f.Name, f.Example, *got, f.Output)
		}
	}
}

// trades is the table that the examples of aggregates are over.
const trades = `{"symbol":"ACME","price":1.50,"quantity":10}
{"symbol":"ACME","price":2.50,"quantity":20}
{"symbol":"WEIR","price":3.50,"quantity":30}
{"symbol":"WEIR","price":4.50,"quantity":40}
`

// Every example of the table of aggregates gives what the table says.
func TestAggregateExamples(t *testing.T) {
	var columns []string
	var tested []functions.Aggregate
	for _, f := range functions.Aggregates() {
		if f.Over == functions.Anywhere {
			columns = append(columns, fmt.Sprintf("%s AS c%d", f.Example, len(tested)))
			tested = append(tested, f)
		}
	}
	stdout, stderr, err := compileJob(t, `CREATE TABLE trades (symbol VARCHAR NOT NULL, price DECIMAL(10, 2) NOT NULL, quantity INT NOT NULL)
		WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');
		SELECT `+strings.Join(columns, ",\n  ")+" FROM trades EMIT FINAL").run(t, trades, "--partitions", "1")
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	var row map[string]json.RawMessage
	if err := json.Unmarshal([]byte(stdout), &row); err != nil {
		t.Fatalf("%v\n%s", err, stdout)
	}
	for i, f := range tested {
		if got := strings.Trim(string(row[fmt.Sprintf("c%d", i)]), `"`); got != f.Output {
			t.Errorf("%s: %s is %s, want %s", f.Name, f.Example, got, f.Output)
		}
	}
}

// columnOf is a column for each class of parameters.
var columnOf = map[functions.Class]string{
	functions.Boolean: "bo BOOLEAN", functions.Integer: "sm SMALLINT", functions.Int: "ti TINYINT", functions.BigInt: "bi BIGINT", functions.Decimal: "de DECIMAL(10, 2)",
	functions.Real: "re REAL", functions.Double: "dou DOUBLE", functions.String: "st VARCHAR", functions.Text: "it INT", functions.Bytes: "byt BYTES", functions.Date: "da DATE",
	functions.Time: "tim TIME(3)", functions.Timestamp: "ts TIMESTAMP(3)", functions.TimestampLTZ: "lt TIMESTAMP_LTZ(6)", functions.UUID: "uu UUID", functions.AnyType: "an VARCHAR",
}

// Every overload of every aggregate becomes code that compiles, with and without DISTINCT, over arguments that may be NULL and over
// those that can't be; so does the wide form of a DECIMAL.
func TestEveryAggregateCompiles(t *testing.T) {
	var columns, calls []string
	for _, column := range columnOf {
		columns = append(columns, column, "n"+column+" NOT NULL")
	}
	columns = append(columns, "wde DECIMAL(30, 2)", "nwde DECIMAL(30, 2) NOT NULL")
	for _, f := range functions.Aggregates() {
		for _, o := range f.Overloads {
			for _, prefix := range []string{"", "n", "w", "nw"} {
				if args, ok := argumentsOf(&o, prefix); ok && f.Over == functions.Anywhere {
					calls = append(calls, fmt.Sprintf("%s(%s) AS c%d", f.Name, args, len(calls)))
					if len(o.Params) == 1 && o.Params[0].Class != functions.Interval {
						calls = append(calls, fmt.Sprintf("%s(DISTINCT %s) AS c%d", f.Name, args, len(calls)))
					}
				}
			}
		}
	}
	for _, emit := range []string{"FINAL", "CHANGES"} {
		compileJob(t, "CREATE TABLE t ("+strings.Join(columns, ", ")+", PRIMARY KEY (nbi) NOT ENFORCED) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');\nSELECT nbi, "+
			strings.Join(calls, ",\n  ")+" FROM t GROUP BY nbi EMIT "+emit)
	}
	t.Logf("%d calls", len(calls))
}

// argumentsOf are arguments of an overload: columns with a prefix, and constants. Only a DECIMAL has wide ones.
func argumentsOf(o *functions.AggregateOverload, prefix string) (string, bool) {
	if len(o.Params) == 0 {
		return "*", prefix == ""
	}
	var args []string
	wide := false
	for _, p := range o.Params {
		column, _, _ := strings.Cut(columnOf[p.Class], " ")
		switch {
		case p.Name == "fraction":
			args = append(args, "0.5")
		case p.Name == "separator":
			args = append(args, "', '")
		case p.Class == functions.Interval:
			args = append(args, strings.ReplaceAll("pts - pts", "p", strings.TrimSuffix(prefix, "w")))
		case column == "":
			return "", false
		case p.Class == functions.Decimal:
			wide = wide || strings.HasSuffix(prefix, "w")
			args = append(args, prefix+column)
		default:
			args = append(args, strings.TrimSuffix(prefix, "w")+column)
		}
	}
	return strings.Join(args, ", "), wide == strings.HasSuffix(prefix, "w")
}
