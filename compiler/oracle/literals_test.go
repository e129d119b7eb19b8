package oracle

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/weirsql/weir/compiler/bind"
	"github.com/weirsql/weir/compiler/parse"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// literals are texts by the type that reads them. A text behind ~ is one that PostgreSQL takes and Weir refuses, on purpose.
var literals = map[string][]string{
	"BOOLEAN":        {"true", "TRUE", "t", "tr", "yes", "y", "on", "1", "false", "f", "fals", "no", "n", "off", "of", "0", " true ", "o", "", "2", "maybe", "truer"},
	"SMALLINT":       {"0", "-1", "+5", " 7 ", "32767", "-32768", "32768", "", "1.0", "0x10", "1_000", "1e3", "five"},
	"INT":            {"2147483647", "-2147483648", "2147483648", "007", "- 1"},
	"BIGINT":         {"9223372036854775807", "-9223372036854775808", "9223372036854775808"},
	"DOUBLE":         {"1", "1.5", "-.5", "5.", "1e3", "1E-3", "NaN", "nan", "Infinity", "-infinity", "inf", "+inf", "1e308", "1e309", "", "1.5.5", "~0x1p3", "1_0", "e5", "-"},
	"REAL":           {"1.5", "1e38", "1e39", "3.4028235e38", "x"},
	"DECIMAL(10, 2)": {"1", "1.005", "1.004", "-1.005", "99999999.99", "99999999.995", "100000000", "1e3", "1.5e-1", ".5", "5.", "", "1/2", "x", "0x10", "~NaN", "1e-400"},
	"DATE": {"2024-02-29", "2023-02-29", "2024-2-9", "20240229", "2024-13-01", "2024-00-10", "0001-01-01", "9999-12-31", "2024-02-29 10:30", "2024-02-29T10:30:00", " 2024-02-29 ",
		"", "~today?", "2024-02", "2024-02-30", "0000-01-01", "~Jan 5 2024", "~02/29/2024", "~infinity"},
	"TIME(3)": {"10:30", "10:30:15", "10:30:15.1234", "10:30:15.9996", "23:59:59.9999", "24:00:00", "24:00:01", "25:00", "1:02:03", "10:60:00", "10:30:60", "", "noon", "~103015", "~10:30 PM"},
	"TIMESTAMP(3)": {"2024-01-31 10:30:00", "2024-01-31T10:30:00.123456", "2024-01-31", "2024-01-31 10:30", "2024-01-31 24:00:00", "2024-12-31 23:59:59.9999", "2024-01-31 10:30:60",
		"1969-12-31 23:59:59.5", "0001-01-01 00:00:00", "2024-01-31 25:00:00", "2024-01-31 10:30:00x", "2024-01-31  10:30:00", "20240131 10:30:00", "~yesterday?", "", "~2024-01-31 10:30:00+02", "~2024-01-31 10:30:00Z", "~now"},
	"TIMESTAMP_LTZ(6)": {"2024-01-31 10:30:00", "2024-01-31 10:30:00Z", "2024-01-31 10:30:00+02", "2024-01-31 10:30:00 -05:30", "2024-01-31T10:30:00.123456+0130", "2024-01-31 10:30:00 UTC",
		"2024-01-31", "1969-12-31 23:59:59.5-01", "2024-01-31 10:30:00+16", "2024-01-31 10:30:00+15:59", "~2024-01-31 10:30:00 Europe/Berlin"},
	"INTERVAL": {"1 day", "1 day 2 hours", "-1 day 2 hours", "1 year 2 months 3 days 4 hours 5 minutes 6 seconds", "02:03:04", "02:03:04.5", "-02:03", "1-2", "-1-2", "1.5 days", "1.5 months",
		"1.5 years", "0.25 years", "2 weeks", "1.5 weeks", "1 decade", "3 centuries", "1 millennium", "5 ms", "5 us", "1 day ago", "1 mon -1 day", "1 d 2 h 3 m 4 s", "P1Y2M3DT4H5M6S", "P1W", "PT1.5H", "PT36H", "P1DT-1H",
		"P", "~PT", "", "1 parsec", "day", "~1 day ago ago", "3000000000 months", "~5", "1 day 02:03:04", "+1 day", "1.5 hours", "1e3 days?"},
	"UUID": {"123e4567-e89b-12d3-a456-426614174000", "123E4567E89B12D3A456426614174000", "{123e4567-e89b-12d3-a456-426614174000}", "123e-4567-e89b-12d3-a456-4266-1417-4000",
		"123e4567-e89b-12d3-a456-42661417400", "123e4567--e89b-12d3-a456-426614174000", "g23e4567-e89b-12d3-a456-426614174000", "{123e4567-e89b-12d3-a456-426614174000", ""},
}

// pgTypes are PostgreSQL's names of types that it spells otherwise.
var pgTypes = strings.NewReplacer("DOUBLE", "double precision", "TIMESTAMP_LTZ", "timestamptz")

// TestLiteralsAgreeWithPostgreSQL reads string literals as values at compile time; PostgreSQL must read the same, or
// refuse them too.
func TestLiteralsAgreeWithPostgreSQL(t *testing.T) {
	pg := startPostgres(t)
	var script strings.Builder
	script.WriteString(literalReader)
	type literal struct{ typ, text, ours string }
	var list []literal
	for typ, texts := range literals {
		for _, text := range texts {
			text, strict := strings.CutPrefix(text, "~")
			ours, ok := literalValue(t, typ, text)
			if strict && ok {
				t.Errorf("%s '%s' is taken as %s: it is listed as refused", typ, text, ours)
			}
			if strict {
				continue
			}
			if !ok {
				ours = "error"
			}
			list = append(list, literal{typ, text, ours})
			fmt.Fprintf(&script, "INSERT INTO answers SELECT %d, same($q$%s$q$, $q$%s$q$, '%s');\n", len(list)-1, text, ours, pgTypes.Replace(typ))
		}
	}
	script.WriteString("COPY (SELECT n, answer FROM answers ORDER BY n) TO STDOUT (FORMAT csv);\n")
	for _, row := range pg.query(t, script.String()) {
		var n int
		fmt.Sscan(row[0], &n)
		if row[1] != "same" {
			t.Errorf("%s '%s': %s here, PostgreSQL says %s", list[n].typ, list[n].text, list[n].ours, row[1])
		}
	}
}

// literalReader answers "same" where PostgreSQL reads both texts as one value, or neither.
const literalReader = `
CREATE TABLE answers (n int, answer text);
CREATE FUNCTION same(text text, ours text, type text) RETURNS text LANGUAGE plpgsql AS $f$
DECLARE theirs text; equal boolean;
BEGIN
  BEGIN
    EXECUTE format('SELECT CAST(CAST(%L AS %s) AS text)', text, type) INTO theirs;
  EXCEPTION WHEN OTHERS THEN
    RETURN CASE ours WHEN 'error' THEN 'same' ELSE SQLERRM END;
  END;
  IF ours = 'error' THEN RETURN theirs; END IF;
  EXECUTE format('SELECT CAST(CAST(%L AS %s) AS text) = CAST(CAST(%L AS %s) AS text)', text, type, ours, type) INTO equal;
  RETURN CASE WHEN equal THEN 'same' ELSE theirs END;
END $f$;
`

// literalValue binds CAST('text' AS type) and prints its value so that PostgreSQL reads it without doubt; false where it is
// an error.
func literalValue(t *testing.T, typ, text string) (string, bool) {
	t.Helper()
	file, found := parse.File(fmt.Sprintf("SELECT CAST('%s' AS %s) AS x;", text, typ))
	if found.HasErrors() {
		t.Fatalf("%s '%s': %v", typ, text, found)
	}
	plan, found := bind.File(file, bind.Options{JobName: "literal"})
	if found.HasErrors() {
		return "", false
	}
	value := plan.Sinks[0].Input.(*logical.Values).Rows[0][0].(*scalar.Literal)
	return canonical(value), true
}

func canonical(l *scalar.Literal) string {
	n, _ := l.Value.(int64)
	at := time.Unix(n/l.Typ.Unit(), n%l.Typ.Unit()*(1_000_000_000/l.Typ.Unit())).UTC()
	switch l.Typ.Kind {
	case types.Decimal:
		return types.FormatDecimal(l.Value.(*big.Int), l.Typ.Scale)
	case types.Date:
		return time.Unix(n*24*60*60, 0).UTC().Format("2006-01-02")
	case types.Time:
		if at.Day() == 2 {
			return "24:00:00"
		}
		return at.Format("15:04:05.000000")
	case types.Timestamp:
		return at.Format("2006-01-02 15:04:05.000000")
	case types.TimestampLTZ:
		return at.Format("2006-01-02 15:04:05.000000Z")
	case types.Interval:
		v := l.Value.(types.IntervalValue)
		return fmt.Sprintf("%d months %d days %d microseconds", v.Months, v.Days, v.Micros)
	}
	return fmt.Sprint(l.Value)
}
