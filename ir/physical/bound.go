package physical

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// Bound says what a state holds, and what keeps it from growing for ever. ir/bounds finds it.
type Bound struct {
	Holds   string         // in words: a row per group of each open window
	Limits  []string       // what bounds it, in words: "2 keys", "tumble 1 minute on ts"
	Endless *logical.Table // a table below that need not end; nil where all do, and their ends bound the state
	Grows   []Growth       // what nothing bounds; only over endless tables
	Keyless []Growth       // what grows with the rows of any tables and has no key, without which nothing goes to disk
	// Bytes is about what a key takes, index included, and RowBytes what each row takes that a key keeps, where their number
	// isn't known.
	Bytes, RowBytes int
}

// Growth is what nothing bounds in a state.
type Growth struct {
	Of     string    // what grows, as a subject: "GROUP BY symbol"
	With   string    // what it keeps and with what: "about 88 bytes for each key"
	What   string    // what there may be ever more of: "the keys"
	Remedy string    // the ways out
	Span   diag.Span // where it stands in the SQL
}
