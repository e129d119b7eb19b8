package csv

import (
	stdcsv "encoding/csv"
	"slices"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

var samples = []string{
	"a", "a,b", ",", ",,", "a,", ",a", `""`, `"a"`, `"a","b"`, `"a,b",c`, `"a""b"`, `""""`, `a"b`, `"a"b`, `"a`, `"a""`, `"a" ,b`, ` "a"`,
	"12345678,1234567,123456789", `"1234567""9,",x`, "é,世界", "\xff,\xc3", `"a\"b"`, `"",""`, `a,"b`, `"a","`, "a b, c ", `"é"`, "\t,a",
}

// standard splits one line as encoding/csv does.
func standard(line string) ([]string, error) {
	reader := stdcsv.NewReader(strings.NewReader(line))
	fields, err := reader.Read()
	for i := range fields {
		fields[i] = string([]rune(fields[i])) // invalid UTF-8 becomes U+FFFD, byte by byte
	}
	return fields, err
}

func compare(t *testing.T, line string) {
	if line == "" || strings.ContainsAny(line, "\r\n") {
		return
	}
	want, wantErr := standard(line)
	got, err := fieldsAsTheyAre(line)
	if (err != nil) != (wantErr != nil) || err == nil && !slices.Equal(got, want) {
		t.Errorf("%q: %q, %v; encoding/csv says %q, %v", line, got, err, want, wantErr)
	}
	count := Skip(line, 0, len(want), ',', '"')
	if wantErr == nil && count != len(line)+1 {
		t.Errorf("%q: Skip of %d fields ends at %d of %d", line, len(want), count, len(line))
	}
}

func fieldsAsTheyAre(line string) (fields []string, err error) {
	var scratch rt.Scratch
	for pos := 0; pos <= len(line); {
		text, next := String(line, pos, ',', '"', &scratch)
		if next > len(line)+1 {
			return nil, Wrong(line, next, ',', '"', make([]Column, len(line)+1))
		}
		fields = append(fields, text)
		pos = next
	}
	return fields, nil
}

func TestFieldsAgreeWithEncodingCSV(t *testing.T) {
	for _, line := range samples {
		compare(t, line)
	}
}

func FuzzFields(f *testing.F) {
	for _, line := range samples {
		f.Add(line)
	}
	f.Fuzz(compare)
}

func TestAppendStringReadsBack(t *testing.T) {
	for _, s := range append(samples, "", `\N`, "NULL", "x\ty") {
		for _, null := range []string{"", "NULL"} {
			line := string(AppendString([]byte("x,"), s, ',', '"', null)) + ",y"
			if strings.ContainsAny(line, "\n") {
				continue
			}
			var scratch rt.Scratch
			got, next := String(line, 2, ',', '"', &scratch)
			if want := string([]rune(s)); got != want || next != len(line)-1 || Is(line, 2, null, ',') {
				t.Errorf("%q is written %q, read %q, %d", s, line, got, next)
			}
		}
	}
}

func TestWrong(t *testing.T) {
	columns := []Column{{"id", "BIGINT NOT NULL"}, {"price", "DECIMAL(4,1)"}, {"day", "DATE"}}
	for _, test := range []struct{ record, want string }{
		{"x,1.5,2024-01-01", `column "id": expected BIGINT NOT NULL, found x at byte 0`},
		{"1,1000000,2024-01-01", `column "price": expected DECIMAL(4,1), found 1000000 at byte 2`},
		{"1,,2024-01-01", `column "price": expected DECIMAL(4,1), found an empty field at byte 2`},
		{"1,1.5,2024-13-01", `column "day": expected DATE, found 2024-13-01 at byte 6`},
		{"1,1.5", `found 2 fields, expected 3: column "day" and what follows are missing`},
		{"1", `found 1 fields, expected 3: column "price" and what follows are missing`},
		{"1,1.5,2024-01-01,x,y", `found more than the expected 3 fields, from byte 17 on: x,y`},
		{`1,"1.5,2024-01-01`, `column "price": has a quote at byte 2 that is not closed on its line: a line end always ends a record, so convert the file to have none inside quotes`},
		{`1,1"5,2024-01-01`, `column "price": has a quote inside an unquoted field, at byte 3: quote the whole field and double the quotes in it`},
		{`1,"1"5,2024-01-01`, `column "price": has text behind the closing quote, at byte 5: double the quotes that are part of the field`},
	} {
		pos := 0
		_, pos = Int64(test.record, pos, ',', '"')
		_, pos = Decimal(test.record, pos, ',', '"', 4, 1)
		_, pos = Date(test.record, pos, ',', '"')
		if pos == len(test.record)+1 {
			t.Errorf("%s: accepted", test.record)
			continue
		}
		if got := Wrong(test.record, pos, ',', '"', columns).Error(); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.record, got, test.want)
		}
	}
}

func TestReadHeader(t *testing.T) {
	columns := []Column{{"station", "VARCHAR"}, {"temp", "DOUBLE"}}
	for _, test := range []struct {
		header string
		fields []int
		err    string
	}{
		{"station,temp", []int{0, 1}, ""},
		{"temp,other,STATION\r", []int{1, -1, 0}, ""},
		{`"temp","station"`, []int{1, 0}, ""},
		{"temp,other", nil, `the header has no column "station": it names temp, other`},
		{"temp,station,Temp", nil, `the header names column "temp" twice`},
		{`"temp,station`, nil, `the header has a quote at byte 0 that is not closed on its line: a line end always ends a record, so convert the file to have none inside quotes`},
	} {
		header, err := ReadHeader(&rt.Split{Name: "in.csv", Header: test.header}, ',', '"', columns)
		if err != nil {
			if err.Error() != test.err {
				t.Errorf("%s: %v", test.header, err)
			}
		} else if test.err != "" || !slices.Equal(header.Fields, test.fields) {
			t.Errorf("%s: %v", test.header, header.Fields)
		}
	}
}
