package udf

import (
	"fmt"
	gotypes "go/types"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// An aggregate is a Go type whose zero value is an aggregate of no rows:
//
//	func (r *Risk) Add(price float64, qty int64)     takes a row; with an error as its result it may refuse one
//	func (r *Risk) Result() float64                  the result over the rows so far, as a function's results are
//	func (r *Risk) Merge(other *Risk)                if there: takes the rows of another one, which stays as it is
//	func (r *Risk) Remove(price float64, qty int64)  if there: takes a row back that was added
//
// They are methods and no interface's, since calls are made directly; what is there decides how a plan may use the type.
const (
	addMethod    = "Add"
	resultMethod = "Result"
	mergeMethod  = "Merge"
	removeMethod = "Remove"
)

// bindAggregate finds and checks the Go type of an aggregate.
func (l *loader) bindAggregate(d Declaration, t target) *scalar.UserFunction {
	pkg := l.packages[t.path]
	name, ok := pkg.Types.Scope().Lookup(t.function).(*gotypes.TypeName)
	if !ok || !name.Exported() {
		l.typeNotFound(d, t, pkg.Types)
		return nil
	}
	m := aggregateMatch{loader: l, d: d, t: t, name: name,
		bound: &scalar.UserFunction{Name: d.Name, Package: t.path, Func: t.function, Result: d.Result, Span: d.Span, Aggregate: &scalar.UserAggregate{}}}
	if !m.all() {
		return nil
	}
	m.bound.Aggregate.Marshals = m.marshals()
	m.bound.Aggregate.Flat = isFlat(name.Type(), map[gotypes.Type]bool{})
	for _, method := range []string{addMethod, resultMethod, mergeMethod, removeMethod} {
		if function := m.method(method); function != nil {
			m.bound.Volatile = !l.deterministic(d, function) || m.bound.Volatile
		}
	}
	return m.bound
}

// aggregateMatch compares a declaration with a Go type.
type aggregateMatch struct {
	*loader
	d     Declaration
	t     target
	name  *gotypes.TypeName
	bound *scalar.UserFunction
}

func (m *aggregateMatch) all() bool {
	switch named, ok := gotypes.Unalias(m.name.Type()).(*gotypes.Named); {
	case ok && named.TypeParams().Len() > 0:
		return m.fail(nil, m.d.TargetSpan, "the Go type has type parameters: SQL can't choose them", "")
	case gotypes.IsInterface(m.name.Type()):
		return m.fail(nil, m.d.TargetSpan, "the Go type is an interface: it has no zero value that could take rows", "")
	}
	return m.add() && m.result() && m.merge() && m.remove()
}

// method finds a method of the pointer to the type, one of an embedded type too; nil for none.
func (m *aggregateMatch) method(name string) *gotypes.Func {
	selection := gotypes.NewMethodSet(gotypes.NewPointer(m.name.Type())).Lookup(m.name.Pkg(), name)
	if selection == nil {
		return nil
	}
	return selection.Obj().(*gotypes.Func)
}

func (m *aggregateMatch) add() bool {
	function := m.method(addMethod)
	if function == nil {
		return m.fail(nil, m.d.TargetSpan, "the Go type has no method Add, which takes a row", m.expectedAdd(addMethod))
	}
	signature := function.Type().(*gotypes.Signature)
	if !m.takesRow(function, addMethod) {
		return false
	}
	switch results := signature.Results(); {
	case results.Len() == 1 && isError(results.At(0).Type()):
		m.bound.Aggregate.AddFails = true
	case results.Len() > 0:
		return m.fail(function, m.d.NameSpan, "Add returns nothing, or an error where it may refuse a row", m.expectedAdd(addMethod))
	}
	return true
}

// takesRow checks a method whose parameters are those of the declaration.
func (m *aggregateMatch) takesRow(function *gotypes.Func, name string) bool {
	signature := function.Type().(*gotypes.Signature)
	if !changes(signature) {
		return m.fail(function, m.d.NameSpan, name+" has a value receiver: it would change a copy", m.expectedAdd(name))
	}
	if problem := checkShape(signature); problem != "" {
		return m.fail(function, m.d.NameSpan, problem, m.expectedAdd(name))
	}
	taken := scalar.UserFunction{}
	if at, problem := matchParams(m.d, signature, &taken); problem != "" {
		return m.fail(function, at, strings.Replace(problem, "the Go function", name, 1), m.expectedAdd(name))
	}
	if name == removeMethod {
		for i, null := range taken.GoParams {
			if null != m.bound.GoParams[i] {
				return m.fail(function, m.d.NameSpan, "Remove takes other parameters than Add", m.expectedAdd(name))
			}
		}
		return true
	}
	m.bound.Params, m.bound.GoParams = taken.Params, taken.GoParams
	return true
}

// changes reports a method that can change its receiver.
func changes(signature *gotypes.Signature) bool { return isPointer(signature.Recv().Type()) }

func (m *aggregateMatch) result() bool {
	function := m.method(resultMethod)
	expected := fmt.Sprintf("func (%s) Result() %s", m.receiver(), goType(m.d.Result))
	if function == nil {
		return m.fail(nil, m.d.TargetSpan, "the Go type has no method Result", expected)
	}
	signature := function.Type().(*gotypes.Signature)
	if signature.Params().Len() > 0 {
		return m.fail(function, m.d.NameSpan, "Result takes parameters: it is over the rows so far", expected)
	}
	if problem := matchResults(m.d, signature, m.bound); problem != "" {
		return m.fail(function, m.d.ResultSpan, strings.Replace(problem, "the Go function", "Result", 1), expected)
	}
	return true
}

func (m *aggregateMatch) merge() bool {
	function := m.method(mergeMethod)
	if function == nil {
		return true
	}
	signature := function.Type().(*gotypes.Signature)
	params := signature.Params()
	fits := changes(signature) && params.Len() == 1 && signature.Results().Len() == 0 && !signature.Variadic() &&
		gotypes.Identical(params.At(0).Type(), gotypes.NewPointer(m.name.Type()))
	if !fits {
		return m.fail(function, m.d.NameSpan, "Merge takes another aggregate of its type, and returns nothing", fmt.Sprintf("func (%s) Merge(other *%s)", m.receiver(), m.t.function))
	}
	m.bound.Aggregate.Merge = true
	return true
}

func (m *aggregateMatch) remove() bool {
	function := m.method(removeMethod)
	if function == nil {
		return true
	}
	if !m.takesRow(function, removeMethod) {
		return false
	}
	if function.Type().(*gotypes.Signature).Results().Len() > 0 {
		return m.fail(function, m.d.NameSpan, "Remove returns nothing: the row was taken before", m.expectedAdd(removeMethod))
	}
	m.bound.Aggregate.Remove = true
	return true
}

func (m *aggregateMatch) receiver() string {
	return strings.ToLower(m.t.function[:1]) + " *" + m.t.function
}

// expectedAdd is what Add, or Remove, should be.
func (m *aggregateMatch) expectedAdd(name string) string {
	return fmt.Sprintf("func (%s) %s(%s)", m.receiver(), name, strings.Join(goParams(m.d), ", "))
}

// fail reports what is wrong with the type, or with one of its methods. It returns false.
func (m *aggregateMatch) fail(method *gotypes.Func, at diag.Span, problem, expected string) bool {
	notes := []diag.Note{{Span: m.d.NameSpan, Message: "SQL: " + m.d.String()}}
	if method != nil {
		text := fmt.Sprintf("Go: func (%s) %s%s", shortType(method.Type().(*gotypes.Signature).Recv().Type()), method.Name(), strings.TrimPrefix(shortType(method.Type()), "func"))
		notes = append(notes, diag.Note{Message: text + " at " + m.position(method.Pos())})
	} else {
		notes = append(notes, diag.Note{Message: "Go: type " + m.t.function + " at " + m.position(m.name.Pos())})
	}
	if expected != "" {
		notes = append(notes, diag.Note{Message: "expected: " + expected})
	}
	m.report(diag.Diagnostic{Code: diag.FunctionSignature, Span: at, Notes: notes,
		Message: fmt.Sprintf("aggregate %s and Go type %s differ: %s", m.d.Name, m.t.function, problem)})
	return false
}

// typeNotFound reports a type that the package doesn't export, with the nearest that it does.
func (l *loader) typeNotFound(d Declaration, t target, pkg *gotypes.Package) {
	diagnostic := diag.Diagnostic{Code: diag.FunctionNotFound, Span: d.TargetSpan}
	object := pkg.Scope().Lookup(t.function)
	near := diag.Nearest(t.function, exportedTypes(pkg))
	_, isFunction := object.(*gotypes.Func)
	switch {
	case isFunction:
		diagnostic.Message = fmt.Sprintf("%s.%s is a function, and an aggregate is a Go type with the methods Add and Result", t.path, t.function)
		diagnostic.Fix = &diag.Fix{Message: "write CREATE FUNCTION for a function that is called for each row"}
	case object != nil && !object.Exported():
		diagnostic.Message = fmt.Sprintf("Go type %s of package %s is not exported: its name must start with a capital letter", t.function, t.path)
	case object != nil:
		diagnostic.Message = fmt.Sprintf("%s.%s is not a type", t.path, t.function)
	default:
		diagnostic.Message = fmt.Sprintf("Go package %s has no type %s", t.path, t.function)
	}
	if near != "" && near != t.function {
		diagnostic.Fix = &diag.Fix{Span: d.TargetSpan, Text: "'" + t.path + "." + near + "'", Message: "did you mean " + near + "?"}
	}
	l.report(diagnostic)
}

func exportedTypes(pkg *gotypes.Package) []string {
	var names []string
	for _, name := range pkg.Scope().Names() {
		if object, ok := pkg.Scope().Lookup(name).(*gotypes.TypeName); ok && object.Exported() {
			names = append(names, name)
		}
	}
	return names
}

// looksLikeAggregate reports a Go type that CREATE AGGREGATE FUNCTION could name.
func looksLikeAggregate(object gotypes.Object) bool {
	name, ok := object.(*gotypes.TypeName)
	if !ok {
		return false
	}
	m := aggregateMatch{name: name}
	return m.method(addMethod) != nil && m.method(resultMethod) != nil
}

// marshals reports the methods of encoding.BinaryMarshaler and encoding.BinaryUnmarshaler.
func (m *aggregateMatch) marshals() bool {
	for name, signature := range map[string]string{"MarshalBinary": "func() ([]byte, error)", "UnmarshalBinary": "func([]byte) error"} {
		function := m.method(name)
		if function == nil || unnamed(function.Signature()) != signature {
			return false
		}
	}
	return true
}

// unnamed is a signature without the names of its parameters.
func unnamed(s *gotypes.Signature) string {
	strip := func(t *gotypes.Tuple) *gotypes.Tuple {
		var list []*gotypes.Var
		for v := range t.Variables() {
			list = append(list, gotypes.NewParam(v.Pos(), v.Pkg(), "", v.Type()))
		}
		return gotypes.NewTuple(list...)
	}
	return gotypes.NewSignatureType(nil, nil, nil, strip(s.Params()), strip(s.Results()), s.Variadic()).String()
}

// isFlat reports a type that holds numbers and booleans alone. Nothing that points into a batch can stay in it, so that its Add may
// be given text that does.
func isFlat(t gotypes.Type, seen map[gotypes.Type]bool) bool {
	if seen[t] {
		return true
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *gotypes.Basic:
		return u.Info()&(gotypes.IsNumeric|gotypes.IsBoolean) != 0
	case *gotypes.Array:
		return isFlat(u.Elem(), seen)
	case *gotypes.Struct:
		for i := range u.NumFields() {
			if !isFlat(u.Field(i).Type(), seen) {
				return false
			}
		}
		return true
	}
	return false
}

// aggregatable reports declared types that rows of an aggregate don't carry.
func (l *loader) aggregatable(d Declaration) bool {
	ok := true
	for i, p := range d.Params {
		instead := ""
		switch p.Type.Kind {
		case types.Interval:
			instead = "pass its length as a number: EXTRACT(EPOCH FROM …)"
		case types.Array:
			instead = "pass its elements, or its text as JSON"
		default:
			continue
		}
		ok = false
		l.report(diag.Diagnostic{Code: diag.FunctionType, Span: p.Span, Fix: &diag.Fix{Message: instead},
			Message: fmt.Sprintf("%s is a %s, which can't be passed to an aggregate", paramName(i, p), typeName(p.Type))})
	}
	return ok
}
