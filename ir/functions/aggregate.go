package functions

// Aggregate is a function of many rows: an aggregate, which may also stand in OVER, or a function that stands only there.
//
// Generated code keeps one accumulator per group and call, a Go struct of package runtime/agg whose zero value is ready:
//
//	Add(args…)            takes one row; arguments are plain Go values, never NULL, but where TakesNulls: then rt.Null[T]
//	Check(args…)          fails the record if Add would, and changes nothing; where CanFail
//	Remove(args…)         takes a row back, exactly; where Invertible
//	Merge(other *A)       takes the rows of another accumulator; those come behind this one's where OrderSensitive
//	Value(…) R            the result over the rows so far, rt.Null[R] where Nullable
//	ValueNotNull(…) R     where Nullable: the result of a group that took at least one row
type Aggregate struct {
	Name      string   // canonical, upper case: "SUM"
	Aliases   []string // "STDDEV" of "STDDEV_SAMP"
	Doc       string
	Example   string // SQL over the documentation's table
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
	Params []Param
	Result Result
	// Nullable says that the result is NULL where no row was taken, as for all aggregates but COUNT.
	Nullable bool
	// NullOfFew says that a result may be NULL though rows were taken: a sample's variance of one.
	NullOfFew bool
	// TakesNulls says that rows with NULL arguments count; else a row in which an argument is NULL is passed over.
	TakesNulls bool
	// Accumulator is the Go type below runtime/: "agg.SumInt", or generic: "agg.Min".
	Accumulator string
	Wide        string // instead, without type arguments, where the first argument is a DECIMAL of more than 18 digits
	// Types are the accumulator's type arguments: the Go types of these parameters, ResultArg for the result's.
	Types []int
	// AddExtras and ValueExtras follow the arguments of Add and Remove, and those of Value: constants computed from types.
	AddExtras, ValueExtras []Extra
	// Constants are the parameters that must be literals, the same for all rows: the fraction of PERCENTILE_CONT, the separator
	// of STRING_AGG. They are passed to Value, in front of its extras, and not to Add.
	Constants []int
	// Keeps says that the accumulator keeps what an argument points to: strings and bytes are copied before Add where it takes them.
	Keeps bool
	// Widens says that DECIMAL arguments are cast to 38 digits, so that one accumulator does for all.
	Widens         bool
	CanFail        bool // Add may fail the record: overflow
	Invertible     bool // Remove undoes Add exactly
	OrderSensitive bool // the result depends on the order of the rows: no partial aggregation over an exchange
	Bounded        bool // the accumulator's size doesn't grow with the rows
}
