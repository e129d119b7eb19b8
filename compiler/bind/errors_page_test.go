package bind

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
)

const errorsPage = "../../docs/errors.md"

// TestErrorsPage keeps docs/errors.md fresh: it is made of the table of codes, with what each example really gives.
func TestErrorsPage(t *testing.T) {
	got := renderErrors(t)
	if *update {
		if err := os.WriteFile(errorsPage, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(errorsPage)
	if err != nil || string(want) != got {
		t.Errorf("docs/errors.md is stale: go test ./compiler/bind -update (%v)", err)
	}
}

// sections are the groups of codes by their first digits.
var sections = map[string]string{
	"W01": "Text and syntax", "W02": "Names", "W03": "Types and functions", "W04": "Tables, connectors, options and settings",
	"W05": "Queries and clauses", "W06": "User functions", "W07": "Plans", "W08": "Generated code", "W09": "The compiler itself",
}

func renderErrors(t *testing.T) string {
	var page strings.Builder
	page.WriteString("# Errors and warnings\n\n")
	page.WriteString("Every message of the compiler has a code, which stands here with what it means and an example. ")
	page.WriteString("This page is made from the table of codes in `compiler/diag`; `go test ./compiler/bind -update` renews it. ")
	page.WriteString("The examples read this table:\n\n```sql\n" + prelude + "```\n")
	section := ""
	for _, info := range diag.Codes() {
		group := string(info.Code[:3])
		if group != section {
			section = group
			if sections[group] == "" {
				t.Fatalf("codes %sxx have no section", group)
			}
			fmt.Fprintf(&page, "\n## %s\n", sections[group])
		}
		fmt.Fprintf(&page, "\n### %s: %s\n\n%s\n", info.Code, info.Title, info.Doc)
		if info.Example != "" {
			fmt.Fprintf(&page, "\n```sql\n%s\n```\n", info.Example)
			if message := exampleMessage(info); message != "" {
				fmt.Fprintf(&page, "\n```\n%s\n```\n", message)
			}
		}
	}
	return page.String()
}

// exampleMessage is what the example of a code gives, with its own line numbers; "" where the code comes from a later phase.
func exampleMessage(info diag.Info) string {
	src := prelude + info.Example
	file, found := parse.File(src)
	_, list := File(file, Options{JobName: "test", Dir: "../udf/testdata/mod", Incomplete: found.HasErrors()})
	for _, d := range append(found, list...) {
		if d.Code != info.Code {
			continue
		}
		d = moved(d, -len(prelude))
		return strings.TrimRight(diag.NewSource("job.sql", info.Example).Format(d), "\n")
	}
	return ""
}

// moved shifts all positions of a diagnostic.
func moved(d diag.Diagnostic, by int) diag.Diagnostic {
	shift := func(at diag.Span) diag.Span {
		if at.Start+by < 0 {
			return diag.Span{}
		}
		return diag.Span{Start: at.Start + by, End: at.End + by}
	}
	d.Span = shift(d.Span)
	notes := append([]diag.Note(nil), d.Notes...)
	for i := range notes {
		notes[i].Span = shift(notes[i].Span)
	}
	d.Notes = notes
	return d
}
