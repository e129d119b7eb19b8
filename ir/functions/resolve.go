package functions

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/types"
)

// ErrorKind says why a call could not be resolved.
type ErrorKind uint8

const (
	UnknownFunction ErrorKind = iota
	WrongCount                // no overload takes this many arguments
	WrongTypes                // none takes these types
	BadConstant               // a literal argument is malformed: Arg says which
)

// ResolveError is a call that could not be resolved. Its message is ready for a diagnostic.
type ResolveError struct {
	Kind     ErrorKind
	Function *Function // nil for UnknownFunction
	Arg      int       // BadConstant: ordinal of the argument
	Message  string
}

func (e *ResolveError) Error() string { return e.Message }

// Resolve finds the overload of a function for the given arguments: the one that needs the least conversion, the first in the
// table among equals. The error is a *ResolveError.
func Resolve(name string, args []Arg) (Resolution, error) {
	f, ok := Lookup(name)
	if !ok {
		return Resolution{}, &ResolveError{Kind: UnknownFunction, Message: "unknown function " + name}
	}
	best, bestCost := -1, impossible
	for i := range f.Overloads {
		if c := overloadCost(&f.Overloads[i], args); c < bestCost {
			best, bestCost = i, c
		}
	}
	if best < 0 {
		return Resolution{}, mismatch(f, args)
	}
	return resolution(f, best, args)
}

func resolution(f *Function, overload int, args []Arg) (Resolution, error) {
	o := &f.Overloads[overload]
	params, ok := paramTypes(o, args)
	if !ok {
		return Resolution{}, mismatch(f, args)
	}
	for i, arg := range args {
		if err := checkConstant(o.param(i), arg); err != nil {
			message := fmt.Sprintf("argument %d of %s: %v", i+1, f.Name, err)
			return Resolution{}, &ResolveError{Kind: BadConstant, Function: f, Arg: i, Message: message}
		}
	}
	result, err := o.Result.Of(params, args)
	if err != nil {
		return Resolution{}, &ResolveError{Kind: WrongTypes, Function: f, Message: f.Name + ": " + err.Error()}
	}
	result.Nullable = o.nullable(params)
	return Resolution{Function: f, Overload: overload, Params: params, Result: result}, nil
}

// nullable is the overload's null rule applied to the arguments' nullability.
func (o *Overload) nullable(params []types.Type) bool {
	switch o.Nulls {
	case Maybe, CalledMaybe:
		return true
	case Called:
		return false
	case First:
		return params[0].Nullable
	case AllNull:
		return !slices.ContainsFunc(params, func(t types.Type) bool { return !t.Nullable })
	}
	for _, t := range params {
		if t.Nullable {
			return true
		}
	}
	return false
}

// ParamAt returns the parameter that takes argument i.
func (o *Overload) ParamAt(i int) Param { return o.param(i) }

func (o *Overload) param(i int) Param { return o.Params[min(i, len(o.Params)-1)] }

func (o *Overload) takes(count int) bool {
	if o.Variadic {
		return count >= len(o.Params)-1
	}
	return count == len(o.Params)
}

func overloadCost(o *Overload, args []Arg) int {
	if !o.takes(len(args)) {
		return impossible
	}
	total := 0
	for i, arg := range args {
		total += cost(arg, o.param(i))
	}
	if total < impossible {
		if _, ok := paramTypes(o, args); !ok {
			return impossible
		}
	}
	return total
}

// checkConstant validates a literal argument: it is a string where the parameter is prepared or a keyword.
func checkConstant(param Param, arg Arg) error {
	text, isText := arg.Literal.(string)
	if param.Class == Keyword && !isText {
		return fmt.Errorf("%s must be one of %s", param.Name, strings.Join(param.Words, ", "))
	}
	if !isText || param.Check == nil {
		return nil
	}
	return param.Check(text)
}

// mismatch says what the function takes instead.
func mismatch(f *Function, args []Arg) error {
	given := make([]string, len(args))
	for i, arg := range args {
		given[i] = typeName(arg)
	}
	signatures := make([]string, len(f.Overloads))
	kind := WrongCount
	for i := range f.Overloads {
		signatures[i] = f.Overloads[i].Signature(f.Name)
		if f.Overloads[i].takes(len(args)) {
			kind = WrongTypes
		}
	}
	message := fmt.Sprintf("no overload of %s takes (%s); it takes %s", f.Name, strings.Join(given, ", "), strings.Join(dedupe(signatures), ", "))
	return &ResolveError{Kind: kind, Function: f, Message: message}
}

func typeName(arg Arg) string {
	if arg.Type.Kind == types.Null {
		return "NULL"
	}
	return fmt.Sprint(arg.Type.WithNull(true))
}

// Signature prints an overload's parameters: "ROUND(DECIMAL, INT)", or "DOUBLE + DOUBLE" for an operator.
func (o *Overload) Signature(name string) string {
	parts := make([]string, len(o.Params))
	for i, p := range o.Params {
		parts[i] = p.String()
	}
	if o.Variadic {
		parts[len(parts)-1] += " …"
	}
	if name == "COUNT" && len(parts) == 0 {
		return "COUNT(*)"
	}
	f, _ := Lookup(name)
	if f != nil && f.IsOperator() {
		return operatorSignature(name, parts)
	}
	return name + "(" + strings.Join(parts, ", ") + ")"
}

func operatorSignature(name string, parts []string) string {
	if len(parts) == 1 {
		return name + parts[0]
	}
	return strings.Join(parts, " "+name+" ")
}

// String prints a parameter's class, or its name where that says more.
func (p Param) String() string {
	if p.Class == Keyword {
		return strings.ToUpper(p.Name)
	}
	return p.Class.String()
}

func dedupe(list []string) []string {
	seen := map[string]bool{}
	kept := list[:0]
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	return kept
}

// paramTypes is what the arguments are cast to.
func paramTypes(o *Overload, args []Arg) ([]types.Type, bool) {
	vars, ok := bindVariables(o, args)
	if !ok {
		return nil, false
	}
	params := make([]types.Type, len(args))
	for i, arg := range args {
		nullable := arg.Type.Nullable || arg.Type.Kind == types.Null
		t, ok := vars.paramType(o.param(i).Class, arg)
		if !ok {
			return nil, false
		}
		params[i] = t.WithNull(nullable)
	}
	return params, true
}

// variables are the types that a call's generic classes stand for.
type variables struct {
	integer types.Type // of class Integer
	elem    types.Type // of class Elem and ArrayOf
	mapping types.Type // of class MapOf
}

func bindVariables(o *Overload, args []Arg) (variables, bool) {
	v := variables{integer: types.Of(types.Null)}
	bare := false
	ok := true
	for i, arg := range args {
		switch o.param(i).Class {
		case Integer:
			if arg.Type.IsInteger() {
				v.integer, ok = common(v.integer, arg.Type)
			}
		case Elem:
			if arg.Bare {
				bare = true
				continue
			}
			t := arg.Type
			if o.Nulls == Strict || o.Nulls == Maybe { // it is looked for, not stored: a NULL never gets that far
				t.Nullable = false
			}
			ok = v.meet(t)
		case ArrayOf:
			if arg.Type.Kind == types.Array {
				ok = v.meet(*arg.Type.Elem)
			}
		case MapOf:
			v.mapping = arg.Type
		}
		if !ok {
			return v, false
		}
	}
	return v.defaults(bare), true
}

// meet makes the elements' type common with one more.
func (v *variables) meet(t types.Type) (ok bool) {
	if v.elem.Kind == types.Invalid {
		v.elem = t
		return true
	}
	v.elem, ok = Common(v.elem, t)
	return ok
}

// defaults gives types to variables that only NULLs and bare literals speak of.
func (v variables) defaults(bare bool) variables {
	if v.integer.Kind == types.Null {
		v.integer = types.Of(types.Int)
	}
	if v.elem.Kind == types.Null || v.elem.Kind == types.Invalid {
		v.elem = types.Of(types.Varchar).WithNull(!bare)
	}
	return v
}

// paramType is the type that an argument of a class is cast to.
func (v variables) paramType(class Class, arg Arg) (types.Type, bool) {
	t := arg.Type
	switch class {
	case Integer:
		return v.integer, true
	case Elem:
		return v.elem, true
	case ArrayOf:
		return types.ArrayOf(v.elem), true
	case MapOf:
		return t, t.Kind == types.Map
	case Key, Value:
		return v.mapType(class)
	case AnyType:
		return t, true
	case Decimal:
		return decimalParam(t, arg.Bare), true
	case String, Text, Keyword:
		return types.Of(types.Varchar), true
	case Timestamp, TimestampLTZ, Time:
		return types.Type{Kind: kinds[class], Precision: momentPrecision(t, arg)}, true
	}
	return types.Of(kinds[class]), true
}

func (v variables) mapType(class Class) (types.Type, bool) {
	if v.mapping.Kind != types.Map {
		return types.Type{}, false
	}
	if class == Key {
		return *v.mapping.Key, true
	}
	return *v.mapping.Elem, true
}

func decimalParam(t types.Type, bare bool) types.Type {
	if bare || t.Kind == types.Null {
		return types.DecimalOf(38, 18)
	}
	return AsDecimal(t)
}

func momentPrecision(t types.Type, arg Arg) int {
	switch {
	case arg.Bare || t.Kind == types.Null:
		return 6
	case t.IsTimestamp() || t.Kind == types.Time:
		return t.Precision
	}
	return 0
}
