package scalar

import (
	"encoding/hex"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/weirsql/weir/ir/types"
)

// valueText prints a constant's value without quotes: what a string literal of it would hold.
func valueText(l *Literal) string {
	switch v := l.Value.(type) {
	case nil:
		return "NULL"
	case bool:
		return strings.ToUpper(strconv.FormatBool(v))
	case int64:
		if s, ok := formatMoment(v, l.Typ); ok {
			return s
		}
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, floatBits(l.Typ))
	case string:
		return v
	case []byte:
		return hex.EncodeToString(v)
	case *big.Int:
		return types.FormatDecimal(v, l.Typ.Scale)
	case types.IntervalValue:
		return v.String()
	}
	panic(unknownValue(l))
}

func floatBits(t types.Type) int {
	if t.Kind == types.Real {
		return 32
	}
	return 64
}

// formatFloat prints a float with an exponent, so that it can't be taken for an integer or a decimal: 150e0, 1.5e0.
func formatFloat(v float64, t types.Type) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "'" + strconv.FormatFloat(v, 'g', -1, 64) + "'"
	}
	s := strconv.FormatFloat(v, 'g', -1, floatBits(t))
	if strings.Contains(s, "e") {
		return s
	}
	return s + "e0"
}

// Layouts of dates and times; the fraction is as long as it needs to be.
const (
	dateLayout     = "2006-01-02"
	timeLayout     = "15:04:05.999999999"
	dateTimeLayout = dateLayout + " " + timeLayout
)

const secondsPerDay = 24 * 60 * 60

// formatMoment prints a DATE, TIME or TIMESTAMP of the years 1 to 9999.
func formatMoment(v int64, t types.Type) (string, bool) {
	var moment time.Time
	layout := dateTimeLayout
	switch t.Kind {
	case types.Date:
		if v > 1<<32 || v < -1<<32 {
			return "", false
		}
		moment, layout = time.Unix(v*secondsPerDay, 0), dateLayout
	case types.Time:
		if v < 0 || v >= secondsPerDay*t.Unit() {
			return "", false
		}
		moment, layout = momentOf(v, t.Unit()), timeLayout
	case types.Timestamp, types.TimestampLTZ:
		moment = momentOf(v, t.Unit())
	default:
		return "", false
	}
	moment = moment.UTC()
	return moment.Format(layout), moment.Year() >= 1 && moment.Year() <= 9999
}

func momentOf(v, unit int64) time.Time {
	seconds, rest := v/unit, v%unit
	return time.Unix(seconds, rest*(1_000_000_000/unit))
}

// parseMoment reads what formatMoment prints.
func parseMoment(s string, t types.Type) (int64, error) {
	layout := dateTimeLayout
	switch t.Kind {
	case types.Date:
		layout = dateLayout
	case types.Time:
		layout, s = dateTimeLayout, "1970-01-01 "+s
	}
	moment, err := time.Parse(layout, s)
	if t.Kind == types.Date {
		return moment.Unix() / secondsPerDay, err
	}
	return moment.Unix()*t.Unit() + int64(moment.Nanosecond())/(1_000_000_000/t.Unit()), err
}

// parseValue reads a constant's value of a type from the text that valueText prints.
func parseValue(s string, t types.Type) (any, error) {
	switch t.Kind {
	case types.Boolean:
		return s == "TRUE", nil
	case types.TinyInt, types.SmallInt, types.Int, types.BigInt:
		return strconv.ParseInt(s, 10, 64)
	case types.Real, types.Double:
		return strconv.ParseFloat(s, floatBits(t))
	case types.Decimal:
		return parseDecimal(s, t)
	case types.Date, types.Time, types.Timestamp, types.TimestampLTZ:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, nil
		}
		return parseMoment(s, t)
	case types.Bytes:
		return hex.DecodeString(s)
	case types.Interval:
		return types.ParseInterval(s)
	}
	return s, nil
}

func parseDecimal(s string, t types.Type) (any, error) {
	unscaled, scale, ok := types.ParseDecimal(s)
	if !ok || scale != t.Scale {
		return nil, &strconv.NumError{Func: "ParseDecimal", Num: s, Err: strconv.ErrSyntax}
	}
	return unscaled, nil
}
