package oracle

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/weirsql/weir/ir/functions"
)

// Every example of the table of functions gives what the table says.
func TestExamples(t *testing.T) {
	var columns []string
	var tested []functions.Function
	for _, f := range functions.All() {
		if f.Example == "" {
			t.Errorf("%s has no example", f.Name)
			continue
		}
		columns = append(columns, fmt.Sprintf("CAST(%s AS VARCHAR) AS c%d", f.Example, len(tested)))
		tested = append(tested, f)
	}
	stdout, stderr, err := compileJob(t, "SELECT "+strings.Join(columns, ",\n  ")).run(t, "")
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	var row map[string]*string
	if err := json.Unmarshal([]byte(stdout), &row); err != nil {
		t.Fatalf("%v\n%s", err, stdout)
	}
	for i, f := range tested {
		got := row[fmt.Sprintf("c%d", i)]
		if got == nil {
			t.Errorf("%s: %s is NULL, want %s", f.Name, f.Example, f.Output)
		} else if *got != f.Output {
			t.Errorf("%s: %s is %s, want %s", f.Name, f.Example, *got, f.Output)
		}
	}
}
