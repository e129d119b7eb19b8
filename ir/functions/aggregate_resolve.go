package functions

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/weirsql/weir/ir/types"
)

// AggregateResolution is what a call of an Aggregate is bound to.
type AggregateResolution struct {
	Function *Aggregate
	Overload int
	Params   []types.Type // what each argument is to be cast to; Nullable as the argument is
	// Result is nullable where the overload is Maybe, or Nullable and an argument may be NULL. Where the group may have no row
	// that counts (no GROUP BY, a FILTER, a frame that may be empty) a Nullable overload's result is nullable all the same:
	// the binder knows that.
	Result types.Type
}

// LookupAggregate finds a function of many rows by name or alias, in any case.
func LookupAggregate(name string) (*Aggregate, bool) {
	f, ok := aggregateIndex()[strings.ToUpper(name)]
	return f, ok
}

// Aggregates returns the table of functions of many rows in documentation order.
func Aggregates() []Aggregate {
	return slices.Concat(basicAggregates, statisticAggregates, collectingAggregates, approximateAggregates, overFunctions)
}

var aggregateIndex = sync.OnceValue(func() map[string]*Aggregate {
	all := Aggregates()
	byName := make(map[string]*Aggregate, 2*len(all))
	for i := range all {
		byName[all[i].Name] = &all[i]
		for _, alias := range all[i].Aliases {
			byName[alias] = &all[i]
		}
	}
	return byName
})

// AggregateNames returns every name and alias of a function of many rows, sorted: for suggestions.
func AggregateNames() []string {
	names := make([]string, 0, len(aggregateIndex()))
	for name := range aggregateIndex() {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// AggregateOf returns the overload that a logical.AggregateCall names.
func AggregateOf(name string, overload int) (*Aggregate, *AggregateOverload) {
	f, ok := LookupAggregate(name)
	if !ok || overload < 0 || overload >= len(f.Overloads) {
		return nil, nil
	}
	return f, &f.Overloads[overload]
}

// ResolveAggregate finds the overload of a function of many rows, as Resolve does for scalar ones. COUNT(*) is COUNT without
// arguments. The error is a *ResolveError.
func ResolveAggregate(name string, args []Arg) (AggregateResolution, error) {
	f, ok := LookupAggregate(name)
	if !ok {
		return AggregateResolution{}, &ResolveError{Kind: UnknownFunction, Message: "unknown aggregate function " + name}
	}
	best, bestCost := -1, impossible
	for i := range f.Overloads {
		if c := overloadCost(f.Overloads[i].scalar(), args); c < bestCost {
			best, bestCost = i, c
		}
	}
	if best < 0 {
		return AggregateResolution{}, mismatch(f.scalar(), args)
	}
	return f.resolution(best, args)
}

func (f *Aggregate) resolution(overload int, args []Arg) (AggregateResolution, error) {
	o := &f.Overloads[overload]
	params, ok := paramTypes(o.scalar(), args)
	if !ok {
		return AggregateResolution{}, mismatch(f.scalar(), args)
	}
	for _, i := range o.Constants {
		if err := checkAggregateConstant(o, i, args); err != nil {
			message := fmt.Sprintf("argument %d of %s: %v", i+1, f.Name, err)
			return AggregateResolution{}, &ResolveError{Kind: BadConstant, Function: f.scalar(), Arg: i, Message: message}
		}
	}
	result, err := o.Result.Of(params, args)
	if err != nil {
		return AggregateResolution{}, &ResolveError{Kind: WrongTypes, Function: f.scalar(), Message: f.Name + ": " + err.Error()}
	}
	result.Nullable = o.Maybe || o.Nullable && anyNullable(params)
	return AggregateResolution{Function: f, Overload: overload, Params: params, Result: result}, nil
}

// checkAggregateConstant wants a literal, and asks the parameter whether it is a good one: that sees numbers as text.
func checkAggregateConstant(o *AggregateOverload, i int, args []Arg) error {
	if i >= len(args) {
		return nil
	}
	param := o.Params[i]
	text := ""
	switch v := args[i].Literal.(type) {
	case nil:
		return fmt.Errorf("%s must be a constant: a literal, and not NULL", param.Name)
	case *big.Int:
		text = types.FormatDecimal(v, args[i].Type.Scale)
	default:
		text = fmt.Sprint(v)
	}
	if param.Check == nil {
		return nil
	}
	return param.Check(text)
}

// scalar is the overload as the rules of scalar functions see it.
func (o *AggregateOverload) scalar() *Overload {
	return &Overload{Params: o.Params, Variadic: o.Variadic, Result: o.Result, Nulls: Called}
}

// scalar is the function as messages and errors see it.
func (f *Aggregate) scalar() *Function {
	s := &Function{Name: f.Name, Aliases: f.Aliases, Doc: f.Doc, Example: f.Example, Output: f.Output}
	for i := range f.Overloads {
		s.Overloads = append(s.Overloads, *f.Overloads[i].scalar())
	}
	return s
}

// Signature prints an overload's parameters: "SUM(DECIMAL)", "COUNT(*)".
func (o *AggregateOverload) Signature(name string) string { return o.scalar().Signature(name) }
