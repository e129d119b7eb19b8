package codegen

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/functions"
)

//go:embed symbols.txt
var symbolList string

// symbols are the runtime's symbols that generated code may name, beside the scalar library's, which are in ir/functions: one
// a line, sorted, spelled as symbol takes them. Code that names another one isn't written, and a test checks the list against
// the runtime's source and against codegen's.
var symbols = func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(symbolList) {
		set[strings.TrimSuffix(line, "\n")] = true
	}
	return set
}()

// symbol returns a reference to a runtime symbol: "Batch" is rt.Batch, "connector/file.NewSource" is file.NewSource.
func symbol(name string) *jen.Statement {
	pkg, ident := splitSymbol(name)
	if !knownSymbol(pkg, ident) {
		panic("codegen: runtime symbol " + name + " is not in symbols.txt")
	}
	if pkg == "" {
		return jen.Qual(rtPath, ident)
	}
	return jen.Qual(rtPath+"/"+pkg, ident)
}

// knownSymbol reports whether generated code may name a symbol of a runtime package, "" for the runtime itself.
func knownSymbol(pkg, ident string) bool {
	name := ident
	if pkg != "" {
		name = pkg + "." + ident
	}
	return symbols[name] || scalarSymbols()[pkg+"."+ident]
}

// splitSymbol parts a symbol into its package's path below runtime, "" for the runtime itself, and its name there.
func splitSymbol(name string) (pkg, ident string) {
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		return name[:dot], name[dot+1:]
	}
	return "", name
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
