package compiler

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
)

// The examples of the codes of plans, over the table of docs/errors.md, get their code and no other error. Those of other codes are tested where
// these are reported.
func TestExamplesOfPlans(t *testing.T) {
	page, err := os.ReadFile("../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	_, behind, _ := strings.Cut(string(page), "The examples read this table:\n\n```sql\n")
	table, _, found := strings.Cut(behind, "```")
	if !found {
		t.Fatal("the page has no table")
	}
	for _, info := range diag.Codes() {
		if !strings.HasPrefix(string(info.Code), "W07") {
			continue
		}
		_, diags := Compile(t.Context(), Source{Name: "job.sql", Text: table + info.Example}, Options{})
		if !slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return d.Code == info.Code }) {
			t.Errorf("%s: the example gives %v", info.Code, diags)
		}
		for _, d := range diags {
			if d.Severity == diag.Error && d.Code != info.Code {
				t.Errorf("%s: the example gives %v, too", info.Code, d)
			}
		}
	}
}
