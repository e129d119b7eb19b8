package codegen

import (
	"slices"
	"strings"
	"sync"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/functions"
)

// symbols is the one table of the runtime's symbols that generated code may name, beside the scalar library's, which are in
// ir/functions. By package path below runtime, "" for the runtime itself. Code that names another one isn't written, and a
// test checks the table against the runtime's source and against codegen's.
var symbols = withExpressions(map[string][]string{
	"": {
		"Batch", "BeginningOfTime", "Broadcast", "Change", "Changed", "Compression", "DeadLetter", "DeadLetterTable", "GeneratedCodeVersion1", "Delete", "InProcess", "Job", "Lane", "Main", "Of", "Map", "Null", "Option",
		"DirectTo", "Emission", "Emits", "EndOfTime", "Exchange", "Hash", "Insert", "Intake", "LinksOf", "PartialGroups", "Rebalance", "Receiver", "ReceiverOf", "Sender", "SenderOf", "Single",
		"Entry", "Table", "When", "Output", "Partition", "Put", "Scratch", "SinkTable", "Skip", "SourceTable", "Split", "Stage", "StageContext", "Text", "Try", "UUID", "Update",
	},
	"connector/blackhole": {"NewSink", "Take"},
	"connector/datagen": {
		"Bool", "Bytes", "Float", "Integer", "List", "NewBool", "NewBytes", "NewDate", "NewDecimal", "NewFields", "NewFloat", "NewInteger",
		"NewList", "NewSource", "NewText", "NewTime", "NewTimestamp", "NewUUID", "NewWideDecimal", "Text", "UUID", "WideInteger",
	},
	"connector/file":      {"NewSink", "NewSource"},
	"connector/file/zstd": {"Compression"},
	"connector/print":     {"NewSink"},
	"changelog":           {"Begin", "BeginDebezium", "EndCSV", "EndDebezium", "EndJSON"},
	"csv":                 csvSymbols,
	"decimal":             {"Int128"},
	"json":                jsonSymbols,
	"raw":                 {"Append", "Bytes", "JSON", "String"},
	"num":                 {"EqualFloat"},
	"state": {
		"Age", "Ages", "NewAges",
		"HashBool", "HashBytes", "HashBytes16", "HashFloat64", "HashInt128", "HashInt64", "HashInterval", "HashNull", "HashString", "Due", "Index", "IsShown", "KeepBytes", "KeepBytesNull", "KeepText", "KeepTextNull", "NewIndex", "OwnArray", "OwnMap", "OwnNull", "Pages", "RowIf", "SameString", "Seed", "Shown", "Strings",
	},
	"snapshot": {"Codec", "Slice", "Writer"},
	"agg":      {"Null", "Value", "Distinct", "DistinctKept", "DistinctKeptNull", "DistinctNull", "FirstRow", "LastRow", "MaxDeque", "MaxDequeOf", "MinDeque", "MinDequeOf", "Nth", "NthLast", "Own", "OwnNull", "Rows", "Running", "User"},
	"over": {
		"Ascending", "AscendingBool", "AscendingBytes", "AscendingOf", "Descending", "DescendingBool", "DescendingBytes", "DescendingOf", "Frame", "NotNull", "Nullable", "NullsFirst", "NullsLast", "Pending", "Ranks", "Key", "Or", "Partition", "Rolling", "Rows", "Skip", "Span", "Unbounded", "Unending", "Value",
	},
	"window":   {"Attached", "Cumulating", "Hopping", "List", "Sessions", "Shape", "Slice", "Slices", "Tumbling"},
	"temporal": {"Interval", "Micros", "Nanos"},
})

// symbol returns a reference to a runtime symbol: "Batch" is rt.Batch, "connector/file.NewSource" is file.NewSource.
func symbol(name string) *jen.Statement {
	pkg, ident := "", name
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		pkg, ident = name[:dot], name[dot+1:]
	}
	if !knownSymbol(pkg, ident) {
		panic("codegen: runtime symbol " + name + " is not in the table of symbols.go")
	}
	if pkg == "" {
		return jen.Qual(rtPath, ident)
	}
	return jen.Qual(rtPath+"/"+pkg, ident)
}

// knownSymbol reports whether generated code may name a symbol of a runtime package, "" for the runtime itself.
func knownSymbol(pkg, ident string) bool {
	return slices.Contains(symbols[pkg], ident) || scalarSymbols()[pkg+"."+ident]
}

// scalarSymbols are the runtime functions and types that the table of scalar functions names: "text.Upper".
var scalarSymbols = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	add := func(symbol string) { set[strings.TrimLeft(symbol, "*[]")] = true }
	for _, aggregate := range functions.Aggregates() {
		for _, overload := range aggregate.Overloads {
			for _, accumulator := range []string{overload.Accumulator, overload.Wide, overload.NotNull, overload.Kept.Accumulator, overload.Kept.NotNull} {
				if accumulator != "" {
					set[accumulator] = true
				}
			}
		}
	}
	for _, function := range functions.All() {
		for _, overload := range function.Overloads {
			if overload.Go.Kind == functions.GoFunc {
				add(overload.Go.Symbol)
			}
			for _, param := range overload.Params {
				if param.Prepare != nil {
					add(param.Prepare.Type)
					add(param.Prepare.Const)
					add(param.Prepare.Dynamic)
				}
			}
		}
	}
	return set
})
