package codegen

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// exprFile collects exprs.go: one function for each SQL expression that is more than a column or a constant.
//
//	// total_amount > 100
//	//
//	//line job.sql:12:7
//	func whereTotalAmountOver100(totalAmount float64) bool { return totalAmount > 100 }
//
// A function takes the columns that the expression reads, and first the partition's scratch where it builds strings. What
// may be NULL is thought of as a pair: guards, Go conditions under which it isn't, and a value that is evaluated only then.
// Sub-expressions that need statements of their own inside a conditional become functions of their own.
type exprFile struct {
	gen       *generator
	functions []*exprFunc
	known     map[string]*exprFunc // by meaning and mode: an expression that stands twice is one function
	variables []variable
	zoned     bool // a time zone other than UTC, or a computed one, is used: the job carries the zone database
	scratch   bool // since the last tookScratch
}

// variable is a package variable: what is compiled once from a literal.
type variable struct {
	name, key string
	value     *jen.Statement
}

// exprFunc is one generated function.
type exprFunc struct {
	name    string
	columns []*scalar.Column // its parameters, in order of appearance
	scratch bool
	fails   bool
	code    *jen.Statement
}

// mode is what a function returns.
type mode uint8

const (
	valueMode mode = iota // the expression's value, rt.Null[T] where it may be NULL
	trueMode              // bool: it is TRUE
	falseMode             // bool: it is FALSE
)

func newExprFile(g *generator) *exprFile {
	return &exprFile{gen: g, known: map[string]*exprFunc{}}
}

// file adds the declarations made so far.
func (x *exprFile) file(f *jen.File) {
	if x.zoned {
		f.Anon("time/tzdata")
	}
	if len(x.variables) > 0 {
		var specs []jen.Code
		for _, v := range x.variables {
			specs = append(specs, jen.Id(v.name).Op("=").Add(v.value))
		}
		f.Comment("Compiled once, from the constants of the SQL.")
		f.Var().Defs(specs...)
	}
	for _, fn := range x.functions {
		f.Line()
		f.Add(fn.code)
	}
}

func (x *exprFile) value(e scalar.Expr, hint string, in columns) jen.Code {
	switch e := e.(type) {
	case *scalar.Column:
		return in(e.Index)
	case *scalar.Literal:
		return x.literalValue(e)
	case *scalar.Cast:
		if onlyGainsNull(e) {
			return symbol("Of").Call(x.value(e.Operand, hint, in))
		}
	}
	return x.call(x.define(e, valueMode, hint), in)
}

func (x *exprFile) condition(e scalar.Expr, hint string, in columns) jen.Code {
	switch e := e.(type) {
	case *scalar.Column:
		if !e.Typ.Nullable {
			return in(e.Index)
		}
	case *scalar.Literal:
		return jen.Lit(e.Value == true)
	}
	return x.call(x.define(e, trueMode, hint), in)
}

func (x *exprFile) tookScratch() bool {
	took := x.scratch
	x.scratch = false
	return took
}

// call calls an expression's function from a partition's method.
func (x *exprFile) call(fn *exprFunc, in columns) jen.Code {
	var args []jen.Code
	if fn.scratch {
		x.scratch = true
		args = append(args, jen.Op("&").Id("p").Dot("scratch"))
	}
	for _, column := range fn.columns {
		args = append(args, in(column.Index))
	}
	return jen.Id(fn.name).Call(args...)
}

// define makes the function of an expression, or finds the one that is there already.
func (x *exprFile) define(e scalar.Expr, m mode, hint string) *exprFunc {
	key := strconv.Itoa(int(m)) + sharedText(e)
	if fn := x.known[key]; fn != nil {
		return fn
	}
	fn := &exprFunc{name: x.gen.names.unexported(hint)}
	x.known[key] = fn
	b := newBody(x, fn, e)
	statements := b.statements(e, m)
	fn.code = x.declaration(fn, b, e, m, statements)
	x.functions = append(x.functions, fn)
	return fn
}

// sharedText is the same for two expressions that one function computes: columns of one type may come from different inputs.
func sharedText(e scalar.Expr) string {
	var text strings.Builder
	text.WriteString(scalar.Print(e))
	scalar.Walk(e, func(node scalar.Expr) bool {
		if column, ok := node.(*scalar.Column); ok {
			text.WriteString("; " + column.Typ.String())
		}
		return true
	})
	return text.String()
}

// declaration renders a function: on one line where gofmt keeps it there, else with a //line directive above each statement
// that may fail, so that a panic names the line of the SQL.
func (x *exprFile) declaration(fn *exprFunc, b *body, e scalar.Expr, m mode, statements []jen.Code) *jen.Statement {
	header := jen.Func().Id(fn.name).Params(b.parameters()...).Add(b.resultType(e, m))
	comment := jen.Null()
	if text := x.gen.sql.expression(e); text != "" {
		comment = sqlComment(fn.name, text)
	}
	line := x.lineDirective(e.Span())
	top := jen.Add(comment).Add(line).Line().Add(header).Op("{")
	if len(statements) == 1 {
		oneLine := jen.Add(header).Op("{").Add(statements[0]).Op("}")
		if _, nested := statements[0].(block); !nested && fitsLine(oneLine) {
			return jen.Add(top).Add(statements[0]).Op("}")
		}
	}
	return jen.Add(top).Line().Add(b.lines(statements)).Op("}")
}

func (x *exprFile) lineDirective(span diag.Span) *jen.Statement {
	line, column := x.gen.sql.position(span.Start)
	return jen.Comment("//line " + x.gen.sql.name + ":" + strconv.Itoa(line) + ":" + strconv.Itoa(column))
}

// fitsLine reports whether gofmt leaves a function on one line.
func fitsLine(code jen.Code) bool {
	f := jen.NewFile("p")
	f.ImportAlias(rtPath, "rt")
	f.Add(code)
	var out bytes.Buffer
	if f.Render(&out) != nil {
		return false
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	last := lines[len(lines)-1]
	return strings.HasPrefix(last, "func ") && len(last) <= 130
}

// variable returns the name of a package variable with the given value, made from the literal that key names.
func (x *exprFile) variable(hint, key string, value *jen.Statement) string {
	for _, v := range x.variables {
		if v.key == key {
			return v.name
		}
	}
	name := x.gen.names.unexported(hint)
	x.variables = append(x.variables, variable{name, key, value})
	return name
}

// canFail reports whether an expression may fail the record.
func canFail(e scalar.Expr) bool {
	fails := false
	scalar.Walk(e, func(node scalar.Expr) bool {
		switch node := node.(type) {
		case *scalar.Call:
			_, overload := functions.Of(node.Function, node.Overload)
			fails = fails || overload == nil || overload.CanFail
		case *scalar.Cast:
			fails = fails || castFails(node)
		case *scalar.UserCall, *scalar.NotNull:
			fails = true
		}
		return !fails
	})
	return fails
}

// onlyGainsNull reports a cast that makes nothing of its operand but a value that might be NULL.
func onlyGainsNull(e *scalar.Cast) bool {
	from := e.Operand.Type()
	return e.Typ.Nullable && !from.Nullable && representedAlike(from, e.Typ)
}

// representedAlike reports types whose values need no work to pass from one to the other.
func representedAlike(from, to types.Type) bool {
	return from.WithNull(false).Equal(to.WithNull(false))
}
