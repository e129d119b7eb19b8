package codecs

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/temporal"
)

// judgeValue reads a JSON value by encoding/json and returns what it means, in a form that can be compared.
type judgeValue func(raw stdjson.RawMessage) (any, error)

// judgeColumn is a column of a row.
type judgeColumn struct {
	name     string
	read     judgeValue
	nullable bool
}

func notNull(name string, read judgeValue) judgeColumn  { return judgeColumn{name, read, false} }
func nullable(name string, read judgeValue) judgeColumn { return judgeColumn{name, orNull(read), true} }

func orNull(read judgeValue) judgeValue {
	return func(raw stdjson.RawMessage) (any, error) {
		if string(raw) == "null" {
			return nil, nil
		}
		return read(raw)
	}
}

// into reads what encoding/json reads into a T.
func into[T any](raw stdjson.RawMessage) (any, error) {
	var v T
	if string(raw) == "null" {
		return v, errors.New("null")
	}
	err := stdjson.Unmarshal(raw, &v)
	return fmt.Sprint(v), err
}

func intoFloat[T float32 | float64](raw stdjson.RawMessage) (any, error) {
	switch string(raw) {
	case `"NaN"`, `"Infinity"`, `"-Infinity"`:
		return string(raw), nil
	}
	return into[T](raw)
}

func intoDocument(raw stdjson.RawMessage) (any, error) { return string(raw), nil }

func intoShort(raw stdjson.RawMessage) (any, error) {
	v, err := into[string](raw)
	if err == nil && utf8.RuneCountInString(v.(string)) > 5 {
		err = errors.New("too long")
	}
	return v, err
}

var decimalForm = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)

// decimalValue is a decimal's value, rounded half away from zero.
func decimalValue(text string, precision, scale int) (any, error) {
	v, ok := new(big.Rat).SetString(text)
	if _, exponent, found := strings.Cut(strings.ToLower(text), "e"); found && len(strings.Trim(exponent, "+-0")) > 3 || !ok || !decimalForm.MatchString(text) {
		return nil, fmt.Errorf("no decimal: %s", text)
	}
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	v.Mul(v, new(big.Rat).SetInt(ten))
	twice := new(big.Int).Add(new(big.Int).Mul(new(big.Int).Abs(v.Num()), big.NewInt(2)), v.Denom())
	rounded := twice.Quo(twice, new(big.Int).Mul(v.Denom(), big.NewInt(2)))
	if len(rounded.String()) > precision {
		return nil, fmt.Errorf("too large: %s", text)
	}
	if v.Sign() < 0 {
		rounded.Neg(rounded)
	}
	return rounded.String(), nil
}

func intoDecimal(precision, scale int) judgeValue {
	return func(raw stdjson.RawMessage) (any, error) {
		text := string(raw)
		if strings.HasPrefix(text, `"`) {
			if err := stdjson.Unmarshal(raw, &text); err != nil {
				return nil, err
			}
		}
		return decimalValue(text, precision, scale)
	}
}

// intoText reads a string that parse understands: the parsers have tests of their own.
func intoText[T any](parse func(string) (T, error)) judgeValue {
	return func(raw stdjson.RawMessage) (any, error) {
		text, err := into[string](raw)
		if err != nil {
			return nil, err
		}
		v, err := parse(text.(string))
		return fmt.Sprint(v), err
	}
}

func parseTimestamp(precision int, unit int64) func(string) (int64, error) {
	return func(s string) (int64, error) { return temporal.ParseTimestamp(s, precision, unit) }
}

func parseInstant(s string) (int64, error) {
	return temporal.ParseInstant(s, 3, temporal.Micros, temporal.UTC)
}

func parseClock(s string) (int64, error) { return temporal.ParseTime(s, 3, temporal.Micros) }

func parseUUID(s string) (rt.UUID, error) {
	id, ok := rt.ParseUUID(s)
	if !ok {
		return id, errors.New("no UUID")
	}
	return id, nil
}

func intoArray(element judgeValue) judgeValue {
	return func(raw stdjson.RawMessage) (any, error) {
		var elements []stdjson.RawMessage
		if err := stdjson.Unmarshal(raw, &elements); err != nil || elements == nil {
			return nil, errors.Join(err, errors.New("no array"))
		}
		list := []any{}
		for _, raw := range elements {
			v, err := element(raw)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	}
}

func intoMap[K comparable](key func(string) (K, error), value judgeValue) judgeValue {
	return func(raw stdjson.RawMessage) (any, error) {
		var members map[string]stdjson.RawMessage
		if err := stdjson.Unmarshal(raw, &members); err != nil || members == nil {
			return nil, errors.Join(err, errors.New("no object"))
		}
		all := map[K]any{}
		for name, raw := range members {
			k, err := key(name)
			if err != nil {
				return nil, err
			}
			if all[k], err = value(raw); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
}

func intoRow(columns ...judgeColumn) judgeValue {
	return func(raw stdjson.RawMessage) (any, error) {
		var members map[string]stdjson.RawMessage
		if err := stdjson.Unmarshal(raw, &members); err != nil || members == nil {
			return nil, errors.Join(err, errors.New("no object"))
		}
		row := map[string]any{}
		for _, column := range columns {
			raw, found := members[column.name]
			if !found && !column.nullable {
				return nil, errors.New("no " + column.name)
			}
			if !found {
				raw = stdjson.RawMessage("null")
			}
			var err error
			if row[column.name], err = column.read(raw); err != nil {
				return nil, err
			}
		}
		return row, nil
	}
}

func anyKey(s string) (string, error) { return s, nil }

// integerKey takes what JSON takes as an integer.
func integerKey(s string) (int64, error) {
	var v int64
	if !regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`).MatchString(s) {
		return 0, strconv.ErrSyntax
	}
	err := stdjson.Unmarshal([]byte(s), &v)
	return v, err
}

var judgeOrder = intoRow(notNull("order_id", into[int64]), notNull("customer_id", into[int64]), nullable("order_date", into[string]),
	notNull("total_amount", intoFloat[float64]))

var judgeScalars = intoRow(notNull("id", into[int64]), nullable("flag", into[bool]), nullable("tiny", into[int8]), nullable("small", into[int16]),
	nullable("medium", into[int32]), nullable("big", into[int64]), nullable("single", intoFloat[float32]), nullable("double", intoFloat[float64]),
	nullable("price", intoDecimal(12, 2)), nullable("wide", intoDecimal(30, 4)), nullable("name", into[string]), nullable("short", intoShort),
	nullable("data", into[[]byte]), nullable("day", intoText(temporal.ParseDate)), nullable("clock", intoText(parseClock)),
	nullable("ts", intoText(parseTimestamp(3, temporal.Micros))), nullable("nanos", intoText(parseTimestamp(9, temporal.Nanos))),
	nullable("instant", intoText(parseInstant)), nullable("span", intoText(temporal.ParseInterval)), nullable("doc", intoDocument),
	nullable("uuid", intoText(parseUUID)))

var judgeNested = intoRow(notNull("id", into[int64]),
	nullable("address", intoRow(notNull("city", into[string]), nullable("zip", into[int32]))),
	nullable("tags", intoArray(orNull(into[string]))),
	notNull("attributes", intoMap(anyKey, orNull(into[int64]))),
	notNull("items", intoArray(intoRow(notNull("sku", into[string]), notNull("qty", into[int64])))),
	nullable("matrix", intoArray(intoArray(intoFloat[float64]))),
	nullable("by_id", intoMap(integerKey, into[string])),
	nullable("by_day", intoMap(temporal.ParseDate, into[string])))

var judgeAmounts = intoRow(notNull("customer_id", into[int64]), notNull("total_amount", intoFloat[float64]))

var (
	judgePlace  = intoRow(nullable("city", into[string]), nullable("geo", intoRow(nullable("lon", intoFloat[float64]))))
	judgeVisits = intoRow(nullable("home", judgePlace), nullable("work", judgePlace),
		nullable("stops", intoArray(orNull(intoRow(nullable("name", into[string]))))), nullable("marks", intoArray(orNull(intoRow()))),
		nullable("present", intoRow()), nullable("by_name", intoMap(anyKey, orNull(intoRow(nullable("b", into[int32]))))))
)

// judgeJSON reads a line.
func judgeJSON(judge judgeValue) func(string) (string, error) {
	return func(line string) (string, error) {
		trimmed := strings.Trim(line, " \t\r\n")
		if !stdjson.Valid([]byte(line)) || trimmed[0] != '{' {
			return "", errMalformed
		}
		value, err := judge(stdjson.RawMessage(trimmed))
		if err != nil {
			return "", err
		}
		text, err := stdjson.Marshal(value)
		return string(text), err
	}
}

var errMalformed = errors.New("malformed JSON")

// jsonDifference reports whether an error is right beside the judge's: malformed is only what is no JSON object; a column may be
// found wrong before the record's end is. The one documented difference that mutations show is that each of several members
// with one key has to fit the column, not the last alone.
func jsonDifference(line string, err, wantErr error) bool {
	switch {
	case err == nil:
		return false
	case strings.HasPrefix(err.Error(), "malformed JSON: "):
		return errors.Is(wantErr, errMalformed)
	}
	return wantErr != nil || repeatsKeyAnywhere(line)
}

// repeatsKeyAnywhere reports whether an object at any depth has a key twice.
func repeatsKeyAnywhere(line string) bool {
	decoder := stdjson.NewDecoder(strings.NewReader(line))
	var objects []map[string]bool // the keys of each object around; nil for an array
	isKey := false
	for {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		switch token := token.(type) {
		case stdjson.Delim:
			switch token {
			case '{':
				objects = append(objects, map[string]bool{})
			case '[':
				objects = append(objects, nil)
			default:
				objects = objects[:len(objects)-1]
			}
			isKey = true
			if len(objects) == 0 {
				return false
			}
			continue
		case string:
			if keys := objects[len(objects)-1]; keys != nil && isKey {
				if keys[token] {
					return true
				}
				keys[token] = true
			}
		}
		isKey = !isKey
	}
}

var jsonTokens = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^{}\[\],:" ]+|,"[^"]*":| `)

// exhaustiveJSON completes a table.
func exhaustiveJSON[R any](name string, judge judgeValue, decode func(*rt.Batch, *R) error, appendRow func([]byte, *R) []byte, before, after string, records ...string) exhaustive {
	return exhaustive{
		name: name, before: before, after: after, records: records, tokens: jsonTokens, judge: judgeJSON(judge), difference: jsonDifference,
		decoder: func() func(*rt.Batch) (string, error) {
			var row R
			var buf []byte
			return func(batch *rt.Batch) (string, error) {
				err := decode(batch, &row)
				if err != nil {
					return "", err
				}
				buf = appendRow(buf[:0], &row)
				return string(bytes.TrimSuffix(buf, []byte("\n"))), nil
			}
		},
	}
}

func exhaustiveJSONTables() []exhaustive {
	var orders orderDecoder
	var scalars scalarDecoder
	var nested nestedDecoder
	var amounts amountDecoder
	var visits visitDecoder
	appendAmount := func(dst []byte, row *Amount) []byte {
		return appendAmountRow(dst, &AmountRow{CustomerID: row.CustomerID, TotalAmount: row.TotalAmount})
	}
	appendOrder := func(dst []byte, row *Order) []byte {
		return appendOrderRow(dst, &OrderRow{row.OrderID, row.CustomerID, row.OrderDate, row.TotalAmount, rt.Null[string]{}})
	}
	return []exhaustive{
		exhaustiveJSON("orders", judgeOrder, orders.decode, appendOrder,
			`{"order_id":10,"customer_id":20,"order_date":"before","total_amount":30.5,"note":"x"}`,
			`{"order_id":11,"customer_id":21,"order_date":null,"total_amount":31,"note":"y"}`,
			`{"order_id":1,"customer_id":2,"order_date":"2024-01-15","total_amount":150.5}`,
			`{"order_id":1,"customer_id":-2,"order_date":null,"total_amount":0.25,"note":"long enough for words"}`,
			`{"order_id": 1, "customer_id": 2, "order_date": "2024-01-15", "total_amount": 150.5, "note": "x"}`,
			`{"total_amount":1e2,"order_date":"a\u00e9\n\"","customer_id":-2,"order_id":1}`,
			`{"a":5,"order_id":1,"b":[1,{"c":""}],"customer_id":2,"d":{},"order_date":"é\ud83d\ude00","e":null,"total_amount":-0.0,"f":false}`,
			` { "order_id" : 9223372036854775807 , "customer_id" : 0 , "total_amount" : 1.5E-3 } `,
			`{"order_id":1,"customer_id":2,"order_date":"","total_amount":12345678901234567890,"note":1.5e3,"note":[]}`,
			`{"order_id":1,"customer_id":2,"total_amount":"NaN","note":[1,"a",true,null,-2.5]}`,
			`{"order_id":123456789012345678,"customer_id":1234567,"order_date":"exactly8","total_amount":1234.5678,"note":{"a":{"b":[[],{}]}}}`,
			`{}`),
		exhaustiveJSON("amounts", judgeAmounts, amounts.decode, appendAmount,
			`{"order_id":10,"customer_id":20,"order_date":"before","total_amount":30.5,"note":"x"}`, `{"total_amount":31,"customer_id":21}`,
			`{"order_id":1,"customer_id":2,"order_date":"2024-01-15","total_amount":150.5,"note":"n"}`,
			`{"order_id": [1, {"a": -2e-3}], "customer_id": 2, "order_date": null, "total_amount": 0}`,
			`{"customer_id":2,"order_date":{},"total_amount":1.5,"note":false}`,
			`{"order_id":"1","x":[],"customer_id":2,"total_amount":1,"order_date":"\u00e9"}`),
		exhaustiveJSON("visits", judgeVisits, visits.decode, appendVisit,
			`{"home":{"id":1,"city":"b","geo":{"lat":1,"lon":2}},"present":{"a":1}}`, `{"stops":[{"name":"x"}],"by_name":{"k":{"b":7}}}`,
			`{"home":{"id":1,"city":"c","geo":{"lat":1.5,"lon":2.5}},"work":{"city":"d","extra":[1,{}],"geo":{"lon":-1,"alt":null}},"present":{"a":1,"b":"x"}}`,
			`{"stops":[{"at":1,"name":"x","tags":["a"]},null,{"name":"y"},{}],"marks":[{},{"a":1},null],"by_name":{"k":{"a":1,"b":2},"":null,"m":{}}}`,
			`{"home": {"geo": {"lon": 1, "lat": "north"}, "x": 0, "city": null}, "work": null, "marks": [ ], "present": { }}`),
		exhaustiveJSON("scalars", judgeScalars, scalars.decode, appendScalar,
			`{"id":10,"flag":true,"price":1.5,"name":"before"}`, `{"id":11}`,
			scalarRecord,
			`{"id":1,"flag":false,"tiny":0,"price":"-0.005","wide":"1e3","span":"1 day","uuid":null}`,
			`{"id": 2, "single": 1.5, "double": "-Infinity", "price": 12, "short": "\u00e9", "doc": "x", "day": null}`,
			`{"doc":[1,{"a": "b"}],"data":"AA==","ts":"2024-01-15T10:30:00","id":0}`,
			`{"id":1,"day":"2024-01\u002d15","instant":"2024-01-15T10:30:00\u002b02:00","price":"\u0031.5"}`),
		exhaustiveJSON("nested", judgeNested, nested.decode, appendNested,
			`{"id":10,"address":{"city":"b","zip":1},"tags":["x"],"attributes":{"k":1},"items":[{"sku":"s","qty":2}]}`, `{"id":11,"attributes":{},"items":[]}`,
			`{"id":1,"address":{"city":"x","zip":5},"tags":["a",null,"b\n"],"attributes":{"x":1,"y":null},"items":[{"sku":"s","qty":2},{"qty":3,"sku":"t"}],"matrix":[[1,2.5],[],[3]]}`,
			`{"id":1,"address":null,"attributes":{},"items":[],"by_id":{"7":"a","-8":"b"},"by_day":{"2024-01-15":"x"}}`,
			`{"items": [ ], "attributes": {"": -1}, "id": 1, "tags": [ "a" , "b" ], "address": {"zip": null, "city": ""}}`,
			`{"id":1,"x":{"a":[{}]},"address":{"q":[1],"city":"x","r":{},"zip":5,"s":""},"attributes":{},"items":[{"u":0,"sku":"s","v":[],"qty":2,"w":null}]}`),
	}
}

func TestEveryJSONMutation(t *testing.T) {
	for _, table := range exhaustiveJSONTables() {
		t.Run(table.name, table.run)
	}
}
