package parse_test

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
)

// TestCodes: the example of each code of the parser gets that code, and only such ones.
func TestCodes(t *testing.T) {
	for _, info := range diag.Codes() {
		if !strings.HasPrefix(string(info.Code), "W01") && info.Code != diag.UnknownType {
			continue
		}
		t.Run(string(info.Code), func(t *testing.T) {
			src := info.Example
			if info.Code == diag.NestedTooDeeply {
				src = "SELECT " + strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300) + " FROM trades;"
			}
			_, diags := parse.File(src)
			if len(diags) == 0 {
				t.Fatalf("%s has no error", src)
			}
			for _, d := range diags {
				if d.Code != info.Code {
					t.Errorf("%s", diag.NewSource("job.sql", src).Format(d))
				}
			}
		})
	}
}

// TestAllErrorsAtOnce: an error in one statement, or in one column, hides none in the others.
func TestAllErrorsAtOnce(t *testing.T) {
	src := "CREATE TABLE t (a INTT, b DECIMAL(50), c, d INT);\nSELECT a FROM;\nSELECT 1;\nINSERT INTO;\nSELECT 2"
	tree, diags := parse.File(src)
	lines := map[int]int{}
	for _, d := range diags {
		lines[diag.NewSource("", src).Position(d.Span.Start).Line]++
	}
	if lines[1] != 3 || lines[2] != 1 || lines[4] != 1 || len(diags) != 5 {
		t.Errorf("got\n%s", diag.NewSource("job.sql", src).FormatList(diags))
	}
	if len(tree.Statements) != 3 {
		t.Errorf("%d statements parsed, not the CREATE TABLE and the two good SELECTs", len(tree.Statements))
	}
}
