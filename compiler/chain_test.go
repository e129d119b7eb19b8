package compiler

import (
	"strings"
	"testing"
	"time"

	"github.com/weirsql/weir/compiler/diag"
)

// A chain of operators is nested as deep as it is long. What compiling it takes must not grow with a power of its length: these
// took half a minute when it did.
func TestLongChains(t *testing.T) {
	const deadline = 10 * time.Second // a hundred times what they take
	for _, c := range []struct{ name, link string }{
		{"cheap", " + id"},
		{"expensive", " || UPPER(name)"},
		{"failing", " / id"},
	} {
		sql := `CREATE TABLE t (id BIGINT, name VARCHAR) WITH ('connector' = 'datagen', 'number-of-rows' = '3');
SELECT id` + strings.Repeat(c.link, 2000) + " AS x FROM t;"
		start := time.Now()
		_, diags := Compile(t.Context(), Source{Name: "job.sql", Text: sql}, Options{})
		if diags.HasErrors() {
			t.Fatal(diag.NewSource("job.sql", sql).FormatList(diags))
		}
		if took := time.Since(start); took > deadline {
			t.Errorf("%s: %v", c.name, took)
		}
	}
}
