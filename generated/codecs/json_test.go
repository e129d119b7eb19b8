package codecs

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// referenceOrder decodes a record with encoding/json alone: the judge of what is accepted.
func referenceOrder(data []byte) (Order, error) {
	var members map[string]stdjson.RawMessage // keys as they are, the last of each
	if err := stdjson.Unmarshal(data, &members); err != nil {
		return Order{}, err
	}
	if members == nil {
		return Order{}, errors.New("null is no object")
	}
	var row Order
	var err error
	notNull := func(key string, target any) {
		if value, ok := members[key]; !ok || string(value) == "null" {
			err = errors.Join(err, errors.New(key+" is NULL"))
		} else {
			err = errors.Join(err, stdjson.Unmarshal(value, target))
		}
	}
	notNull("order_id", &row.OrderID)
	notNull("customer_id", &row.CustomerID)
	if value, ok := members["total_amount"]; ok && slices.Contains([]string{`"NaN"`, `"Infinity"`, `"-Infinity"`}, string(value)) {
		row.TotalAmount = map[string]float64{`"NaN"`: math.NaN(), `"Infinity"`: math.Inf(1), `"-Infinity"`: math.Inf(-1)}[string(value)]
	} else {
		notNull("total_amount", &row.TotalAmount)
	}
	if value, ok := members["order_date"]; ok && string(value) != "null" {
		row.OrderDate.Valid = true
		err = errors.Join(err, stdjson.Unmarshal(value, &row.OrderDate.V))
	}
	return row, err
}

// compareOrder decodes the records of a batch, and once more with others behind them: where a batch ends, there is no room for what goes over
// many bytes at once. A decoder that knows nothing reads them, then once it has learnt from them, and one that has learnt from others.
func compareOrder(t *testing.T, data []byte) {
	t.Helper()
	var fresh, other orderDecoder
	followed := []byte(string(data) + "\n" + orderSamples[0] + "\n" + orderSamples[1])
	compareOrders(t, &fresh, data)
	compareOrders(t, &fresh, followed)
	compareOrders(t, &fresh, followed)
	compareOrders(t, &other, []byte(orderSamples[2]+"\n"+orderSamples[9]+"\n"+orderSamples[4]))
	compareOrders(t, &other, followed)
}

// compareOrders decodes the records of a batch, each into a row that holds another one.
func compareOrders(t *testing.T, d *orderDecoder, data []byte) {
	t.Helper()
	batch := rt.NewBatch(bytes.Clone(data))
	for _, line := range lines(data) {
		if !batch.More() {
			t.Fatalf("%q: the batch ends before %q", data, line)
		}
		want, wantErr := referenceOrder(line)
		row := Order{7, 7, rt.Of("left over"), 7}
		err := d.decode(batch, &row)
		if !bytes.Equal(batch.Record(), line) {
			t.Fatalf("%q: took %q as the record, not %q", data, batch.Record(), line)
		}
		if (err != nil) != (wantErr != nil) && !repeatsWrong(line, err, wantErr) {
			t.Fatalf("%q: error %v, encoding/json says %v", line, err, wantErr)
		}
		if err == nil && fmt.Sprint(row) != fmt.Sprint(want) {
			t.Fatalf("%q: %v, encoding/json says %v", line, row, want)
		}
	}
	if batch.More() {
		t.Fatalf("%q: the batch goes on behind its last line", data)
	}
}

// lines splits data into what records are: lines, but for empty ones, without their ends.
func lines(data []byte) (list [][]byte) {
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		if line = bytes.TrimSuffix(line, []byte("\r")); len(line) > 0 {
			list = append(list, line)
		}
	}
	return list
}

// repeatsWrong reports a record that we refuse for the value of a repeated key, of which the judge only looks at the last.
func repeatsWrong(data []byte, err, wantErr error) bool {
	return wantErr == nil && err != nil && strings.HasPrefix(err.Error(), "column ") && repeatsKey(data)
}

func repeatsKey(data []byte) bool {
	decoder := stdjson.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // a number that is too large is no end of the tokens
	seen := map[string]bool{}
	depth, isKey := 0, false
	for {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		switch token := token.(type) {
		case stdjson.Delim:
			if token == '{' || token == '[' {
				depth++
			} else {
				depth--
			}
			isKey = depth == 1
			continue
		case string:
			if depth == 1 && isKey {
				if seen[token] {
					return true
				}
				seen[token] = true
			}
		}
		if depth == 1 {
			isKey = !isKey
		}
	}
}

var orderSamples = []string{
	`{"order_id":1,"customer_id":2,"order_date":"2024-01-15","total_amount":150.5}`,
	`{"order_id":1,"customer_id":2,"order_date":"2024-01-15","total_amount":150.5,"note":"x"}`,
	`{"order_id": 1, "customer_id": 2, "order_date": "2024-01-15", "total_amount": 150.5, "note": "x"}`,
	`{"total_amount":1e2,"order_date":null,"customer_id":-2,"order_id":1}`,
	` { "order_id" : 1 , "customer_id" : 2 , "order_date" : "a\u00e9\n" , "total_amount" : 0 } `,
	`{"order_id":1,"customer_id":2,"order_date":"é世界\ud83d\ude00","total_amount":-0.0}`,
	`{"order_id":1,"order_id":2,"customer_id":2,"total_amount":1,"total_amount":2}`,
	`{"order_id":1,"customer_id":2,"total_amount":1,"order_id":null}`,
	`{"\u006frder_id":1,"customer_id":2,"total_amount":1}`,
	`{"order_id":1,"customer_id":2,"x":{"a":[1,{"b":null}]},"total_amount":1,"y":[]}`,
	`{"order_id":1.0,"customer_id":2,"total_amount":1}`, `{"order_id":1e0,"customer_id":2,"total_amount":1}`,
	`{"order_id":01,"customer_id":2,"total_amount":1}`, `{"order_id":"1","customer_id":2,"total_amount":1}`,
	`{"order_id":9223372036854775807,"customer_id":-9223372036854775808,"total_amount":1}`,
	`{"order_id":9223372036854775808,"customer_id":2,"total_amount":1}`, `{"order_id":-0,"customer_id":2,"total_amount":1}`,
	`{"order_id":1,"customer_id":2,"total_amount":1e400}`, `{"order_id":1,"customer_id":2,"total_amount":"NaN"}`,
	`{"order_id":1,"customer_id":2,"total_amount":1.}`, `{"order_id":1,"customer_id":2,"total_amount":.5}`, `{"order_id":1,"customer_id":2,"total_amount":12345678}`,
	`{"order_id":1,"customer_id":2,"total_amount":1.5e}`, `{"order_id":1,"customer_id":2,"total_amount":1.5e3}`, `{"order_id":1,"customer_id":2,"total_amount":0.1}`,
	`{"order_id":1,"customer_id":2,"order_date":"` + "\xff\xfe" + `","total_amount":1}`, `{"order_id":1,"customer_id":2,"order_date":"` + "\x01" + `","total_amount":1}`,
	`{"order_id":1,"customer_id":2,"order_date":"\ud800","total_amount":1}`, `{"order_id":1,"customer_id":2,"order_date":5,"total_amount":1}`,
	`{"order_id":1,"customer_id":2,"total_amount":1}}`, `{"order_id":1,"customer_id":2,"total_amount":1} x`, `{"order_id":1,"customer_id":2,"total_amount":1`,
	`{"order_id":1,"customer_id":2,"total_amount":1,}`, `{"order_id":1,,"customer_id":2,"total_amount":1}`, `{"order_id":1 "customer_id":2,"total_amount":1}`,
	`{"order_id":1,"customer_id":2,"total_amount":1,"note":nul}`, `{"order_id":1,"customer_id":2,"total_amount":1,"note":"\x"}`, `{"order_id":1,"customer_id":2,"note":01,"total_amount":1}`,
	`{}`, `[]`, `null`, `1`, `"x"`, ``, ` `, `{`, `{"`, `{"order_id"`, `{"order_id":`, `{"order_id":1`, "\x00", "\xef\xbb\xbf{}", `{"Order_ID":1,"customer_id":2,"total_amount":1}`,
}

func TestOrderAgreesWithEncodingJSON(t *testing.T) {
	for i, sample := range orderSamples {
		compareOrder(t, []byte(sample))
		for _, end := range []string{"\n", "\r\n", "\n\n\r\n\n"} {
			compareOrder(t, []byte(end+sample+end+orderSamples[(i+1)%len(orderSamples)]+end))
		}
		for cut := range len(sample) { // a line end anywhere ends the record
			compareOrder(t, []byte(sample[:cut]+"\n"+sample[cut:]+"\n"+orderSamples[0]))
		}
	}
}

func FuzzOrder(f *testing.F) {
	for _, sample := range orderSamples {
		f.Add([]byte(sample))
	}
	f.Fuzz(func(t *testing.T, data []byte) { compareOrder(t, data) })
}

// TestRandomOrders mixes keys, values, white space and order far more often into almost valid records than a fuzzer does.
func TestRandomOrders(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	for range 30000 {
		space := func() string {
			if r.IntN(20) == 0 {
				return pick(" ", "\t", "  ", "\r")
			}
			return ""
		}
		keys := []string{`"order_id"`, `"customer_id"`, `"order_date"`, `"total_amount"`, `"note"`}
		if r.IntN(3) == 0 {
			r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		}
		if r.IntN(4) == 0 {
			keys[r.IntN(len(keys))] = pick(`"other"`, `"order_id"`, `"note"`, `"order_\u0069d"`, `"ORDER_ID"`, `""`, `"order_date"`)
		}
		var b strings.Builder
		b.WriteString(space() + "{" + space())
		for i, key := range keys {
			if i > 0 {
				b.WriteString(pick(",", ",", ",", ", ") + space())
			}
			value := pick("1", "12345", "-7", "123456789012", "0")
			switch {
			case key == `"order_date"` || r.IntN(30) == 0:
				value = pick(`"2024-01-15"`, `""`, `"a\"b"`, `"ünïcode"`, `"exactly8"`, "null", `"long enough for several words"`)
			case key == `"total_amount"` || r.IntN(30) == 0:
				value = pick("150.5", "0.25", "1e3", "-1.5", "1234567.891", "100", "0.1", "123.456", "1234.5678")
			case r.IntN(30) == 0:
				value = pick(`{}`, `[1,2]`, `{"a":{"b":[true,false]}}`, `tru`, "1.0", "00", "1e2", `"\u12"`, "nulll", `"x`)
			}
			b.WriteString(key + space() + ":" + pick("", "", " ") + value + space())
		}
		b.WriteString("}" + space())
		data := b.String()
		if r.IntN(50) == 0 {
			data = data[:r.IntN(len(data))]
		}
		if r.IntN(10) == 0 {
			cut := r.IntN(len(data) + 1)
			data = data[:cut] + pick("\n", "\r\n") + data[cut:] + "\n" + orderSamples[0]
		}
		compareOrder(t, []byte(data))
	}
}

func TestOrderErrors(t *testing.T) {
	for _, test := range []struct{ record, want string }{
		{`{"order_id":1,"customer_id":"abc","total_amount":1}`, `column "customer_id": expected BIGINT, found "abc" at byte 28`},
		{`{"order_id":1,"customer_id":2.5,"total_amount":1}`, `column "customer_id": expected BIGINT, found 2.5 at byte 28`},
		{`{"order_id":1,"customer_id":null,"total_amount":1}`, `column "customer_id": expected BIGINT, found null at byte 28`},
		{`{"order_id":1,"total_amount":1}`, `column "customer_id": expected BIGINT NOT NULL, found no such key`},
		{`{"order_id":1,"customer_id":2,"total_amount":1,"note":bad}`, `malformed JSON: expected a value, found 'b' at byte 54`},
		{`{"order_id":1,"customer_id":2,"total_amount":1} {`, `malformed JSON: expected nothing behind the object, found '{' at byte 48`},
		{`{"order_id":1,"customer_id":2`, `malformed JSON: expected ',' or '}', found the record's end at byte 29`},
		{`[1]`, `malformed JSON: expected an object, found '[' at byte 0`},
		{`{"order_id":1,"customer_id":99999999999999999999,"total_amount":1}`, `column "customer_id": expected BIGINT, found 99999999999999999999 at byte 28`},
		{"{\"order_id\":1,\"customer_id\":2,\"order_date\":\"a\x01b\",\"total_amount\":1}", `malformed JSON: expected a value, found the control character 0x01 at byte 45`},
	} {
		var d orderDecoder
		var row Order
		if err := d.decode(rt.NewBatch([]byte(test.record)), &row); err == nil || err.Error() != test.want {
			t.Errorf("%s:\n got %v\nwant %s", test.record, err, test.want)
		}
	}
}

func TestNestedErrors(t *testing.T) {
	const rest = `,"attributes":{},"items":[]}`
	for _, test := range []struct{ record, want string }{
		{`{"id":1,"address":{"city":"x","zip":"abc"}` + rest, `column "address.zip": expected INT, found "abc" at byte 36`},
		{`{"id":1,"address":{"zip":1}` + rest, `column "address.city": expected VARCHAR NOT NULL, found no such key`},
		{`{"id":1,"address":5` + rest, `column "address": expected an object, found 5 at byte 18`},
		{`{"id":1,"tags":["a",7]` + rest, `column "tags[2]": expected VARCHAR, found 7 at byte 20`},
		{`{"id":1,"tags":{}` + rest, `column "tags": expected an array, found {} at byte 15`},
		{`{"id":1,"attributes":{"a":"x"},"items":[]}`, `column "attributes.a": expected BIGINT, found "x" at byte 26`},
		{`{"id":1,"attributes":{},"items":[{"sku":"a","qty":1},{"sku":"b","qty":1.5}]}`, `column "items[2].qty": expected BIGINT, found 1.5 at byte 70`},
		{`{"id":1,"by_id":{"x":"y"}` + rest, `column "by_id": expected the keys to be BIGINT, found "x" at byte 17`},
		{`{"id":1,"matrix":[[1,2],[3,"x"]]` + rest, `column "matrix[2][2]": expected DOUBLE, found "x" at byte 27`},
	} {
		var d nestedDecoder
		var row Nested
		if err := d.decode(rt.NewBatch([]byte(test.record)), &row); err == nil || err.Error() != test.want {
			t.Errorf("%s:\n got %v\nwant %s", test.record, err, test.want)
		}
	}
}

func TestNestedReadsBack(t *testing.T) {
	records := []string{
		`{"id":1,"address":{"city":"Köln","zip":50667},"tags":["a",null,"b\n"],"attributes":{"x":1,"y":null},"items":[{"sku":"s","qty":2},{"sku":"t","qty":3}],"matrix":[[1,2.5],[],[3]],"by_id":{"7":"seven","-8":"eight"},"by_day":{"2024-01-15":"x"}}`,
		`{"id":2,"address":null,"tags":null,"attributes":{},"items":[],"matrix":null,"by_id":null,"by_day":null}`,
		`{"id":3,"address":{"city":"","zip":null},"tags":[],"attributes":{"":0},"items":[{"sku":"s","qty":2}],"matrix":[],"by_id":{},"by_day":{}}`,
	}
	var d nestedDecoder
	for _, record := range records {
		for _, form := range forms(record) {
			var row Nested
			if err := d.decode(rt.NewBatch([]byte(form)), &row); err != nil {
				t.Errorf("%s: %v", form, err)
				continue
			}
			if got := string(appendNested(nil, &row)); got != record+"\n" {
				t.Errorf("%s\nis written back as\n%s", form, got)
			}
		}
	}
}

// forms returns a record as it is, with spaces as Python writes them, and indented.
func forms(record string) []string {
	var indented bytes.Buffer
	if err := stdjson.Indent(&indented, []byte(record), "", "\t"); err != nil {
		panic(err)
	}
	spaced := strings.ReplaceAll(strings.ReplaceAll(record, `":`, `": `), `,"`, `, "`)
	return []string{record, spaced, strings.ReplaceAll(indented.String(), "\n", "\t")}
}

func TestMapKeepsLastOfRepeatedKeys(t *testing.T) {
	var d nestedDecoder
	var row Nested
	if err := d.decode(rt.NewBatch([]byte(`{"id":1,"attributes":{"a":1,"b":2,"a":3},"items":[]}`)), &row); err != nil {
		t.Fatal(err)
	}
	want := rt.Map[string, rt.Null[int64]]{{Key: "a", Value: rt.Of[int64](3)}, {Key: "b", Value: rt.Of[int64](2)}}
	if !reflect.DeepEqual(row.Attributes, want) {
		t.Errorf("attributes = %v", row.Attributes)
	}
}

const scalarRecord = `{"id":1,"flag":true,"tiny":-128,"small":32767,"medium":-2147483648,"big":9223372036854775807,"single":0.1,"double":1e+100,` +
	`"price":1234567890.12,"wide":-12345678901234567890123456.7890,"name":"näme \"quoted\"","short":"fünf5","data":"AAEC/w==","day":"2024-02-29",` +
	`"clock":"12:34:56.789","ts":"2024-01-15 10:30:00.123","nanos":"2024-01-15 10:30:00.123456789","instant":"2024-01-15 10:30:00.5Z","span":"1 year 2 mons 3 days 04:05:06.7",` +
	`"doc":{"a": [1, null]},"uuid":"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}`

func TestScalarsReadBack(t *testing.T) {
	var d scalarDecoder
	var row Scalar
	if err := d.decode(rt.NewBatch([]byte(scalarRecord)), &row); err != nil {
		t.Fatal(err)
	}
	if got := string(appendScalar(nil, &row)); got != scalarRecord+"\n" {
		t.Errorf("%s\nis written back as\n%s", scalarRecord, got)
	}
	empty := Scalar{ID: 1}
	text := appendScalar(nil, &empty)
	back := row
	if err := d.decode(rt.NewBatch(text), &back); err != nil || !reflect.DeepEqual(back, empty) {
		t.Errorf("%s reads back as %v, %v", text, back, err)
	}
}

func TestScalarErrors(t *testing.T) {
	for member, want := range map[string]string{
		`"flag":1`:                   `column "flag": expected BOOLEAN, found 1 at byte 15`,
		`"tiny":128`:                 `column "tiny": expected TINYINT, found 128 at byte 15`,
		`"small":-32769`:             `column "small": expected SMALLINT, found -32769 at byte 16`,
		`"medium":2147483648`:        `column "medium": expected INT, found 2147483648 at byte 17`,
		`"single":1e39`:              `column "single": expected REAL, found 1e39 at byte 17`,
		`"price":12345678901.00`:     `column "price": expected DECIMAL(12,2), found 12345678901.00 at byte 16`,
		`"price":"x"`:                `column "price": expected DECIMAL(12,2), found "x" at byte 16`,
		`"price":""`:                 `column "price": expected DECIMAL(12,2), found "" at byte 16`,
		`"wide":1e27`:                `column "wide": expected DECIMAL(30,4), found 1e27 at byte 15`,
		`"short":"sechs6"`:           `column "short": expected VARCHAR(5), found "sechs6" at byte 16`,
		`"data":"@"`:                 `column "data": expected BYTES, found "@" at byte 15`,
		`"day":"2023-02-29"`:         `column "day": expected DATE, found "2023-02-29" at byte 14`,
		`"clock":"25:00:00"`:         `column "clock": expected TIME(3), found "25:00:00" at byte 16`,
		`"ts":"yesterday"`:           `column "ts": expected TIMESTAMP(3), found "yesterday" at byte 13`,
		`"nanos":"3000-01-01"`:       `column "nanos": expected TIMESTAMP(9), found "3000-01-01" at byte 16`,
		`"instant":17`:               `column "instant": expected TIMESTAMP_LTZ(3), found 17 at byte 18`,
		`"span":"x"`:                 `column "span": expected INTERVAL, found "x" at byte 15`,
		`"uuid":"a0eebc99"`:          `column "uuid": expected UUID, found "a0eebc99" at byte 15`,
		`"name":17`:                  `column "name": expected VARCHAR, found 17 at byte 15`,
		`"doc":[1,`:                  `malformed JSON: expected a value, found '}' at byte 17`,
		`"name":"` + "a\tb" + `"`:    `malformed JSON: expected a value, found the control character 0x09 at byte 17`,
		`"double":"Infinit"`:         `column "double": expected DOUBLE, found "Infinit" at byte 17`,
		`"big":123456789012345678.0`: `column "big": expected BIGINT, found 123456789012345678.0 at byte 14`,
	} {
		var d scalarDecoder
		var row Scalar
		if err := d.decode(rt.NewBatch([]byte(`{"id":1,`+member+`}`)), &row); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", member, err, want)
		}
	}
}

func TestDecimalsAreExact(t *testing.T) {
	for text, want := range map[string]int64{
		`0`: 0, `1`: 100, `-1`: -100, `1.5`: 150, `1.50`: 150, `1.005`: 101, `-1.005`: -101, `1.004`: 100, `"1.5"`: 150, `1e2`: 10000, `1.5E-1`: 15,
		`9999999999.99`: 999999999999, `0.1`: 10, `12.34`: 1234, `123456.78`: 12345678, `0.00`: 0,
	} {
		var d scalarDecoder
		var row Scalar
		if err := d.decode(rt.NewBatch([]byte(`{"id":1,"price":`+text+`}`)), &row); err != nil || row.Price != rt.Of(want) {
			t.Errorf("%s: %v, %v; want %d", text, row.Price, err, want)
		}
	}
}

func TestSparse(t *testing.T) {
	row := Sparse{OrderID: 1, CustomerID: 2, TotalAmount: 3, Note: rt.Of("n")}
	if got := string(appendSparse(nil, &row)); got != `{"order_id":1,"customer_id":2,"total_amount":3,"note":"n"}`+"\n" {
		t.Error(got)
	}
	var d sparseDecoder
	err := d.decode(rt.NewBatch([]byte(`{"order_id":1,"customer_id":2,"total_amount":3,"note":null}`)), &row)
	if want := `column "order_date": expected VARCHAR, found no such key`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDecodingAllocatesNothing(t *testing.T) {
	nested := []byte(`{"id":1,"address":{"city":"K\u00f6ln","zip":50667},"tags":["a",null,"b\n"],"attributes":{"x":1,"y":null},"items":[{"qty":2,"sku":"s"}],"matrix":[[1,2.5],[],[3]],"by_id":{"7":"seven"},"by_day":{"2024-01-15":"x"}}` + "\n")
	order := []byte(`{"customer_id":2,"order_id":1,"x":[1],"order_date":"a\n","total_amount":150.5}` + "\n")
	var n nestedDecoder
	var o orderDecoder
	var nestedRow Nested
	var orderRow Order
	var out []byte
	first, second := rt.NewBatch(bytes.Repeat(nested, 200)), rt.NewBatch(bytes.Repeat(order, 200))
	run := func() {
		if !first.More() || !second.More() {
			t.Fatal("too few records")
		}
		if err := errors.Join(n.begin(first), o.begin(second), n.decode(first, &nestedRow), o.decode(second, &orderRow)); err != nil {
			t.Fatal(err)
		}
		out = appendNested(out[:0], &nestedRow)
	}
	run()
	if allocs := testing.AllocsPerRun(100, run); allocs != 0 {
		t.Errorf("%v allocations per record", allocs)
	}
}

// nestedReference is Nested for encoding/json.
type nestedReference struct {
	ID      *int64 `json:"id"`
	Address *struct {
		City *string `json:"city"`
		Zip  *int32  `json:"zip"`
	} `json:"address"`
	Tags       *[]*string         `json:"tags"`
	Attributes *map[string]*int64 `json:"attributes"`
	Items      *[]*struct {
		SKU *string `json:"sku"`
		Qty *int64  `json:"qty"`
	} `json:"items"`
	Matrix *[]*[]*float64 `json:"matrix"`
}

// complete reports whether everything that is NOT NULL is there.
func (n *nestedReference) complete() bool {
	if n.ID == nil || n.Attributes == nil || n.Items == nil || n.Address != nil && n.Address.City == nil {
		return false
	}
	for _, item := range *n.Items {
		if item == nil || item.SKU == nil || item.Qty == nil {
			return false
		}
	}
	if n.Matrix == nil {
		return true
	}
	for _, row := range *n.Matrix {
		if row == nil || slices.Contains(*row, nil) {
			return false
		}
	}
	return true
}

// compareNested decodes one record and compares what is written back with what encoding/json reads of both.
func compareNested(t *testing.T, data []byte) {
	if bytes.ContainsAny(data, "\r\n") || len(data) == 0 || bytes.Contains(bytes.ToLower(data), []byte("by_")) || bytes.Contains(data, []byte(`\u`)) {
		return
	}
	var want nestedReference
	wantErr := stdjson.Unmarshal(data, &want)
	var d nestedDecoder
	var row Nested
	err := d.decode(rt.NewBatch(bytes.Clone(data)), &row)
	accepted := wantErr == nil && want.complete()
	if accepted != (err == nil) {
		if repeatsAnyKey(data) || namesCase(data) || bytes.Contains(data, []byte("Inf")) || bytes.Contains(data, []byte("NaN")) {
			return // documented differences
		}
		t.Fatalf("%s: %v, encoding/json says %v, complete %v", data, err, wantErr, want.complete())
	}
	if err != nil || repeatsAnyKey(data) || namesCase(data) {
		return
	}
	var back nestedReference
	text := appendNested(nil, &row)
	if err := stdjson.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, want) {
		t.Fatalf("%s is written back as %s, %v", data, text, err)
	}
}

// repeatsAnyKey reports a key that stands twice in the record, at any depth.
func repeatsAnyKey(data []byte) bool {
	seen := map[string]bool{}
	for part := range strings.SplitSeq(string(data), `"`) {
		switch key := strings.ToLower(part); key {
		case "id", "address", "city", "zip", "tags", "attributes", "items", "sku", "qty", "matrix":
			if seen[key] && key != "sku" && key != "qty" {
				return true
			}
			seen[key] = true
		}
	}
	return strings.Count(string(data), `"sku"`) > strings.Count(string(data), `{`) || strings.Contains(string(data), `"sku"`) && repeatsInItem(data)
}

// repeatsInItem reports an object that has one of the keys of an item twice.
func repeatsInItem(data []byte) bool {
	for object := range strings.SplitSeq(string(data), "{") {
		if strings.Count(object, `"sku"`) > 1 || strings.Count(object, `"qty"`) > 1 {
			return true
		}
	}
	return false
}

// namesCase reports keys that encoding/json takes although they are spelt in another case.
func namesCase(data []byte) bool {
	for part := range strings.SplitSeq(string(data), `"`) {
		if strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(part, "ſ", "s"), "K", "k")) != part {
			return true
		}
	}
	return false
}

var nestedSamples = []string{
	`{"id":1,"address":{"city":"x","zip":5},"tags":["a",null,"b\n"],"attributes":{"x":1,"y":null},"items":[{"sku":"s","qty":2},{"qty":3,"sku":"t"}],"matrix":[[1,2.5],[],[3]]}`,
	`{"id":1,"address":null,"tags":null,"attributes":{},"items":[],"matrix":null}`,
	`{"items":[ ],"attributes":{ },"id":1,"tags":[ "a" , "b" ]}`, `{"id":1,"attributes":{},"items":[],"tags":["a",]}`, `{"id":1,"attributes":{},"items":[],"tags":[,"a"]}`,
	`{"id":1,"attributes":{},"items":[],"tags":["a" "b"]}`, `{"id":1,"attributes":{},"items":[{}]}`, `{"id":1,"attributes":{},"items":[null]}`, `{"id":1,"attributes":{},"items":[],"tags":[]`,
	`{"id":1,"attributes":{},"items":[],"tags":["a"}`, `{"id":1,"attributes":{},"items":[],"matrix":[[1,],[2]]}`, `{"id":1,"attributes":{},"items":[],"matrix":[[1 ,2] ,[ ]]}`,
	`{"id":1,"address":{"zip":1,"other":[1,{"a":2}],"city":"y"},"attributes":{"a":1,"a":2},"items":[{"sku":"a","qty":1,"x":{}}]}`,
}

func TestNestedAgreesWithEncodingJSON(t *testing.T) {
	for _, sample := range nestedSamples {
		for _, form := range forms2(sample) {
			compareNested(t, []byte(form))
		}
	}
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20000 {
		compareNested(t, mutate(r, nestedSamples[r.IntN(len(nestedSamples))]))
	}
}

// forms2 are a record and the same with spaces.
func forms2(record string) []string {
	return []string{record, strings.ReplaceAll(strings.ReplaceAll(record, `":`, `": `), `,"`, `, "`)}
}

// mutate changes a byte or two of a record: it drops, repeats or replaces them.
func mutate(r *rand.Rand, record string) []byte {
	data := []byte(record)
	for range 1 + r.IntN(2) {
		i := r.IntN(len(data))
		switch r.IntN(3) {
		case 0:
			data = slices.Delete(data, i, i+1)
		case 1:
			data = slices.Insert(data, i, data[r.IntN(len(data))])
		default:
			data[i] = ` ,:{}[]"0123eE.-+tfn\`[r.IntN(21)]
		}
	}
	return data
}

func FuzzNested(f *testing.F) {
	for _, sample := range nestedSamples {
		f.Add([]byte(sample))
	}
	f.Fuzz(compareNested)
}
