package udf

import (
	"fmt"
	gotypes "go/types"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// match compares a declaration with the Go function's signature; nil where they differ, which is reported with both sides.
func (l *loader) match(d Declaration, t target, function *gotypes.Func) *scalar.UserFunction {
	signature := function.Type().(*gotypes.Signature)
	bound := &scalar.UserFunction{Name: d.Name, Package: t.path, Func: t.function, Result: d.Result, Span: d.Span}
	at, problem := d.NameSpan, checkShape(signature)
	if problem == "" {
		at, problem = matchParams(d, signature, bound)
	}
	if problem == "" {
		at, problem = d.ResultSpan, matchResults(d, signature, bound)
	}
	if problem != "" {
		l.mismatch(d, t, function, at, problem)
		return nil
	}
	return bound
}

// mappable reports declared types that no Go type carries.
func (l *loader) mappable(d Declaration) bool {
	ok := true
	check := func(t types.Type, at diag.Span, what string) {
		if goType(t) == "" {
			ok = false
			l.report(diag.Diagnostic{Code: diag.FunctionType, Span: at,
				Message: fmt.Sprintf("%s is a %s, which can't be passed to a Go function", what, typeName(t)),
				Fix:     &diag.Fix{Message: "pass its fields or elements as parameters of their own, or its text as JSON"}})
		}
	}
	for i, p := range d.Params {
		check(p.Type, p.Span, paramName(i, p))
	}
	check(d.Result, d.ResultSpan, "the result")
	return ok
}

func checkShape(signature *gotypes.Signature) string {
	switch {
	case signature.TypeParams().Len() > 0:
		return "the Go function has type parameters: SQL can't choose them"
	case signature.Variadic():
		return "the Go function is variadic: write each parameter out"
	}
	return ""
}

// matchParams compares parameters one by one. A problem has the span of the parameter that it is about.
func matchParams(d Declaration, signature *gotypes.Signature, bound *scalar.UserFunction) (at diag.Span, problem string) {
	if got := signature.Params().Len(); got != len(d.Params) {
		return d.NameSpan, fmt.Sprintf("SQL declares %s, the Go function has %d", plural(len(d.Params), "parameter"), got)
	}
	for i, p := range d.Params {
		null, ok := matchType(p.Type, signature.Params().At(i).Type())
		if !ok {
			return p.Span, fmt.Sprintf("%s is %s, which is %s in Go, not %s", paramName(i, p), typeName(p.Type), goType(p.Type), shortType(signature.Params().At(i).Type()))
		}
		bound.Params = append(bound.Params, p.Type)
		bound.GoParams = append(bound.GoParams, null)
	}
	return diag.Span{}, ""
}

// matchResults takes T, *T, (T, bool), each also with an error behind.
func matchResults(d Declaration, signature *gotypes.Signature, bound *scalar.UserFunction) string {
	results := make([]gotypes.Type, signature.Results().Len())
	for i := range results {
		results[i] = signature.Results().At(i).Type()
	}
	if n := len(results); n > 1 && isError(results[n-1]) {
		bound.HasError = true
		results = results[:n-1]
	}
	if len(results) == 0 || len(results) > 2 || len(results) == 2 && !isBool(results[1]) {
		return "the Go function must return one value, with a bool behind it where it may be NULL and an error where it may fail"
	}
	null, ok := matchType(d.Result, results[0])
	if !ok {
		return fmt.Sprintf("the result is %s, which is %s in Go, not %s", typeName(d.Result), goType(d.Result), shortType(results[0]))
	}
	if len(results) == 2 {
		if null == scalar.GoPointer && d.Result.Kind != types.Decimal {
			return "the Go function says NULL twice, by a pointer and by a bool: keep one"
		}
		null = scalar.GoOK
	} else if d.Result.Kind == types.Decimal {
		null = scalar.GoPointer
	}
	if null != scalar.GoPlain && !d.Result.Nullable && d.Result.Kind != types.Decimal {
		return "SQL declares the result NOT NULL, but the Go function can return NULL"
	}
	bound.GoResult = null
	bound.Result.Nullable = d.Result.Nullable && null != scalar.GoPlain
	return ""
}

func isError(t gotypes.Type) bool {
	return gotypes.Identical(t, gotypes.Universe.Lookup("error").Type())
}

func isBool(t gotypes.Type) bool { return gotypes.Identical(t, gotypes.Typ[gotypes.Bool]) }

// mismatch reports a wrong signature with both sides and what would be right.
func (l *loader) mismatch(d Declaration, t target, function *gotypes.Func, at diag.Span, problem string) {
	l.report(diag.Diagnostic{
		Code: diag.FunctionSignature, Span: at,
		Message: fmt.Sprintf("function %s and Go function %s differ: %s", d.Name, t.function, problem),
		Notes: []diag.Note{
			{Span: d.NameSpan, Message: "SQL: " + d.String()},
			{Message: "Go: func " + t.function + strings.TrimPrefix(shortType(function.Type()), "func") + " at " + l.position(function.Pos())},
			{Message: "expected: " + expected(d, t.function)},
		},
	})
}

// String prints a declaration as SQL: risk(price DOUBLE, qty BIGINT) RETURNS DOUBLE.
func (d Declaration) String() string {
	params := make([]string, len(d.Params))
	for i, p := range d.Params {
		params[i] = strings.TrimSpace(p.Name + " " + fmt.Sprint(p.Type))
	}
	return d.Name + "(" + strings.Join(params, ", ") + ") RETURNS " + fmt.Sprint(d.Result)
}

// expected prints the simplest Go signature that fits a declaration.
func expected(d Declaration, name string) string {
	return "func " + name + "(" + strings.Join(goParams(d), ", ") + ") " + goType(d.Result)
}

// goParams prints the simplest Go parameters that fit a declaration.
func goParams(d Declaration) []string {
	params := make([]string, len(d.Params))
	for i, p := range d.Params {
		params[i] = strings.TrimSpace(goName(p.Name) + " " + goType(p.Type))
	}
	return params
}

// goName is a parameter's name where Go takes it, else "_".
func goName(name string) string {
	if name == "" {
		return ""
	}
	for i, c := range name {
		if c != '_' && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') && (i == 0 || c < '0' || c > '9') {
			return "_"
		}
	}
	return name
}

func paramName(i int, p Param) string {
	if p.Name == "" {
		return fmt.Sprintf("parameter %d", i+1)
	}
	return fmt.Sprintf("parameter %d (%s)", i+1, p.Name)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func typeName(t types.Type) string { return fmt.Sprint(t.WithNull(true)) }
