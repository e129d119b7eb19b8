package codegen

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"
)

// symbols is the one table of the runtime's symbols that the operators' code names; the scalar library's are in
// ir/functions. By package path below runtime, "" for the runtime itself. A test checks it against the runtime's source.
var symbols = map[string][]string{
	"": {
		"Batch", "Compression", "DeadLetter", "DeadLetterTable", "GeneratedCodeVersion1", "InProcess", "Job", "Main", "Of", "Option",
		"Output", "Partition", "Scratch", "SinkTable", "Skip", "SourceTable", "Stage", "StageContext", "Try",
	},
	"connector/blackhole": {"NewSink", "Take"},
	"connector/datagen":   {"NewSource"},
	"connector/file":      {"NewSink", "NewSource"},
	"connector/file/zstd": {"Compression"},
	"connector/print":     {"NewSink"},
}

// symbol returns a reference to a runtime symbol: "Batch" is rt.Batch, "connector/file.NewSource" is file.NewSource.
func symbol(name string) *jen.Statement {
	pkg, ident := "", name
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		pkg, ident = name[:dot], name[dot+1:]
	}
	if !slices.Contains(symbols[pkg], ident) {
		panic("codegen: runtime symbol " + name + " is not in the table of symbols.go")
	}
	if pkg == "" {
		return jen.Qual(rtPath, ident)
	}
	return jen.Qual(rtPath+"/"+pkg, ident)
}
