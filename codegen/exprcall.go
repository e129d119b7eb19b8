package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// emitCall emits a function or operator of the table in ir/functions.
func (b *body) emitCall(e *scalar.Call) operand {
	_, overload := functions.Of(e.Function, e.Overload)
	if overload == nil {
		panic("codegen: no function " + e.Function)
	}
	c := &callEmitter{b, e, overload}
	if overload.Go.Kind == functions.GoCustom {
		emit := customForms[overload.Go.Symbol]
		if emit == nil {
			panic("codegen: no emitter " + overload.Go.Symbol)
		}
		op := emit(c)
		op.fails = op.fails || overload.CanFail
		return op
	}
	return c.plain()
}

// callEmitter emits one call.
type callEmitter struct {
	*body
	call     *scalar.Call
	overload *functions.Overload
}

// typeOf is the type of argument i; of the result for functions.ResultArg.
func (c *callEmitter) typeOf(i int) types.Type {
	if i == functions.ResultArg {
		return c.call.Typ
	}
	return c.call.Args[i].Type()
}

// plain emits a call by its Go form, of arguments that aren't NULL.
func (c *callEmitter) plain() operand {
	args := c.operands()
	form := c.overload.Go
	op := operand{prec: atom, fails: c.overload.CanFail || anyFails(args)}
	if form.Kind == functions.GoInfix {
		op.prec = map[string]int{"&": mulPrec, "|": addPrec, "^": addPrec}[form.Symbol]
		op.code = jen.Add(args[0].paren(op.prec)).Op(form.Symbol).Add(args[1].paren(op.prec + 1))
		return op
	}
	call := c.invoke(form.Symbol, form.Arena, args, c.extras(form.Extras)...)
	if c.overload.Nulls == functions.Maybe {
		return operand{maybe: call, fails: op.fails}
	}
	op.code = call
	return op
}

// operands are the arguments as plain values, prepared where their parameter says so.
func (c *callEmitter) operands() []operand {
	args := make([]operand, len(c.call.Args))
	constants := 0
	for i, arg := range c.call.Args {
		if param := c.overload.ParamAt(i); param.Prepare != nil {
			args[i] = c.prepared(arg, param)
			continue
		}
		args[i] = c.strict(arg)
		if args[i].constant {
			constants++
		}
	}
	if constants > 0 && constants == len(args) { // Go would infer the constant's default type
		args[0] = operand{code: c.typed(args[0], c.typeOf(0)), prec: atom}
	}
	return args
}

func anyFails(args []operand) bool {
	for _, arg := range args {
		if arg.fails {
			return true
		}
	}
	return false
}

// invoke calls a runtime or library function with operands, and what follows them.
func (b *body) invoke(name string, arena bool, args []operand, more ...jen.Code) *jen.Statement {
	var list []jen.Code
	if arena {
		list = append(list, b.scratch())
	}
	for _, arg := range args {
		list = append(list, arg.code)
	}
	return libraryFunc(name).Call(append(list, more...)...)
}

// libraryFunc refers to "text.Upper" of the runtime, or "math.Ceil" of the standard library.
func libraryFunc(name string) *jen.Statement {
	pkg, ident, _ := strings.Cut(name, ".")
	switch pkg {
	case "math", "strings":
		return jen.Qual(pkg, ident)
	}
	return symbol(name)
}

func (c *callEmitter) extras(list []functions.Extra) []jen.Code {
	var codes []jen.Code
	for _, extra := range list {
		codes = append(codes, c.extra(extra))
	}
	return codes
}

func (c *callEmitter) extra(extra functions.Extra) jen.Code {
	switch extra.Kind {
	case functions.Unit:
		return unitOf(c.typeOf(extra.Arg))
	case functions.Precision:
		return jen.Lit(c.typeOf(extra.Arg).Precision)
	case functions.Scale:
		return jen.Lit(c.typeOf(extra.Arg).Scale)
	case functions.Zone:
		return c.x.sessionZone()
	}
	return c.x.gen.plainType(c.typeOf(extra.Arg))
}

// unitOf is temporal.Micros or temporal.Nanos.
func unitOf(t types.Type) *jen.Statement {
	if t.Unit() == 1_000_000 {
		return symbol("temporal.Micros")
	}
	return symbol("temporal.Nanos")
}

// prepared is an argument in its compiled form: a package variable for a literal, a cached lookup otherwise.
func (c *callEmitter) prepared(arg scalar.Expr, param functions.Param) operand {
	literal, ok := arg.(*scalar.Literal)
	text, isText := "", false
	if ok {
		text, isText = literal.Value.(string)
	}
	if isText {
		return operand{code: c.x.prepare(c.fn.name+exportedName(param.Name), param.Prepare, text), prec: atom}
	}
	if param.Prepare.Type == zoneType {
		c.x.zoned = true
	}
	op := c.strict(arg)
	return operand{code: symbol(param.Prepare.Dynamic).Call(op.code), prec: atom, fails: true}
}

const zoneType = "*temporal.Zone"

// prepare compiles a literal into a package variable.
func (x *exprFile) prepare(hint string, how *functions.Prepare, text string) *jen.Statement {
	if how.Type == zoneType {
		return x.zone(text)
	}
	return jen.Id(x.variable(hint, how.Const+" "+text, symbol(how.Const).Call(literal(text))))
}

// zone refers to a time zone: temporal.UTC, or a package variable.
func (x *exprFile) zone(name string) *jen.Statement {
	if name == "" || name == "UTC" {
		return symbol("temporal.UTC")
	}
	x.zoned = true
	return jen.Id(x.variable("zone"+exportedName(name), "zone "+name, symbol("temporal.MustZone").Call(jen.Lit(name))))
}

// sessionZone is the job's time zone: UTC unless SET 'table.local-time-zone' says otherwise.
func (x *exprFile) sessionZone() *jen.Statement { return x.zone(x.sessionZoneName()) }

func (x *exprFile) sessionZoneName() string {
	if name := x.gen.setting("table.local-time-zone"); name != "" {
		return name
	}
	return "UTC"
}
