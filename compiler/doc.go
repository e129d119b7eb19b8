// Package compiler is the front door of Weir for Go programs: from the text of a SQL file to its plans and to the Go package
// that they become.
//
//	text ─parse─▶ AST ─bind─▶ Logical ─optimize─▶ Optimized ─lower─▶ Physical ─generate─▶ *codegen.Package ─build.Binary─▶ ./job
//
// Compile goes from text to Physical and reports every mistake it finds in the SQL; Result.Generate goes on to Go. Neither
// writes a file. Both may be called by several goroutines at once.
package compiler
