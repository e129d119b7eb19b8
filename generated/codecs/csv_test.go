package codecs

import (
	"reflect"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

func TestMeasurements(t *testing.T) {
	var d measurementDecoder
	var row Measurement
	for record, want := range map[string]Measurement{
		"Hamburg;12.0": {"Hamburg", 120}, "São Paulo;-5.3": {"São Paulo", -53}, `"a;b";99.9`: {"a;b", 999}, ";1": {"", 10}, `"";1`: {"", 10},
	} {
		if err := decodeIn(&d, rt.NewBatch([]byte(record)), &row); err != nil || row != want {
			t.Errorf("%s: %v, %v", record, row, err)
		}
		back := appendMeasurement(nil, &row)
		if err := decodeIn(&d, rt.NewBatch(back), &row); err != nil || row != want {
			t.Errorf("%s is written as %s", record, back)
		}
	}
	if err := decodeIn(&d, rt.NewBatch([]byte("Hamburg")), &row); err == nil || err.Error() != `found 1 fields, expected 2: column "temperature" and what follows are missing` {
		t.Error(err)
	}
}

func TestCSVScalarsReadBack(t *testing.T) {
	const record = `1,true,-128,32767,-2147483648,9223372036854775807,0.1,1e+100,1234567890.12,-12345678901234567890123456.7890,"a,""b""",fünf5,AAEC/w==,2024-02-29,` +
		`12:34:56.789,2024-01-15 10:30:00.123,2024-01-15 10:30:00.123456789,2024-01-15 10:30:00.5Z,1 year 2 mons 3 days 04:05:06.7,"{""a"": [1, null]}",a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11`
	var d csvScalarDecoder
	var row CSVScalar
	if err := decodeIn(&d, rt.NewBatch([]byte(record)), &row); err != nil {
		t.Fatal(err)
	}
	if got := string(appendCSVScalar(nil, &row)); got != record+"\n" {
		t.Errorf("%s\nis written back as\n%s", record, got)
	}
	empty := CSVScalar{ID: 1}
	text := appendCSVScalar(nil, &empty)
	if err := decodeIn(&d, rt.NewBatch(text), &row); err != nil || !reflect.DeepEqual(row, empty) {
		t.Errorf("%s reads back as %v, %v", text, row, err)
	}
	empty.Name = rt.Of("")
	text = appendCSVScalar(nil, &empty)
	if err := decodeIn(&d, rt.NewBatch(text), &row); err != nil || !reflect.DeepEqual(row, empty) {
		t.Errorf("%s reads back as %v, %v", text, row, err)
	}
}

func TestCSVHeader(t *testing.T) {
	var d csvOrderDecoder
	var row CSVOrder
	for _, test := range []struct{ header, record string }{
		{"order_id,customer_id,order_date,total_amount,note", `5,7,x,1.5,\N`},
		{"total_amount,order_id", "1.5,5"},
		{"x,TOTAL_AMOUNT,y,Order_ID", `,1.5,"a,b",5`},
	} {
		batch := rt.NewBatch([]byte(test.record))
		batch.Split.Header = test.header
		if err := decodeIn(&d, batch, &row); err != nil || row != (CSVOrder{5, 1.5}) {
			t.Errorf("%s: %v, %v", test.header, row, err)
		}
	}
	err := d.begin(&rt.Batch{Split: &rt.Split{Name: "in.csv", Header: "order_id"}})
	if want := `the header has no column "total_amount": it names order_id`; err == nil || err.Error() != want {
		t.Error(err)
	}
	if got := string(appendCSVOrderRow(nil, &CSVOrderRow{OrderID: 1, CustomerID: 2, TotalAmount: 3, Note: rt.Of(`\N`)})); got != `1,2,\N,3,"\N"`+"\n" {
		t.Error(got)
	}
}

func TestTabbed(t *testing.T) {
	var d tabbedDecoder
	var row Tabbed
	if err := decodeIn(&d, rt.NewBatch([]byte("1\t2\t\"x\t1.5\t")), &row); err != nil || row.OrderDate != rt.Of(`"x`) {
		t.Errorf("%v, %v", row, err)
	}
}

func TestRaw(t *testing.T) {
	var lines lineDecoder
	var line Line
	if err := decodeIn(&lines, rt.NewBatch([]byte("any\xfftext")), &line); err != nil || line.Line != rt.Of("any�text") {
		t.Errorf("%v, %v", line, err)
	}
	if got := string(appendLine(nil, &Line{rt.Of("two\nlines")})); got != "two lines\n" {
		t.Errorf("%q", got)
	}
	var documents documentDecoder
	var document Document
	if err := decodeIn(&documents, rt.NewBatch([]byte(`{"a": 1} `)), &document); err != nil || document.Doc != `{"a": 1} ` {
		t.Errorf("%v, %v", document, err)
	}
	if err := decodeIn(&documents, rt.NewBatch([]byte(`{"a": 1} 2`)), &document); err == nil {
		t.Error("two values accepted")
	}
	if err := decodeIn(&documents, rt.NewBatch([]byte(`{"a": }`)), &document); err == nil || err.Error() != `malformed JSON: expected a JSON value, found '}' at byte 6` {
		t.Error(err)
	}
	var blobs blobDecoder
	var blob Blob
	if err := decodeIn(&blobs, rt.NewBatch([]byte("\x00\xff")), &blob); err != nil || string(blob.Data) != "\x00\xff" {
		t.Errorf("%v, %v", blob, err)
	}
}
