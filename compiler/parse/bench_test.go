package parse_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/parse"
)

// BenchmarkFile parses a file of a thousand statements.
func BenchmarkFile(b *testing.B) {
	var src strings.Builder
	for i := range 500 {
		fmt.Fprintf(&src, "CREATE VIEW v%d AS SELECT order_id, UPPER(name) || '!' AS name, price * quantity::DECIMAL(10, 2) AS total FROM orders WHERE price > 100 AND name LIKE 'a%%';\n", i)
		fmt.Fprintf(&src, "INSERT INTO sink SELECT CASE WHEN total > %d THEN 'big' ELSE 'small' END, name FROM v%d;\n", i, i)
	}
	text := src.String()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, diags := parse.File(text); diags.HasErrors() {
			b.Fatal(diags)
		}
	}
}

// BenchmarkSmall parses one statement: what weir check pays at least.
func BenchmarkSmall(b *testing.B) {
	for b.Loop() {
		if _, diags := parse.File("SELECT order_id FROM orders WHERE total_amount > 100"); diags.HasErrors() {
			b.Fatal(diags)
		}
	}
}
