package oracle

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// value is a random value of a column as JSON takes it and as PostgreSQL's VALUES take it.
func (r random) value(name string, k kind) (json, pg string) {
	switch k {
	case boolean:
		return same(r.pick("true", "false"))
	case smallint:
		return same(r.number(math.MinInt16, math.MaxInt16))
	case integer:
		return same(r.number(math.MinInt32, math.MaxInt32))
	case bigint:
		return same(r.number(math.MinInt64, math.MaxInt64))
	case real, double:
		if r.IntN(12) == 0 {
			return quoted(r.pick("NaN", "Infinity", "-Infinity"))
		}
		if k == real {
			return same(r.floating(32))
		}
		return same(r.floating(64))
	case decimal:
		return same(r.unscaled(name))
	case text:
		s := r.pick("", "a", "weir", "Hello World", "a,b,,c", " padded  ", "größe", "€uro 😀 x", "42", "-1.5", "100%", "a_b", `back\slash`, "it's", "ABC abc", "2024-02-29", "ccc", "x1y22z333")
		return strconv.Quote(s), "'" + strings.ReplaceAll(s, "'", "''") + "'"
	case clock:
		return quoted(r.moment().Format("15:04:05.999999"))
	case date:
		return quoted(r.moment().Format("2006-01-02"))
	case instant:
		json, pg = quoted(r.moment().Format("2006-01-02 15:04:05.999999"))
		return json[:len(json)-1] + `Z"`, pg
	}
	return quoted(r.moment().Format("2006-01-02 15:04:05.999999"))
}

func same(s string) (json, pg string) { return s, "'" + s + "'" }

func quoted(s string) (json, pg string) { return strconv.Quote(s), "'" + s + "'" }

// number is small as often as not, and now and then at the borders of its type.
func (r random) number(least, most int64) string {
	switch r.IntN(6) {
	case 0:
		return strconv.FormatInt(least+int64(r.IntN(2)), 10)
	case 1:
		return strconv.FormatInt(most-int64(r.IntN(2)), 10)
	case 2:
		return strconv.FormatInt(int64(r.Uint64()%uint64(most)), 10)
	}
	return strconv.FormatInt(int64(r.IntN(41)-20), 10)
}

func (r random) floating(bits int) string {
	v := [...]float64{0, 1, -1, 0.1, 2.5, -3.5, 1e6, 1e-7, 123456.789, 1e15, 1e30, -0.5, 42}[r.IntN(13)]
	if r.IntN(3) == 0 {
		v = r.NormFloat64() * math.Pow(10, float64(r.IntN(12)-4))
	}
	if bits == 32 {
		v = float64(float32(v))
	}
	return strconv.FormatFloat(v, 'g', -1, bits)
}

// unscaled is a DECIMAL of the column's precision and scale.
func (r random) unscaled(column string) string {
	digits, scale := 9, 2
	switch strings.TrimSuffix(column, "n") {
	case "d18":
		digits, scale = 18, 6
	case "d30":
		digits, scale = 30, 5
	}
	var b strings.Builder
	if r.IntN(2) == 0 {
		b.WriteByte('-')
	}
	whole := r.IntN(digits-scale) + 1
	for range whole {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	b.WriteByte('.')
	for range scale {
		b.WriteByte(byte('0' + r.IntN(10)*r.IntN(2)))
	}
	return strings.Replace(trimZeros(b.String()), "-0.", "-0.", 1)
}

// trimZeros removes leading zeros, which JSON doesn't allow.
func trimZeros(s string) string {
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	s = strings.TrimLeft(s, "0")
	if s[0] == '.' {
		s = "0" + s
	}
	return sign + s
}

func (r random) moment() time.Time {
	base := [...]time.Time{
		time.Date(2024, 2, 29, 23, 59, 59, 999999000, time.UTC), time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2023, 3, 26, 2, 30, 0, 0, time.UTC), time.Date(2000, 12, 31, 12, 0, 0, 500000, time.UTC),
		time.Date(1900, 1, 1, 0, 0, 0, 1000, time.UTC), time.Date(2024, 10, 27, 1, 30, 0, 0, time.UTC),
	}[r.IntN(6)]
	if r.IntN(2) == 0 {
		base = base.Add(time.Duration(r.Int64N(3e17)))
	}
	return base.Truncate(time.Microsecond)
}

// table is random rows: records of JSON, and the statements that make them in PostgreSQL.
func (r random) table(rows int) (records []string, pg string) {
	var ddl, values strings.Builder
	ddl.WriteString("CREATE TABLE t (r int")
	for _, c := range columns {
		fmt.Fprintf(&ddl, ", %s %s NOT NULL, %sn %s", c.name, c.pg, c.name, c.pg)
	}
	for row := range rows {
		var fields, cells []string
		for _, c := range columns {
			for _, suffix := range []string{"", "n"} {
				json, cell := r.value(c.name, c.kind)
				if suffix == "n" && r.IntN(4) == 0 {
					json, cell = "null", "NULL"
				}
				fields, cells = append(fields, strconv.Quote(c.name+suffix)+":"+json), append(cells, cell)
			}
		}
		records = append(records, strings.Join(fields, ","))
		fmt.Fprintf(&values, "INSERT INTO t VALUES (%d, %s);\n", row, strings.Join(cells, ", "))
	}
	return records, ddl.String() + ");\n" + values.String()
}
