package bind

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/weirsql/weir/ir/types"
)

// parseText reads the text of a literal as a value of a type, as a cast from VARCHAR would when the job runs: PostgreSQL's input
// forms. The error completes "'x' is no TYPE: ".
func (b *binder) parseText(s string, t types.Type) (any, error) {
	trimmed := strings.TrimSpace(s)
	switch t.Kind {
	case types.Boolean:
		return parseBoolean(trimmed)
	case types.TinyInt, types.SmallInt, types.Int, types.BigInt:
		return parseInteger(trimmed, t.Kind)
	case types.Real:
		return parseFloat(trimmed, 32)
	case types.Double:
		return parseFloat(trimmed, 64)
	case types.Decimal:
		return parseDecimal(trimmed, t)
	case types.Bytes:
		return parseBytes(s)
	case types.Date, types.Time, types.Timestamp, types.TimestampLTZ:
		return parseMoment(trimmed, t, b.zone)
	case types.Interval:
		return parseInterval(trimmed, "", "")
	case types.JSON:
		return parseJSON(s)
	case types.UUID:
		return parseUUID(trimmed)
	}
	return nil, fmt.Errorf("a string can't be one")
}

var booleanWords = map[string]bool{"true": true, "yes": true, "on": true, "1": true, "false": false, "no": false, "off": false, "0": false}

// parseBoolean takes PostgreSQL's words and their unambiguous beginnings.
func parseBoolean(s string) (any, error) {
	lower := strings.ToLower(s)
	for word, value := range booleanWords {
		if lower != "" && lower != "o" && strings.HasPrefix(word, lower) {
			return value, nil
		}
	}
	return nil, errors.New("write 'true' or 'false'")
}

func parseInteger(s string, kind types.Kind) (any, error) {
	n, err := strconv.ParseInt(s, 10, int(integerBits[kind]))
	switch {
	case errors.Is(err, strconv.ErrRange):
		return nil, errors.New("it is out of range")
	case err != nil:
		return nil, errors.New("write a whole number")
	}
	return n, nil
}

func parseFloat(s string, bits int) (any, error) {
	switch strings.ToLower(strings.TrimLeft(s, "+-")) {
	case "nan", "inf", "infinity":
	default:
		if s == "" || strings.ContainsAny(s, "_xXpPiInN") {
			return nil, errors.New("write a number")
		}
	}
	f, err := strconv.ParseFloat(s, bits)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return nil, errors.New("it is out of range")
	case err != nil:
		return nil, errors.New("write a number")
	}
	return f, nil
}

// parseDecimal rounds to the type's scale, half away from zero.
func parseDecimal(s string, t types.Type) (any, error) {
	if strings.ContainsAny(s, "/_xXpPbBoO") {
		return nil, errors.New("write a number")
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if exponent, err := strconv.Atoi(s[i+1:]); err != nil || exponent > 1000 || exponent < -1000 {
			return nil, errors.New("it is out of range")
		}
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil, errors.New("write a number")
	}
	unscaled := roundRat(r.Mul(r, new(big.Rat).SetInt(shift(big.NewInt(1), t.Scale))))
	if digits(unscaled) > t.Precision {
		return nil, fmt.Errorf("it has more than %d digits before the point", t.Precision-t.Scale)
	}
	return unscaled, nil
}

// roundRat rounds half away from zero.
func roundRat(r *big.Rat) *big.Int {
	doubled := new(big.Int).Mul(new(big.Int).Abs(r.Num()), big.NewInt(2))
	doubled.Add(doubled, r.Denom())
	rounded := doubled.Quo(doubled, new(big.Int).Mul(r.Denom(), big.NewInt(2)))
	if r.Sign() < 0 {
		rounded.Neg(rounded)
	}
	return rounded
}

// parseBytes reads \xC0FFEE as hexadecimal and anything else as the bytes of the text.
func parseBytes(s string) (any, error) {
	digits, ok := strings.CutPrefix(s, `\x`)
	if !ok {
		return []byte(s), nil
	}
	decoded, err := hex.DecodeString(digits)
	if err != nil {
		return nil, errors.New(`behind \x stand pairs of hexadecimal digits`)
	}
	return decoded, nil
}

func parseJSON(s string) (any, error) {
	var target json.RawMessage
	if err := json.Unmarshal([]byte(s), &target); err != nil {
		return nil, errors.New(err.Error())
	}
	return s, nil
}

// parseUUID takes 32 hexadecimal digits with hyphens between groups of four, or around by braces, as PostgreSQL does.
func parseUUID(s string) (any, error) {
	inner := strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}")
	if (len(inner) != len(s)) != (strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}")) {
		return nil, errUUID
	}
	var hexDigits []byte
	for i := 0; i < len(inner); i++ {
		if inner[i] == '-' {
			if len(hexDigits) == 0 || len(hexDigits)%4 != 0 || i+1 == len(inner) || inner[i-1] == '-' {
				return nil, errUUID
			}
			continue
		}
		hexDigits = append(hexDigits, inner[i])
	}
	raw, err := hex.DecodeString(string(hexDigits))
	if err != nil || len(raw) != 16 {
		return nil, errUUID
	}
	return fmt.Sprintf("%x-%x-%x-%x-%x", raw[0:4], raw[4:6], raw[6:8], raw[8:10], raw[10:]), nil
}

var errUUID = errors.New("write 32 hexadecimal digits: 123e4567-e89b-12d3-a456-426614174000")
