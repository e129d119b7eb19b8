// Package functions is the one table of Weir's scalar functions and operators.
//
// Three readers share it: the binder picks overloads and learns the types to cast arguments to (Resolve), code generation
// learns the Go form of a call (Overload.Go), and docs/functions.md is printed from it (WriteDocs). A function that isn't
// in the table doesn't exist.
//
//	name, argument types ──Resolve──▶ overload, parameter types, result type
//	overload ──Go──▶ a symbol of the runtime's scalar library, or a form that codegen knows by name
//
// Operators are entries like functions: "+", "-" (with one or two parameters), "||", "->", "LIKE". What evaluates its
// operands conditionally (AND, CASE, COALESCE, …) is a node of ir/scalar and only listed here, in Forms.
package functions

//go:generate go run ./docs ../../docs/functions.md

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/weirsql/weir/ir/types"
)

// Section groups functions in the documentation.
type Section string

// The sections of docs/functions.md, in order.
const (
	Arithmetic  Section = "Arithmetic"
	Mathematics Section = "Mathematics"
	Strings     Section = "Strings"
	Patterns    Section = "Pattern matching"
	Encoding    Section = "Hashes and encodings"
	Temporal    Section = "Date and time"
	JSON        Section = "JSON"
	Collections Section = "Arrays and maps"
	Conditional Section = "Conditional"
	Other       Section = "Other"
)

// Function is one SQL function or operator.
type Function struct {
	Name      string   // canonical, upper case: "UPPER", "+"
	Aliases   []string // other spellings: "CHAR_LENGTH" of "LENGTH"
	Section   Section
	Doc       string // one or two sentences: the meaning and whose it is, PostgreSQL's or Flink's
	Example   string // SQL: UPPER('weir')
	Output    string // what the example yields, printed as text
	Overloads []Overload
}

// Overload is one signature of a function.
type Overload struct {
	Params     []Param
	Variadic   bool // the last parameter may be given zero or more times
	Result     Result
	Nulls      Nulls
	CanFail    bool // may fail the record: overflow, division by zero, malformed input
	Volatility Volatility
	Go         Form
}

// Param is one parameter.
type Param struct {
	Name  string
	Class Class
	// Check validates a literal argument at compile time: a regular expression, a JSON path, a time zone, a unit.
	Check func(literal string) error
	// Prepare is how the argument is turned into what the Go form takes: once, into a package variable, for a literal; on
	// every call, through a cache, otherwise. nil: the argument is passed as it is.
	Prepare *Prepare
	// Words are the keywords that a parameter of class Keyword takes, for messages and docs.
	Words []string
}

// Prepare names the two runtime functions that turn a string argument into a compiled form.
type Prepare struct {
	Type    string // Go type of the variable: "*regex.Pattern"
	Const   string // for a literal, panics where Check passed a wrong one: "regex.MustCompile"
	Dynamic string // for a computed argument: "regex.Cached"; fails the record on malformed input
}

// Nulls says what a function does with NULL.
type Nulls uint8

const (
	Strict      Nulls = iota // NULL if any argument is, else never NULL
	Maybe                    // NULL if any argument is, and for some other arguments: the Go form returns (value, ok)
	Called                   // sees NULLs (arguments that may be NULL are passed as rt.Null[T]); never NULL itself
	CalledMaybe              // sees NULLs, may be NULL: the Go form returns (value, ok)
	First                    // sees NULLs; NULL if the first argument is
	AllNull                  // sees NULLs; NULL if all arguments are: GREATEST, LEAST
)

// Volatility says whether equal arguments give equal results.
type Volatility uint8

const (
	Immutable Volatility = iota
	Volatile             // evaluated for every record, never folded, moved or shared: NOW(), RAND(), UUID()
)

// FormKind is a shape of generated code.
type FormKind uint8

const (
	GoFunc   FormKind = iota // Symbol(args…, extras…)
	GoInfix                  // a Symbol b, an operator of Go
	GoMethod                 // a.Symbol(args…)
	GoCustom                 // an emitter of codegen, by the name Symbol
)

// Form is how generated code computes a call.
type Form struct {
	Kind   FormKind
	Symbol string // "text.Upper": package below runtime/ and function; for GoInfix the operator
	Arena  bool   // the function builds strings: it takes the partition's arena as its first argument
	Extras []Extra
}

// Extra is a constant argument that follows the SQL arguments, computed from their types.
type Extra struct {
	Kind ExtraKind
	Arg  int // which argument's type; ResultArg for the result's
}

// ResultArg makes an Extra speak of the call's result.
const ResultArg = -1

// ExtraKind is what an Extra passes.
type ExtraKind uint8

const (
	Unit      ExtraKind = iota // units per second of a TIME, TIMESTAMP or TIMESTAMP_LTZ: 1_000_000
	Precision                  // Type.Precision
	Scale                      // Type.Scale of a DECIMAL
	Zone                       // the session time zone: *temporal.Zone
	TypeArg                    // the Go type, as a type argument
)

// table is filled by the files of this package, one per section.
func table() []Function {
	var all []Function
	for _, part := range [][]Function{
		arithmeticFunctions, mathFunctions, stringFunctions, patternFunctions, encodingFunctions,
		temporalFunctions, jsonFunctions, collectionFunctions, otherFunctions,
	} {
		all = append(all, part...)
	}
	slices.SortStableFunc(all, func(a, b Function) int {
		return slices.Index(sections, a.Section) - slices.Index(sections, b.Section)
	})
	return all
}

var index = sync.OnceValue(func() map[string]*Function {
	all := table()
	byName := make(map[string]*Function, 2*len(all))
	for i := range all {
		byName[all[i].Name] = &all[i]
		for _, alias := range all[i].Aliases {
			byName[alias] = &all[i]
		}
	}
	return byName
})

// Lookup finds a function or operator by name or alias, in any case.
func Lookup(name string) (*Function, bool) {
	f, ok := index()[strings.ToUpper(name)]
	return f, ok
}

// All returns the table in documentation order.
func All() []Function { return table() }

// Names returns every name and alias of a function that is called by name (operators left out), sorted: for suggestions.
func Names() []string {
	names := make([]string, 0, len(index()))
	for name := range index() {
		if name[0] >= 'A' && name[0] <= 'Z' && !strings.Contains(name, " ") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// IsOperator reports an entry that is written as an operator, not called by name.
func (f *Function) IsOperator() bool {
	return f.Name[0] < 'A' || f.Name[0] > 'Z' || operatorWords[f.Name]
}

var operatorWords = map[string]bool{"LIKE": true, "ILIKE": true, "SIMILAR TO": true, "REGEXP": true, "AT TIME ZONE": true}

// Of returns the overload that a scalar.Call names.
func Of(name string, overload int) (*Function, *Overload) {
	f, ok := Lookup(name)
	if !ok || overload < 0 || overload >= len(f.Overloads) {
		return nil, nil
	}
	return f, &f.Overloads[overload]
}

// Arg is what Resolve knows of an argument.
type Arg struct {
	Type types.Type
	// Bare marks an untyped string literal ('2024-01-01'), which takes the type that the function asks for, as in
	// PostgreSQL. Its Type is VARCHAR. A bare NULL has the kind types.Null.
	Bare bool
	// Literal is the value of a constant argument, as in scalar.Literal; nil for any other (and for NULL).
	Literal any
}

// Resolution is what a call is bound to.
type Resolution struct {
	Function *Function
	Overload int
	Params   []types.Type // what each argument is to be cast to; Nullable as the argument is
	Result   types.Type   // with nullability
}
