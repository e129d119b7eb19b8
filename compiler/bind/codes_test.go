package bind

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
)

// prelude is the table that the examples of the codes read.
const prelude = `CREATE TABLE trades (symbol STRING, price DOUBLE, quantity BIGINT, ts TIMESTAMP(3), doc JSON) WITH ('connector' = 'datagen', 'number-of-rows' = '10');
`

// ownCodes are the codes that this package, the catalog and udf report.
func ownCodes() []diag.Info {
	var own []diag.Info
	for _, info := range diag.Codes() {
		if info.Code >= "W02" && info.Code < "W07" {
			own = append(own, info)
		}
	}
	return own
}

// withoutExample can't be shown in SQL: no connector has a secret option. The catalog's tests have it.
var withoutExample = map[diag.Code]bool{diag.LiteralSecret: true}

// TestExamples binds the example of each code, which must give that code and no other error.
func TestExamples(t *testing.T) {
	for _, info := range ownCodes() {
		if info.Example == "" {
			if !withoutExample[info.Code] {
				t.Errorf("%s has no example", info.Code)
			}
			continue
		}
		found := bindText(prelude + info.Example)
		if !contains(found, info.Code) {
			t.Errorf("%s: the example gives %v\n%s", info.Code, found, info.Example)
		}
		for _, d := range found {
			if d.Severity == diag.Error && d.Code != info.Code {
				t.Errorf("%s: the example also gives %v", info.Code, d)
			}
		}
	}
}

func bindText(sql string) diag.List {
	file, found := parse.File(sql)
	_, list := File(file, Options{JobName: "test", Dir: "../udf/testdata/mod", Incomplete: found.HasErrors()})
	return append(found, list...)
}

func contains(list diag.List, code diag.Code) bool {
	for _, d := range list {
		if d.Code == code {
			return true
		}
	}
	return false
}

// TestMessages checks habits that all messages keep: no capital at the start but of a name, no full stop at the end.
func TestMessages(t *testing.T) {
	for _, info := range ownCodes() {
		for _, d := range bindText(prelude + info.Example) {
			if strings.HasSuffix(d.Message, ".") || strings.Contains(d.Message, "  ") || strings.Contains(d.Message, "%!") {
				t.Errorf("%s: %q", d.Code, d.Message)
			}
			if d.Span.Start < 0 || d.Span.End > len(prelude+info.Example) || d.Span.End < d.Span.Start {
				t.Errorf("%s: span %v is outside of the file", d.Code, d.Span)
			}
		}
	}
}
