package functions

import "github.com/weirsql/weir/ir/types"

// Aggregate is a function of many rows: an aggregate, which may also stand in OVER, or a function that stands only there.
//
// Generated code keeps one accumulator per group and call, a Go struct of package runtime/agg whose zero value is ready:
//
//	Add(args…)            takes one row; arguments are plain Go values, never NULL, but where TakesNulls: then rt.Null[T]
//	Remove(args…)         takes a row back, exactly; where Invertible, or of the Kept accumulator
//	Subtract(other *A)    takes back what Merge took; where Invertible
//	Merge(other *A)       takes the rows of another accumulator; those come behind this one's where OrderSensitive
//	Value(…) R            the result over the rows so far, rt.Null[R] where Nullable
//	ValueNotNull(…) R     where Nullable and not Maybe: the result of a group that took at least one row; where TakesNulls,
//	                      one whose rows had no NULL
//
// Merge may use up what it takes: the other accumulator is not used again.
type Aggregate struct {
	Name      string   // canonical, upper case: "SUM"
	Aliases   []string // "STDDEV" of "STDDEV_SAMP"
	Doc       string
	Example   string // SQL over the documentation's table
	Output    string // what the example yields there
	Over      OverUse
	Overloads []AggregateOverload
}

// OverUse says where a function of many rows may stand.
type OverUse uint8

const (
	Anywhere OverUse = iota // in GROUP BY queries and in OVER
	OnlyOver                // ROW_NUMBER, LAG, …
	NotOver                 // GROUPING
)

// AggregateOverload is one signature.
type AggregateOverload struct {
	Params   []Param
	Variadic bool // the last parameter may be given one or more times
	Result   Result
	// Nullable says that the result is NULL where no row was taken, as for all aggregates but COUNT.
	Nullable bool
	// Maybe says that the result may be NULL of rows without NULLs too: VAR_SAMP of a single row. There is no ValueNotNull then.
	Maybe bool
	// TakesNulls says that rows with NULL arguments count; else a row in which an argument is NULL is passed over.
	TakesNulls bool
	// Accumulator is the Go type below runtime/: "agg.SumInt", or generic: "agg.Min". "" where the OVER operator or the binder
	// computes the function. GoAccumulator tells it from Wide and NotNull.
	Accumulator string
	// Wide is the accumulator instead where argument WideArg is a DECIMAL of more than 18 digits; "" for the same one.
	Wide    string
	WideArg int
	// NotNull is the accumulator instead where TakesNulls but no argument can be NULL: it takes plain values, as others do.
	NotNull string
	// Types are the accumulator's type arguments: the Go types of these parameters, without NULL.
	Types []int
	// NoArgs says that Add and Remove take no arguments: rows count, not what is in them.
	NoArgs bool
	// AddExtras and ValueExtras follow the arguments of Add and Remove, and those of Value: constants computed from types.
	AddExtras, ValueExtras []Extra
	// Constants are the parameters that must be literals, the same for all rows: the fraction of PERCENTILE_CONT, the separator
	// of STRING_AGG. They are passed to Value, in front of its extras, and not to Add.
	Constants []int
	// Keeps says that the accumulator keeps arguments of any type. It copies strings, bytes and JSON itself. Of arrays, maps and rows a group keeps
	// copies in rows of its own (agg.Rows), and the accumulator is made of them when the result is asked for.
	Keeps bool
	// Kept is the accumulator over rows that are taken back, where not Invertible.
	Kept           Kept
	CanFail        bool // Value may fail: overflow. Add, Remove and Merge never do: a row is taken by all calls of a group or by none
	Invertible     bool // Remove undoes Add exactly, and Subtract Merge
	Places         bool // it looks for a place in the order of its first argument, as that of WITHIN GROUP (ORDER BY x); in a descending one, the call's OrderBy, by Descending for Value
	OrderSensitive bool // the result depends on the order of the rows: no partial aggregation over an exchange
	Bounded        bool // the accumulator's size doesn't grow with the rows
}

// Kept is an accumulator that keeps what it needs to take rows back: Remove undoes Add exactly. It has no Merge.
type Kept struct {
	Accumulator string // "" for none: the aggregate can't be computed over rows that change
	NotNull     string // see AggregateOverload.NotNull
	Types       []int  // see AggregateOverload.Types
	Bounded     bool   // see AggregateOverload.Bounded
}

// Retracts reports an aggregate that can be computed over rows that are taken back.
func (o *AggregateOverload) Retracts() bool { return o.Invertible || o.Kept.Accumulator != "" }

// Retracting is the aggregate over rows that are taken back: the same where that is exact, else what keeps their values.
func (o *AggregateOverload) Retracting() *AggregateOverload {
	if o.Invertible {
		return o
	}
	kept := *o
	kept.Accumulator, kept.NotNull, kept.Types = o.Kept.Accumulator, o.Kept.NotNull, o.Kept.Types
	kept.Wide, kept.Invertible, kept.Bounded = "", true, o.Kept.Bounded
	return &kept
}

// GoAccumulator is the Go type below runtime/ that accumulates arguments of the given types (AggregateResolution.Params), without
// its type arguments, and whether it takes arguments as rt.Null[T].
func (o *AggregateOverload) GoAccumulator(params []types.Type) (name string, nulls bool) {
	if o.TakesNulls && o.NotNull != "" && !anyNullable(params) {
		return o.NotNull, false
	}
	if o.Wide != "" && params[o.WideArg].Kind == types.Decimal && params[o.WideArg].Precision > narrowDecimal {
		return o.Wide, o.TakesNulls
	}
	return o.Accumulator, o.TakesNulls
}

// narrowDecimal is the greatest precision whose values are int64.
const narrowDecimal = 18

func anyNullable(params []types.Type) bool {
	for _, t := range params {
		if t.Nullable {
			return true
		}
	}
	return false
}
