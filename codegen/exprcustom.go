package codegen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// customForms are the calls whose Go form depends on more than their arguments: by the name that ir/functions gives them.
var customForms map[string]func(*callEmitter) operand

func init() {
	customForms = map[string]func(*callEmitter) operand{
		"same":               func(c *callEmitter) operand { return c.emit(c.call.Args[0]) },
		"negate":             negated,
		"decimalAdd":         func(c *callEmitter) operand { return decimalSum(c, "+", "Add") },
		"decimalSub":         func(c *callEmitter) operand { return decimalSum(c, "-", "Sub") },
		"decimalMul":         decimalMul,
		"decimalDiv":         decimalDiv,
		"decimalMod":         decimalMod,
		"decimalNeg":         decimalNeg,
		"decimalAbs":         decimalAbs,
		"decimalSign":        decimalSign,
		"decimalCeil":        decimalWhole("Ceil"),
		"decimalFloor":       decimalWhole("Floor"),
		"decimalRound":       decimalWhole("Round"),
		"decimalTrunc":       decimalWhole("Trunc"),
		"decimalRoundDigits": decimalDigits("Round"),
		"decimalTruncDigits": decimalDigits("Trunc"),

		"timestampAdd":      timestampShift("AddInterval"),
		"timestampSub":      timestampShift("SubInterval"),
		"timeAdd":           timeShift("AddToTime"),
		"timeSub":           timeShift("SubFromTime"),
		"extract":           extract,
		"extractTime":       extract,
		"extractInterval":   extractInterval,
		"dateTrunc":         truncated("Trunc", 1, 0),
		"temporal.Floor":    truncated("Trunc", 0, 1),
		"temporal.Ceil":     truncated("Ceil", 0, 1),
		"intervalTrunc":     intervalTrunc,
		"fromEpoch":         fromEpoch,
		"timestampDiff":     timestampDiff,
		"timestampAddUnits": timestampAddUnits,
		"now":               clock("Now"),
		"localNow":          clock("LocalNow"),
		"currentDate":       clock("CurrentDate"),
		"currentTime":       clock("CurrentTime"),

		"concat":       concat,
		"concatAll":    concatAll,
		"concatWith":   concatWith,
		"like":         like,
		"ilike":        likeFold,
		"regexReplace": regexReplace,
		"encode":       byFormat("text.Encode"),
		"decode":       byFormat("text.Decode"),

		"arrayAppend":   arrayAppend,
		"arrayPrepend":  arrayPrepend,
		"arrayElement":  arrayElement,
		"arrayContains": withElement("array.Contains", false),
		"arrayPosition": withElement("array.Position", true),
		"arrayRemove":   withElement("array.Remove", false),
		"arrayJoin":     arrayJoin,
		"arrayMax":      arrayExtreme("Max"),
		"arrayMin":      arrayExtreme("Min"),
		"mapEntries":    mapEntries,

		"greatest": extreme("Greatest"),
		"least":    extreme("Least"),
		"nullif":   nullIf,
	}
	for _, field := range []string{"Year", "Quarter", "Month", "Week", "DayOfYear", "Day", "DayOfWeek", "Hour", "Minute", "Second"} {
		customForms["field"+field] = fieldOf(field)
	}
}

func negated(c *callEmitter) operand {
	a := c.strict(c.call.Args[0])
	return operand{code: jen.Op("-").Add(a.paren(unaryPrec)), prec: unaryPrec, constant: a.constant}
}

// concat joins a whole chain of || at once.
func concat(c *callEmitter) operand {
	var args []jen.Code
	fails := false
	parts, name := concatParts(c.call), "text.Concat"
	number := printedInteger(parts[1])
	if number != nil && len(parts) == 2 {
		parts, name = parts[:1], "text.ConcatInteger"
	} else {
		number = nil
	}
	for _, part := range parts {
		op := c.strict(part)
		fails = fails || op.fails
		args = append(args, op.code)
	}
	if number != nil {
		op := c.strict(number)
		fails = fails || op.fails
		args = append(args, c.asInt64(op, number.Type()))
	}
	return operand{code: symbol(name).Call(append([]jen.Code{c.scratch()}, args...)...), prec: atom, fails: fails}
}

// printedInteger is the integer that an expression is the text of; nil for others.
func printedInteger(e scalar.Expr) scalar.Expr {
	if cast, ok := e.(*scalar.Cast); ok && cast.Operand.Type().IsInteger() && cast.Typ.IsString() && cast.Typ.Precision == 0 {
		return cast.Operand
	}
	return nil
}

func concatParts(e scalar.Expr) []scalar.Expr {
	call, ok := e.(*scalar.Call)
	if !ok || call.Function != "||" || !call.Typ.IsString() {
		return []scalar.Expr{e}
	}
	return append(concatParts(call.Args[0]), concatParts(call.Args[1])...)
}

// concatAll is CONCAT: NULLs are empty, which their V is.
func concatAll(c *callEmitter) operand {
	args := []jen.Code{c.scratch()}
	for _, arg := range c.call.Args {
		args = append(args, c.orZero(arg))
	}
	return value(symbol("text.Concat").Call(args...))
}

// orZero is an expression's value, the zero value where it is NULL.
func (b *body) orZero(e scalar.Expr) *jen.Statement {
	whole := b.whole(e)
	if e.Type().Nullable {
		return jen.Add(whole).Dot("V")
	}
	return whole
}

func concatWith(c *callEmitter) operand {
	separator := c.strict(c.call.Args[0])
	args := []jen.Code{c.scratch(), separator.code}
	for _, arg := range c.call.Args[1:] {
		args = append(args, c.nullable(arg))
	}
	return value(symbol("text.ConcatWith").Call(args...))
}

// like is LIKE: the usual patterns are plain functions of package strings.
func like(c *callEmitter) operand {
	s := c.strict(c.call.Args[0])
	pattern, escape, constant := likeLiterals(c.call)
	if constant {
		if code := simpleLike(s, pattern, escape); code != nil {
			return *code
		}
	}
	return c.likeCall("text.Like", s)
}

func likeFold(c *callEmitter) operand { return c.likeCall("text.LikeFold", c.strict(c.call.Args[0])) }

func (c *callEmitter) likeCall(name string, s operand) operand {
	args := []jen.Code{s.code, c.strict(c.call.Args[1]).code, jen.Lit(`\`)}
	if len(c.call.Args) == 3 {
		args[2] = c.strict(c.call.Args[2]).code
	}
	return value(symbol(name).Call(args...))
}

// likeLiterals are the constant pattern and escape character of a LIKE.
func likeLiterals(call *scalar.Call) (pattern, escape string, ok bool) {
	escape = `\`
	for i, arg := range call.Args[1:] {
		literal, isLiteral := arg.(*scalar.Literal)
		if !isLiteral {
			return "", "", false
		}
		text, isText := literal.Value.(string)
		if !isText {
			return "", "", false
		}
		if i == 0 {
			pattern = text
		} else {
			escape = text
		}
	}
	return pattern, escape, true
}

// simpleLike is a pattern without _ and without escapes, whose % stand at its ends only.
func simpleLike(s operand, pattern, escape string) *operand {
	middle := strings.TrimSuffix(strings.TrimPrefix(pattern, "%"), "%")
	if strings.ContainsAny(middle, "%_") || escape != "" && strings.Contains(pattern, escape) {
		return nil
	}
	starts, ends := strings.HasPrefix(pattern, "%"), strings.HasSuffix(pattern, "%")
	call := func(name string) *operand {
		return &operand{code: jen.Qual("strings", name).Call(s.code, jen.Lit(middle)), prec: atom, fails: s.fails}
	}
	switch {
	case pattern == "%":
		return nil
	case starts && ends:
		return call("Contains")
	case starts:
		return call("HasSuffix")
	case ends:
		return call("HasPrefix")
	}
	return &operand{code: jen.Add(s.paren(addPrec)).Op("==").Lit(pattern), prec: cmpPrec, fails: s.fails}
}

// regexReplace is REGEXP_REPLACE with flags.
func regexReplace(c *callEmitter) operand {
	flags := strings.ToLower(c.flags(3))
	param := c.overload.ParamAt(1)
	prepare := *param.Prepare
	if strings.Contains(flags, "i") {
		prepare.Const, prepare.Dynamic = "regex.MustFold", "regex.CachedFold"
	}
	param.Prepare = &prepare
	s, pattern, replacement := c.strict(c.call.Args[0]), c.prepared(c.call.Args[1], param), c.strict(c.call.Args[2])
	name := "regex.Replace"
	if strings.Contains(flags, "g") {
		name = "regex.ReplaceAll"
	}
	return value(symbol(name).Call(c.scratch(), s.code, pattern.code, replacement.code))
}

// flags is a keyword argument as it stands.
func (c *callEmitter) flags(i int) string {
	literal, _ := c.call.Args[i].(*scalar.Literal)
	text, _ := literal.Value.(string)
	return text
}

// byFormat is ENCODE and DECODE: the function for the named format.
func byFormat(prefix string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		name := map[string]string{"hex": "Hex", "base64": "Base64", "escape": "Escape"}[strings.ToLower(c.flags(1))]
		return value(symbol(prefix+name).Call(c.scratch(), c.strict(c.call.Args[0]).code))
	}
}

// elementArg is an argument that meets an array's elements.
func (c *callEmitter) elementArg(array, elem int) *jen.Statement {
	return c.as(c.call.Args[elem], *c.typeOf(array).Elem)
}

func arrayAppend(c *callEmitter) operand {
	array := c.orZero(c.call.Args[0])
	if c.call.Function != "||" {
		array = c.strict(c.call.Args[0]).code
	}
	return value(symbol("array.Append").Call(array, c.elementArg(0, 1)))
}

func arrayPrepend(c *callEmitter) operand {
	return value(symbol("array.Prepend").Call(c.elementArg(1, 0), c.orZero(c.call.Args[1])))
}

func arrayElement(c *callEmitter) operand {
	array := c.strict(c.call.Args[0])
	if c.typeOf(0).Elem.Nullable {
		return operand{whole: symbol("array.ElementNull").Call(array.code)}
	}
	return operand{maybe: symbol("array.Element").Call(array.code)}
}

// withElement is a function of an array and a value that its elements are compared with.
func withElement(name string, maybe bool) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		array, x := c.strict(c.call.Args[0]), c.strict(c.call.Args[1])
		elem := *c.typeOf(0).Elem
		arg := c.typed(x, elem)
		if elem.Nullable {
			arg = symbol("Of").Call(arg)
		}
		call := symbol(name).Call(array.code, arg)
		if maybe {
			return operand{maybe: call}
		}
		return value(call)
	}
}

func arrayJoin(c *callEmitter) operand {
	array, delimiter := c.strict(c.call.Args[0]), c.strict(c.call.Args[1])
	args := []jen.Code{c.scratch(), array.code, delimiter.code}
	if !c.typeOf(0).Elem.Nullable {
		return value(symbol("text.Join").Call(args...))
	}
	if len(c.call.Args) == 3 {
		return value(symbol("text.JoinWithNull").Call(append(args, c.strict(c.call.Args[2]).code)...))
	}
	return value(symbol("text.JoinNulls").Call(args...))
}

func arrayExtreme(name string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		array := c.strict(c.call.Args[0])
		elem := *c.typeOf(0).Elem
		args, function := []jen.Code{array.code}, "array."+name
		if !isOrdered(elem) {
			function += "Func"
			args = append(args, c.orderFunc(elem))
		}
		if elem.Nullable {
			return operand{whole: symbol(function + "Null").Call(args...)}
		}
		return operand{maybe: symbol(function).Call(args...)}
	}
}

func mapEntries(c *callEmitter) operand {
	entry := *c.call.Typ.Elem
	row := c.x.gen.structs.rowType(entry, "entry")
	convert := jen.Func().Params(jen.Id("key").Add(c.x.gen.goType(entry.Fields[0].Type)), jen.Id("value").Add(c.x.gen.goType(entry.Fields[1].Type))).
		Id(row.GoName).Block(jen.Return(jen.Id(row.GoName).Values(jen.Id("key"), jen.Id("value"))))
	return value(symbol("array.Entries").Call(c.strict(c.call.Args[0]).code, convert))
}

// extreme is GREATEST and LEAST: NULLs are left out.
func extreme(name string) func(*callEmitter) operand {
	return func(c *callEmitter) operand {
		t := c.call.Typ
		nullable := false
		for _, arg := range c.call.Args {
			nullable = nullable || arg.Type().Nullable
		}
		var args []jen.Code
		suffix := ""
		if !isOrdered(t) {
			suffix = "Func"
			args = append(args, c.orderFunc(t))
		}
		for _, arg := range c.call.Args {
			args = append(args, c.as(arg, t.WithNull(nullable)))
		}
		if !nullable && suffix == "" {
			return value(jen.Id(map[string]string{"Greatest": "max", "Least": "min"}[name]).Call(args...))
		}
		if !nullable {
			return value(symbol("array." + name + suffix).Call(args...))
		}
		whole := symbol("array." + name + suffix + "Null").Call(args...)
		if t.Nullable {
			return operand{whole: whole}
		}
		return value(whole.Dot("V"))
	}
}

// orderFunc is compareFunc, for floats too.
func (b *body) orderFunc(t types.Type) *jen.Statement {
	if t.IsFloat() {
		return symbol("num.CompareFloat").Types(b.x.gen.plainType(t))
	}
	return b.compareFunc(t)
}

func nullIf(c *callEmitter) operand {
	t := c.call.Args[0].Type().WithNull(true)
	a, b := c.nullable(c.call.Args[0]), c.nullable(c.call.Args[1])
	if isComparable(t) {
		return operand{whole: symbol("NullIf").Call(a, b)}
	}
	return operand{whole: symbol("NullIfFunc").Call(a, b, c.equalFunc(t))}
}
