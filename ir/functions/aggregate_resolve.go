package functions

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/weirsql/weir/ir/types"
)

// AggregateResolution is what a call of an aggregate is bound to.
type AggregateResolution struct {
	Function *Aggregate
	Overload int
	Params   []types.Type // what each argument is to be cast to; Nullable as the argument is
	Result   types.Type   // nullable where the overload's is: a caller that knows that a group has rows may narrow it
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

// LookupAggregate finds an aggregate by name or alias, in any case.
func LookupAggregate(name string) (*Aggregate, bool) {
	a, ok := aggregateIndex()[strings.ToUpper(name)]
	return a, ok
}

// AggregateNames returns every name and alias, sorted: for suggestions.
func AggregateNames() []string {
	var names []string
	for name := range aggregateIndex() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// AggregateOf returns the overload that a call names.
func AggregateOf(name string, overload int) (*Aggregate, *AggregateOverload) {
	a, ok := LookupAggregate(name)
	if !ok || overload < 0 || overload >= len(a.Overloads) {
		return nil, nil
	}
	return a, &a.Overloads[overload]
}

// ResolveAggregate finds the overload of an aggregate for the given arguments, as Resolve does; COUNT(*) has none. The error
// is a *ResolveError.
func ResolveAggregate(name string, args []Arg) (AggregateResolution, error) {
	a, ok := LookupAggregate(name)
	if !ok {
		return AggregateResolution{}, &ResolveError{Kind: UnknownFunction, Message: "unknown aggregate " + name}
	}
	best, bestCost := -1, impossible
	for i := range a.Overloads {
		if c := overloadCost(a.Overloads[i].scalar(), args); c < bestCost {
			best, bestCost = i, c
		}
	}
	if best < 0 {
		return AggregateResolution{}, a.mismatch(args)
	}
	return a.resolution(best, args)
}

// scalar is the overload as Resolve's helpers know them.
func (o *AggregateOverload) scalar() *Overload { return &Overload{Params: o.Params, Result: o.Result} }

func (a *Aggregate) resolution(overload int, args []Arg) (AggregateResolution, error) {
	o := &a.Overloads[overload]
	params, ok := paramTypes(o.scalar(), args)
	if !ok {
		return AggregateResolution{}, a.mismatch(args)
	}
	for i, arg := range args {
		if slices.Contains(o.Constants, i) && arg.Literal == nil {
			return AggregateResolution{}, &ResolveError{Kind: BadConstant, Arg: i,
				Message: fmt.Sprintf("argument %d of %s must be a constant", i+1, a.Name)}
		}
		if o.Widens && o.Params[i].Class == Decimal {
			params[i] = types.DecimalOf(maxDecimal, params[i].Scale).WithNull(params[i].Nullable)
		}
	}
	result, err := o.Result.Of(params, args)
	if err != nil {
		return AggregateResolution{}, &ResolveError{Kind: WrongTypes, Message: a.Name + ": " + err.Error()}
	}
	return AggregateResolution{Function: a, Overload: overload, Params: params, Result: result.WithNull(o.Nullable)}, nil
}

// mismatch says what the aggregate takes instead.
func (a *Aggregate) mismatch(args []Arg) error {
	given := make([]string, len(args))
	for i, arg := range args {
		given[i] = typeName(arg)
	}
	signatures := make([]string, len(a.Overloads))
	kind := WrongCount
	for i := range a.Overloads {
		signatures[i] = a.Overloads[i].scalar().Signature(a.Name)
		if a.Overloads[i].scalar().takes(len(args)) {
			kind = WrongTypes
		}
	}
	message := fmt.Sprintf("no overload of %s takes (%s); it takes %s", a.Name, strings.Join(given, ", "), strings.Join(dedupe(signatures), ", "))
	return &ResolveError{Kind: kind, Message: message}
}
