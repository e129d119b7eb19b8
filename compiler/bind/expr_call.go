package bind

import (
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
)

// call binds name(args): a form of its own, a user function, or a function of the table.
func (b *binder) call(call *ast.Call, s *scope) operand {
	b.checkUnqualified(call.Name)
	name := strings.ToUpper(call.Name.Last().Name)
	if f := b.lookupFunction(call.Name.Last()); f != nil {
		if f.decl.Aggregate {
			return b.manyRows(call, f.aggregate(), s)
		}
		b.checkPlainCall(call)
		return b.userCall(f, call, s)
	}
	if name == "GROUPING" || name == "GROUPING_ID" {
		return b.groupingCall(call, s)
	}
	if f, ok := functions.LookupAggregate(name); ok {
		return b.manyRows(call, f, s)
	}
	if o, ok := b.groupWindowCall(call, s); ok {
		return o
	}
	if isBuiltin(name) {
		b.checkPlainCall(call)
	}
	switch name {
	case "COALESCE":
		if b.checkCount(call, 1, -1, "COALESCE(a, b, …)") {
			return b.coalesce(call, s)
		}
		return bad(call.Span())
	case "IFNULL", "NVL":
		if b.checkCount(call, 2, 2, name+"(a, b)") {
			return b.coalesce(call, s)
		}
		return bad(call.Span())
	case "IF":
		return b.ifCall(call, s)
	}
	return b.function(name, call.Name.Last(), call.Span(), b.operands(call.Args, s))
}

// checkCount reports a call of a form with too few or too many arguments; at most -1 is any number.
func (b *binder) checkCount(call *ast.Call, least, most int, form string) bool {
	if n := len(call.Args); n >= least && (most < 0 || n <= most) {
		return true
	}
	d := b.report(diag.ArgumentCount, call.Span(), "%s takes other arguments than these %d", call.Name.Last().Name, len(call.Args))
	advise(d, "write %s", form)
	return false
}

// function resolves a call of the function table.
func (b *binder) function(name string, id ast.Ident, at diag.Span, args []operand) operand {
	if _, ok := functions.Lookup(name); !ok {
		b.unknownFunction(id)
		return bad(at)
	}
	if anyBad(args) {
		return bad(at)
	}
	resolution, err := functions.Resolve(name, argsOf(args))
	if err != nil {
		b.functionError(id, at, args, err.(*functions.ResolveError))
		return bad(at)
	}
	return b.resolved(resolution, args, at)
}

func (b *binder) functionError(id ast.Ident, at diag.Span, args []operand, err *functions.ResolveError) {
	switch err.Kind {
	case functions.BadConstant:
		b.report(diag.BadConstant, args[err.Arg].Span(), "%s", err.Message)
	case functions.WrongCount:
		b.report(diag.ArgumentCount, at, "%s", err.Message)
	default:
		d := b.report(diag.ArgumentTypes, at, "%s", err.Message)
		adviseArguments(d, args, err.Function)
	}
}

// adviseArguments says what each argument is, and that a cast helps where a string is asked for.
func adviseArguments(d *diag.Diagnostic, args []operand, f *functions.Function) {
	for i, arg := range args {
		if arg.bare || arg.literal() != nil {
			continue
		}
		note(d, arg.Span(), "this is %s", article(arg.Type()))
		if len(f.Overloads) == 1 && f.Overloads[0].ParamAt(i).Class == functions.String && !arg.Type().IsString() {
			advise(d, "CAST(… AS STRING)")
		}
	}
}

// unknownFunction suggests functions of the table, of the file, and of the forms that aren't in the table.
func (b *binder) unknownFunction(id ast.Ident) {
	if b.opts.Incomplete {
		return
	}
	d := b.report(diag.UnknownFunction, id.Span(), "unknown function %s", id.Name)
	names := append(append(functions.Names(), functions.AggregateNames()...), "COALESCE", "IFNULL", "NVL", "IF")
	for _, f := range b.functions {
		names = append(names, f.decl.Name.Last().Name)
	}
	if advice := functionsElsewhere[strings.ToUpper(id.Name)]; advice != "" {
		advise(d, "%s", advice)
	} else if near := diag.Nearest(id.Name, names); near != "" {
		replace(d, id.Span(), near, "did you mean %s?", near)
	} else {
		advise(d, "docs/functions.md lists all functions; CREATE FUNCTION %s … LANGUAGE GO adds one", id)
	}
}

// functionsElsewhere are functions of other engines, and what to write instead.
var functionsElsewhere = map[string]string{
	"DATEDIFF":        "write TIMESTAMPDIFF(DAY, a, b), or a - b for dates",
	"DATE_ADD":        "write … + INTERVAL '1' DAY",
	"DATE_SUB":        "write … - INTERVAL '1' DAY",
	"DATEADD":         "write … + INTERVAL '1' DAY",
	"TO_CHAR":         "write DATE_FORMAT(ts, 'yyyy-MM-dd') for times, CAST(… AS STRING) for numbers",
	"STR_TO_DATE":     "write TO_TIMESTAMP(s, pattern)",
	"TO_NUMBER":       "write CAST(… AS DECIMAL(p, s))",
	"CONVERT":         "write CAST(… AS type)",
	"ISNULL":          "write … IS NULL, or COALESCE(a, b)",
	"IIF":             "write IF(condition, a, b)",
	"DECODE":          "write CASE … WHEN … THEN … END",
	"LEN":             "write LENGTH(…)",
	"GETDATE":         "write CURRENT_TIMESTAMP",
	"SYSDATE":         "write CURRENT_TIMESTAMP",
	"JSON_EXTRACT":    "write JSON_QUERY(document, '$.path') or JSON_VALUE(document, '$.path')",
	"GET_JSON_OBJECT": "write JSON_VALUE(document, '$.path')",
	"UNNEST":          "this version of Weir can't turn an array into rows",
}
