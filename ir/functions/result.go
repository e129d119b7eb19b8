package functions

import (
	"fmt"

	"github.com/weirsql/weir/ir/types"
)

// Result computes the result's type of an overload from the parameter types. Nullability is the null rule's business.
type Result struct {
	Text string // for docs: "DOUBLE", "T", "as x"
	Of   func(params []types.Type, args []Arg) (types.Type, error)
}

func fixed(t types.Type) Result {
	return Result{fmt.Sprint(t), func([]types.Type, []Arg) (types.Type, error) { return t, nil }}
}

// fixedAs is fixed with a name of its own in the docs.
func fixedAs(t types.Type, text string) Result {
	r := fixed(t)
	r.Text = text
	return r
}

// sameAs is the type of parameter i.
func sameAs(i int, text string) Result {
	return Result{text, func(params []types.Type, _ []Arg) (types.Type, error) { return params[i], nil }}
}

func elemOf(i int) Result {
	return Result{"T", func(params []types.Type, _ []Arg) (types.Type, error) { return *params[i].Elem, nil }}
}

// decimalResult computes a DECIMAL from the DECIMAL parameters.
func decimalResult(rule func(a, b types.Type) types.Type) Result {
	return Result{"DECIMAL", func(params []types.Type, _ []Arg) (types.Type, error) {
		return rule(params[0], params[1]), nil
	}}
}

const maxDecimal = 38

// capDecimal keeps a DECIMAL within 38 digits by giving up scale, though not below 6 (or the scale itself).
func capDecimal(precision, scale int) types.Type {
	if precision > maxDecimal {
		scale = max(scale-(precision-maxDecimal), min(scale, 6))
		precision = maxDecimal
	}
	return types.DecimalOf(precision, scale)
}

func addDecimal(a, b types.Type) types.Type {
	scale := max(a.Scale, b.Scale)
	return capDecimal(max(a.Precision-a.Scale, b.Precision-b.Scale)+scale+1, scale)
}

func mulDecimal(a, b types.Type) types.Type {
	return capDecimal(a.Precision+b.Precision+1, a.Scale+b.Scale)
}

func divDecimal(a, b types.Type) types.Type {
	scale := max(6, a.Scale+b.Precision+1)
	return capDecimal(a.Precision-a.Scale+b.Scale+scale, scale)
}

func modDecimal(a, b types.Type) types.Type {
	scale := max(a.Scale, b.Scale)
	return capDecimal(min(a.Precision-a.Scale, b.Precision-b.Scale)+scale, scale)
}
