package codegen

import (
	"github.com/weirsql/weir/ir/physical"
)

// Options say how a plan's package is named and where it stands.
type Options struct {
	// SQLFile is the base name of the job's SQL file, as //line directives and comments show it: job.sql.
	SQLFile string
	// Source is the SQL file's text: spans of the plan are offsets into it.
	Source string
	// ImportPath is the import path of the generated package; its command imports the package by it.
	ImportPath string
	// Importer resolves imports for the type check before anything is written. Where it is nil the package is only
	// parsed and its declarations, imports and directives are checked.
	Importer *Importer
}

// Generate makes the Go package of a plan. An error is a bug in the compiler, whatever the SQL: a *BugError.
func Generate(plan *physical.Plan, opts Options) (*Package, error) {
	panic("codegen.Generate")
}
