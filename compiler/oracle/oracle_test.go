package oracle

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// How many expressions are compared, over how many rows; WEIR_ORACLE_EXPRESSIONS and WEIR_ORACLE_SEED override.
const (
	defaultExpressions = 2000
	defaultSeed        = 20261124
	rows               = 16
)

// Random expressions and casts have PostgreSQL's values, NULLs and errors, but for the differences that docs/sql.md lists. The
// seed is fixed unless WEIR_ORACLE_SEED names one, or is 0 for a new one: a run that finds something new belongs to a search
// (WEIR_ORACLE_SEED=0 WEIR_ORACLE_EXPRESSIONS=6000), not to everybody's change.
func TestExpressionsAgreeWithPostgreSQL(t *testing.T) {
	pg := startPostgres(t)
	seed := number(t, "WEIR_ORACLE_SEED", defaultSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	t.Logf("WEIR_ORACLE_SEED=%d", seed)
	r := random{rand.New(rand.NewPCG(uint64(seed), 0))}
	records, table := r.table(rows)
	var list []sql
	for range number(t, "WEIR_ORACLE_EXPRESSIONS", defaultExpressions) {
		list = append(list, r.expr(kind(r.IntN(int(kinds))), 1+r.IntN(3)))
	}
	ours := evaluate(t, records, list)
	theirs := pg.evaluate(t, table, rows, pgTexts(list))
	report := newReport(t, list)
	for k := range list {
		for row := range rows {
			report.compare(k, row, records[row], ours[k][row], theirs[k][row])
		}
	}
	report.finish()
}

func number(t *testing.T, name string, otherwise int) int {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func pgTexts(list []sql) []string {
	texts := make([]string, len(list))
	for i, e := range list {
		texts[i] = e.pg
	}
	return texts
}

// evaluate computes the expressions by one job, which gets each row once for each expression, with the expression's number.
func evaluate(t *testing.T, records []string, list []sql) [][]outcome {
	t.Helper()
	var job, input strings.Builder
	job.WriteString("CREATE TABLE t (k INT NOT NULL, r INT NOT NULL")
	for _, c := range columns {
		fmt.Fprintf(&job, ", %s %s NOT NULL, %sn %s", c.name, c.weir, c.name, c.weir)
	}
	job.WriteString(") WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');\nSELECT k, r, CASE k\n")
	for k, e := range list {
		fmt.Fprintf(&job, "WHEN %d THEN CAST(%s AS VARCHAR)\n", k, e.weir)
	}
	job.WriteString("END AS v FROM t;\n")
	for k := range list {
		for row, record := range records {
			fmt.Fprintf(&input, "{\"k\":%d,\"r\":%d,%s}\n", k, row, record)
		}
	}
	stdout, stderr, err := compileJob(t, job.String()).run(t, input.String(), "--on-error", "skip", "--partitions", "1")
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return parseOutcomes(t, stdout, len(list))
}

// parseOutcomes reads the job's output; a record that is missing failed.
func parseOutcomes(t *testing.T, stdout string, expressions int) [][]outcome {
	results := make([][]outcome, expressions)
	for k := range results {
		results[k] = make([]outcome, rows)
		for row := range results[k] {
			results[k][row].failed = true
		}
	}
	for line := range strings.Lines(stdout) {
		var out struct {
			K, R int
			V    *string
		}
		if err := json.Unmarshal([]byte(line), &out); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		results[out.K][out.R] = outcome{null: out.V == nil}
		if out.V != nil {
			results[out.K][out.R].value = *out.V
		}
	}
	return results
}

// report collects differences.
type report struct {
	t        *testing.T
	list     []sql
	compared int
	failed   int // in both
	null     int // in both
	bad      map[int]bool
	excused  map[string]int
}

func newReport(t *testing.T, list []sql) *report {
	return &report{t: t, list: list, bad: map[int]bool{}, excused: map[string]int{}}
}

func (r *report) compare(k, row int, record string, ours, theirs outcome) {
	r.compared++
	if ours.failed && theirs.failed {
		r.failed++
	}
	if ours.null && theirs.null {
		r.null++
	}
	if agree(ours, theirs, r.list[k].inexact) || r.bad[k] {
		return
	}
	if reason := excuse(r.list[k], record, ours, theirs); reason != "" {
		r.excused[reason]++
		return
	}
	r.bad[k] = true
	if len(r.bad) <= 25 {
		r.t.Errorf("%s\n\tis %v,\n\tPostgreSQL says %v\n\ton {%s}", r.list[k].weir, ours, theirs, record)
	}
}

func (r *report) finish() {
	r.t.Logf("%d values of %d expressions compared, %d of them NULL and %d errors; %d expressions differ; known differences: %v",
		r.compared, len(r.list), r.null, r.failed, len(r.bad), r.excused)
}

func agree(ours, theirs outcome, inexact bool) bool {
	if ours.failed || theirs.failed {
		return ours.failed == theirs.failed
	}
	if ours.null || theirs.null {
		return ours.null == theirs.null
	}
	return ours.value == theirs.value || sameNumber(ours.value, theirs.value, inexact)
}

// sameNumber compares numbers of different scale: ours is PostgreSQL's, rounded to the digits that our type has.
func sameNumber(ours, theirs string, inexact bool) bool {
	a, okA := new(big.Rat).SetString(ours)
	b, okB := new(big.Rat).SetString(theirs)
	if !okA || !okB {
		return false
	}
	difference := new(big.Rat).Sub(a, b)
	difference.Abs(difference)
	if !strings.ContainsAny(ours+theirs, "eE") {
		_, fraction, _ := strings.Cut(ours, ".")
		_, theirFraction, _ := strings.Cut(theirs, ".")
		if len(fraction) != len(theirFraction) && difference.Cmp(tenTo(-min(len(fraction), len(theirFraction)))) <= 0 {
			return true
		}
	}
	x, _ := a.Float64()
	y, _ := b.Float64()
	return difference.Sign() == 0 || inexact && math.Abs(x-y) <= 1e-9*math.Max(math.Abs(x), math.Abs(y))
}

func tenTo(n int) *big.Rat {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil)
	if n < 0 {
		return new(big.Rat).SetFrac(big.NewInt(1), power)
	}
	return new(big.Rat).SetInt(power)
}

// excuse names the documented difference (docs/sql.md) that explains a disagreement; "" for none.
func excuse(e sql, record string, ours, theirs outcome) string {
	switch {
	case theirs.failed && ours.null:
		return "NULL operand before an error"
	case theirs.failed && !ours.failed && (strings.Contains(e.weir, "NULL") || strings.Contains(e.weir, "UNKNOWN") || readsNull(e.weir, record)):
		return "operand that does not matter not evaluated"
	case ours.failed && !theirs.null && isBigDecimal(theirs.value):
		return "DECIMAL of more than 38 digits"
	case ours.failed && strings.Contains(e.weir, "AS DECIMAL") && (strings.Contains(record, `"NaN"`) || strings.Contains(record, `Infinity"`)):
		return "DECIMAL without NaN and infinities"
	case e.deep && !ours.failed && !theirs.failed && !ours.null && !theirs.null:
		return "computed with inexact values"
	}
	return ""
}

var columnName = regexp.MustCompile(`\b[a-z]+[0-9]*n\b`)

// readsNull reports that an expression reads a column that is NULL in the record.
func readsNull(expression, record string) bool {
	for _, name := range columnName.FindAllString(expression, -1) {
		if strings.Contains(record, `"`+name+`":null`) {
			return true
		}
	}
	return false
}

// isBigDecimal reports a number that leaves too few of 38 digits for the fraction that our type has.
func isBigDecimal(text string) bool {
	whole, _, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return len(whole) > 20 && strings.Trim(whole, "0123456789") == ""
}
