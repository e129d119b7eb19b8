// Package codegen turns a physical plan into the Go package of one job.
//
//	physical.Plan ─▶ structs   ─▶ schema.go     rows as Go structs
//	                 codecs    ─▶ codec.go      bytes to rows and back, straight-line for the job's columns
//	                 exprs     ─▶ exprs.go      each SQL expression as a function, under its SQL and //line
//	                 stages    ─▶ pipeline.go   each stage as one loop, its operators fused
//	                 job       ─▶ job.go        what the runtime runs, cmd/<job>/main.go, inprocess.go
//	                    └▶ verify: parsed, compared with an allow-list, type-checked ─▶ Package.Write
//
// Each physical operator has a file, emit_<operator>.go, with an example of its output above each emitter. The collectors
// of the files (structs, codecs, exprFile, sinks) are asked for what an operator needs while the stages are emitted, and
// written out in the end; one namer keeps their identifiers apart.
//
// All Go is written with jennifer. SQL is hostile text: names go through the namer, constants through strconv.Quote, SQL in
// comments through sqlFile, which makes one printable line of it, and what comes out is read back before a file is written.
//
// The package knows nothing of SQL syntax, and the runtime only through the list in symbols.txt.
package codegen
