package oracle

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/agg"
	exact "github.com/weirsql/weir/runtime/decimal"
)

// measured is a row of the table that aggregates are compared over. Each column may be NULL.
type measured struct {
	i rt.Null[int64]
	n rt.Null[int32]
	d rt.Null[int64] // DECIMAL(12,2)
	w rt.Null[exact.Int128]
	x rt.Null[float64]
	y rt.Null[float64]
	s rt.Null[string]
	b rt.Null[bool]
}

const measuredColumns = "i bigint, n int, d numeric(12,2), w numeric(36,2), x float8, y float8, s text, b boolean"

// randomGroup makes rows whose floats are of one magnitude, with NaN and infinities in some groups, and constants in some.
func randomGroup(r *rand.Rand) []measured {
	rows := make([]measured, r.IntN(1<<r.IntN(9)))
	scale, offset := math.Pow10(r.IntN(30)-15), 0.0
	if r.IntN(2) == 0 {
		offset = scale * float64(r.IntN(1000))
	}
	special, constant, nulls := r.IntN(4) == 0, r.IntN(6) == 0, r.IntN(3)
	float := func() float64 {
		switch {
		case special && r.IntN(20) == 0:
			return []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1)}[r.IntN(4)]
		case constant:
			return 4
		}
		return r.NormFloat64()*scale + offset
	}
	narrow := r.IntN(64)
	some := func() bool { return nulls == 0 || r.IntN(4) >= nulls }
	for k := range rows {
		whole := int64(r.Uint64()) >> narrow
		wide := exact.Rescale(exact.Mul64(int64(r.Uint64())>>r.IntN(64), 99_999_999_999_999_999), 0, 38)
		rows[k] = measured{
			rt.When(some(), whole), rt.When(some(), int32(whole)), rt.When(some(), r.Int64N(2e12)-1e12), rt.When(some(), wide),
			rt.When(some(), float()), rt.When(some(), float()), rt.When(some(), strings.Repeat(string(rune('a'+r.IntN(5))), r.IntN(3))), rt.When(some(), r.IntN(8) > 0),
		}
	}
	return rows
}

// copied is a row in the form of COPY.
func (m measured) copied(group int) string {
	field := func(valid bool, v any) string {
		if !valid {
			return `\N`
		}
		return fmt.Sprint(v)
	}
	d, w := exact.Append64(nil, m.d.V, 2), exact.Append(nil, m.w.V, 2)
	return strings.Join([]string{strconv.Itoa(group), field(m.i.Valid, m.i.V), field(m.n.Valid, m.n.V), field(m.d.Valid, string(d)), field(m.w.Valid, string(w)),
		field(m.x.Valid, m.x.V), field(m.y.Valid, m.y.V), field(m.s.Valid, m.s.V), field(m.b.Valid, m.b.V)}, "\t")
}

// accumulator is what all accumulators are, over some rows.
type accumulator[A any] interface {
	*A
	Merge(*A)
}

// over deals rows over parts, accumulates each and merges them: whatever the parts, the result is that of all rows.
func over[A any, P accumulator[A]](r *rand.Rand, rows []measured, add func(*A, measured)) *A {
	all := new(A)
	for len(rows) > 0 {
		n := 1 + r.IntN(len(rows))
		part := new(A)
		for _, row := range rows[:n] {
			add(part, row)
		}
		P(all).Merge(part)
		rows = rows[n:]
	}
	return all
}

// result is a value as text: NULL, and floats with all their digits.
func result[T any](v rt.Null[T]) string {
	if !v.Valid {
		return "NULL"
	}
	switch v := any(v.V).(type) {
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)[:1]
	}
	return fmt.Sprint(v.V)
}

func result2(v rt.Null[exact.Int128], scale int) string {
	if !v.Valid {
		return "NULL"
	}
	return string(exact.Append(nil, v.V, scale))
}

type comparison struct {
	sql   string // over the table
	value func(r *rand.Rand, rows []measured) string
}

func floats[A any, P accumulator[A]](value func(*A) rt.Null[float64], add func(*A, measured)) func(*rand.Rand, []measured) string {
	return func(r *rand.Rand, rows []measured) string { return result(value(over[A, P](r, rows, add))) }
}

func bothOf(m measured) bool { return m.x.Valid && m.y.Valid }

// comparisons are aggregates in PostgreSQL's words and by the accumulators.
var comparisons = []comparison{
	{"count(*)", func(r *rand.Rand, rows []measured) string {
		return fmt.Sprint(over(r, rows, func(a *agg.Count, m measured) { a.Add() }).Value())
	}},
	{"sum(n)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.SumInt, m measured) {
			if m.n.Valid {
				a.Add(m.n.V)
			}
		}).Value())
	}},
	{"CASE WHEN abs(sum(i)) > 9223372036854775807 THEN 'failed' ELSE sum(i)::text END", func(r *rand.Rand, rows []measured) string {
		all := over(r, rows, func(a *agg.SumBigInt, m measured) {
			if m.i.Valid {
				a.Add(m.i.V)
			}
		})
		text := "failed"
		rt.Try(func() error {
			text = result(all.Value())
			return nil
		})
		return text
	}},
	{"sum(d)", func(r *rand.Rand, rows []measured) string {
		return result2(over(r, rows, func(a *agg.SumDecimal, m measured) {
			if m.d.Valid {
				a.Add(m.d.V)
			}
		}).Value(), 2)
	}},
	{"sum(w)", func(r *rand.Rand, rows []measured) string {
		return result2(over(r, rows, func(a *agg.SumWide, m measured) {
			if m.w.Valid {
				a.Add(m.w.V)
			}
		}).Value(), 2)
	}},
	{"round(avg(d), 6)", func(r *rand.Rand, rows []measured) string {
		return result2(over(r, rows, func(a *agg.AvgDecimal, m measured) {
			if m.d.Valid {
				a.Add(m.d.V)
			}
		}).Value(2, 6), 6)
	}},
	{"avg(i)::float8", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.AvgBigInt, m measured) {
			if m.i.Valid {
				a.Add(m.i.V)
			}
		}).Value())
	}},
	{"avg(n)::float8", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.AvgInt, m measured) {
			if m.n.Valid {
				a.Add(m.n.V)
			}
		}).Value())
	}},
	{"sum(x)", floats((*agg.SumFloat).Value, func(a *agg.SumFloat, m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"avg(x)", floats((*agg.AvgFloat).Value, func(a *agg.AvgFloat, m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"min(x)", floats((*agg.MinFloat[float64]).Value, func(a *agg.MinFloat[float64], m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"max(x)", floats((*agg.MaxFloat[float64]).Value, func(a *agg.MaxFloat[float64], m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"min(i)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.Min[int64], m measured) {
			if m.i.Valid {
				a.Add(m.i.V)
			}
		}).Value())
	}},
	{"max(w)", func(r *rand.Rand, rows []measured) string {
		return result2(over(r, rows, func(a *agg.MaxOf[exact.Int128], m measured) {
			if m.w.Valid {
				a.Add(m.w.V)
			}
		}).Value(), 2)
	}},
	{"min(s)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.MinText, m measured) {
			if m.s.Valid {
				a.Add(m.s.V)
			}
		}).Value())
	}},
	{"max(s)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.MaxText, m measured) {
			if m.s.Valid {
				a.Add(m.s.V)
			}
		}).Value())
	}},
	{"bool_and(b)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.And, m measured) {
			if m.b.Valid {
				a.Add(m.b.V)
			}
		}).Value())
	}},
	{"bool_or(NOT b)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.Or, m measured) {
			if m.b.Valid {
				a.Add(!m.b.V)
			}
		}).Value())
	}},
	{"string_agg(s, ', ' ORDER BY r)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.Joined, m measured) {
			if m.s.Valid {
				a.Add(m.s.V)
			}
		}).Value(", "))
	}},
	{"array_to_string(array_agg(n ORDER BY r), ',', '-')", func(r *rand.Rand, rows []measured) string {
		all := over(r, rows, func(a *agg.ArrayNull[int32], m measured) { a.Add(m.n) }).Value()
		var texts []string
		for _, v := range all.V {
			texts = append(texts, strings.ReplaceAll(result(v), "NULL", "-"))
		}
		return result(rt.When(all.Valid, strings.Join(texts, ",")))
	}},
	{"(array_agg(s ORDER BY r))[1]", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.FirstNull[string], m measured) { a.Add(m.s) }).Value())
	}},
	{"(array_agg(s ORDER BY r DESC))[1]", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.LastNull[string], m measured) { a.Add(m.s) }).Value())
	}},
	{"(array_agg(s ORDER BY x, r) FILTER (WHERE s IS NOT NULL AND x IS NOT NULL))[1]", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.ArgMinFloat[string, float64], m measured) {
			if m.s.Valid && m.x.Valid {
				a.Add(m.s.V, m.x.V)
			}
		}).Value())
	}},
	{"(array_agg(n ORDER BY s DESC, r) FILTER (WHERE s IS NOT NULL AND n IS NOT NULL))[1]", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.ArgMaxText[int32], m measured) {
			if m.s.Valid && m.n.Valid {
				a.Add(m.n.V, m.s.V)
			}
		}).Value())
	}},
	{"count(DISTINCT s)", func(r *rand.Rand, rows []measured) string {
		var seen agg.Distinct[string, agg.Count]
		for _, m := range rows {
			if m.s.Valid && seen.First(m.s.V) {
				seen.Of.Add()
			}
		}
		return fmt.Sprint(seen.Of.Value())
	}},
	{"count(DISTINCT x)", func(r *rand.Rand, rows []measured) string {
		var seen agg.Seen[float64]
		for _, m := range rows {
			if m.x.Valid {
				seen.First(m.x.V)
			}
		}
		return fmt.Sprint(seen.Len())
	}},
	{"percentile_cont(0.3) WITHIN GROUP (ORDER BY x)", floats(func(a *agg.PercentileCont) rt.Null[float64] { return a.Value(0.3) }, func(a *agg.PercentileCont, m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"percentile_cont(0.5) WITHIN GROUP (ORDER BY x)", floats((*agg.Median).Value, func(a *agg.Median, m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"percentile_disc(0.3) WITHIN GROUP (ORDER BY x)", floats(func(a *agg.PercentileDiscFloat[float64]) rt.Null[float64] { return a.Value(0.3) }, func(a *agg.PercentileDiscFloat[float64], m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"percentile_disc(0.75) WITHIN GROUP (ORDER BY s)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.PercentileDiscText, m measured) {
			if m.s.Valid {
				a.Add(m.s.V)
			}
		}).Value(0.75))
	}},
	{"percentile_disc(0) WITHIN GROUP (ORDER BY i)", func(r *rand.Rand, rows []measured) string {
		return result(over(r, rows, func(a *agg.PercentileDisc[int64], m measured) {
			if m.i.Valid {
				a.Add(m.i.V)
			}
		}).Value(0))
	}},
	{"var_pop(x)", floats((*agg.VarPop).Value, func(a *agg.VarPop, m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"var_samp(x)", floats((*agg.VarSamp).Value, func(a *agg.VarSamp, m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"stddev_pop(x)", floats((*agg.StddevPop).Value, func(a *agg.StddevPop, m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"stddev_samp(x)", floats((*agg.StddevSamp).Value, func(a *agg.StddevSamp, m measured) {
		if m.x.Valid {
			a.Add(m.x.V)
		}
	})},
	{"covar_pop(y, x)", floats((*agg.CovarPop).Value, func(a *agg.CovarPop, m measured) {
		if bothOf(m) {
			a.Add(m.y.V, m.x.V)
		}
	})},
	{"covar_samp(y, x)", floats((*agg.CovarSamp).Value, func(a *agg.CovarSamp, m measured) {
		if bothOf(m) {
			a.Add(m.y.V, m.x.V)
		}
	})},
	{"corr(y, x)", floats((*agg.Corr).Value, func(a *agg.Corr, m measured) {
		if bothOf(m) {
			a.Add(m.y.V, m.x.V)
		}
	})},
	{"regr_slope(y, x)", floats((*agg.RegrSlope).Value, func(a *agg.RegrSlope, m measured) {
		if bothOf(m) {
			a.Add(m.y.V, m.x.V)
		}
	})},
	{"regr_intercept(y, x)", floats((*agg.RegrIntercept).Value, func(a *agg.RegrIntercept, m measured) {
		if bothOf(m) {
			a.Add(m.y.V, m.x.V)
		}
	})},
	{"regr_r2(y, x)", floats((*agg.RegrR2).Value, func(a *agg.RegrR2, m measured) {
		if bothOf(m) {
			a.Add(m.y.V, m.x.V)
		}
	})},
}

func TestAggregatesAgainstPostgres(t *testing.T) {
	pg := startPostgres(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	groups := make([][]measured, 400)
	var script strings.Builder
	fmt.Fprintf(&script, "CREATE TABLE t (r serial, g int, %s);\nCOPY t (g, i, n, d, w, x, y, s, b) FROM STDIN;\n", measuredColumns)
	for g := range groups {
		groups[g] = randomGroup(r)
		for _, row := range groups[g] {
			script.WriteString(row.copied(g) + "\n")
		}
	}
	script.WriteString("\\.\nCOPY (SELECT g")
	for _, c := range comparisons {
		script.WriteString(", " + c.sql)
	}
	fmt.Fprintf(&script, " FROM generate_series(0, %d) AS k LEFT JOIN t ON g = k GROUP BY g ORDER BY g) TO STDOUT (FORMAT csv, NULL 'NULL');\n", len(groups)-1)
	for _, row := range pg.query(t, script.String()) {
		if row[0] == "NULL" {
			continue // groups without rows
		}
		g, _ := strconv.Atoi(row[0])
		for k, c := range comparisons {
			if got := c.value(r, groups[g]); !near(got, row[k+1], groups[g], c.sql) {
				t.Errorf("group %d of %d rows: %s is %s, want %s", g, len(groups[g]), c.sql, got, row[k+1])
			}
		}
	}
	for k, c := range comparisons {
		want := "NULL"
		if strings.HasPrefix(c.sql, "count") {
			want = "0"
		}
		if got := c.value(r, nil); got != want {
			t.Errorf("%s (%d) of no rows is %s", c.sql, k, got)
		}
	}
}

// near compares results: what is computed in floats but by another formula may differ by its rounding, which is relative to the
// greatest number that went into it.
func near(got, want string, rows []measured, sql string) bool {
	if got == want {
		return true
	}
	a, errA := strconv.ParseFloat(got, 64)
	b, errB := strconv.ParseFloat(want, 64)
	switch {
	case errA != nil || errB != nil || strings.Contains(sql, "string"):
		return false
	case a == b || math.IsNaN(a) && math.IsNaN(b):
		return strings.Contains(sql, "x") || strings.HasPrefix(sql, "avg")
	case math.IsInf(a, 0) || math.IsInf(b, 0) || !strings.Contains(sql, "(x)") && !strings.Contains(sql, "(y, x)") && !strings.HasPrefix(sql, "percentile_cont") && !strings.HasPrefix(sql, "avg"):
		return false
	}
	return math.Abs(a-b) <= 1e-9*magnitude(rows, sql)
}

// magnitude bounds what cancels out inside of a result.
func magnitude(rows []measured, sql string) float64 {
	x, y := 0.0, 0.0
	for _, m := range rows {
		if !math.IsInf(m.x.V, 0) && m.x.V == m.x.V {
			x = max(x, math.Abs(m.x.V))
		}
		if !math.IsInf(m.y.V, 0) && m.y.V == m.y.V {
			y = max(y, math.Abs(m.y.V))
		}
	}
	name, _, _ := strings.Cut(sql, "(")
	switch name {
	case "sum":
		return x * float64(len(rows))
	case "avg", "stddev_pop", "stddev_samp", "percentile_cont":
		switch { // PostgreSQL's averages of integers are of 16 digits
		case strings.HasPrefix(sql, "avg(i)"):
			return 1e-6 * math.MaxInt64
		case strings.HasPrefix(sql, "avg(n)"):
			return 1e-6 * math.MaxInt32
		}
		return x
	case "var_pop", "var_samp":
		return x * x
	case "covar_pop", "covar_samp":
		return x * y
	case "corr", "regr_r2":
		return 1e3
	case "regr_slope":
		return 1e5 * cmp.Or(y/x, 1)
	}
	return 1e5 * y
}

// The sum of DECIMALs of 36 digits may be greater on the way than it is in the end, and their average always exists.
func TestWideAverageIsExact(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	most := exact.Rescale(exact.Of64(1), 38-1, 38)
	for range 2000 {
		var all agg.AvgWide
		total := new(big.Int)
		rows := 1 + r.IntN(300)
		for range rows {
			v := exact.Mul(most, exact.Of64(r.Int64N(19)-9), 0, 38)
			v = exact.Add(v, exact.Of64(r.Int64()), 0, 0, 0, 38)
			all.Add(v)
			text := string(exact.Append(nil, v, 0))
			n, _ := new(big.Int).SetString(text, 10)
			total.Add(total, n)
		}
		want := new(big.Rat).SetFrac(total, big.NewInt(int64(rows))).FloatString(0)
		if got := string(exact.Append(nil, all.ValueNotNull(0, 0), 0)); got != want && "-"+got != want {
			t.Fatalf("the average of %d rows is %s, want %s", rows, got, want)
		}
	}
}
