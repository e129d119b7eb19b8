package functions

// The constructors below keep the table's rows short.

func params(list ...Param) []Param { return list }

func p(name string, class Class) Param { return Param{Name: name, Class: class} }

// call is a runtime function.
func call(symbol string, extras ...Extra) Form {
	return Form{Kind: GoFunc, Symbol: symbol, Extras: extras}
}

// build is a runtime function that makes strings in the partition's arena.
func build(symbol string, extras ...Extra) Form {
	return Form{Kind: GoFunc, Symbol: symbol, Arena: true, Extras: extras}
}

// custom is an emitter of codegen.
func custom(name string) Form { return Form{Kind: GoCustom, Symbol: name} }

func unit(arg int) Extra      { return Extra{Unit, arg} }
func precision(arg int) Extra { return Extra{Precision, arg} }
func scale(arg int) Extra     { return Extra{Scale, arg} }
func zone() Extra             { return Extra{Kind: Zone} }
