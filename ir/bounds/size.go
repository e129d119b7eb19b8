package bounds

import (
	"strings"

	"github.com/weirsql/weir/ir/aggregates"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// Sizes are estimates, of what a key costs in memory: Go's sizes of what generated code keeps, the index, and texts of a usual
// length. What codegen writes is measured in ARCHITECTURE.md; a test compares the accumulators with Go's own sizes.

const (
	indexBytes = 20 // of a group in state.Index and state.Pages, on average
	usualText  = 16 // bytes of a text whose length nothing says
	word       = 8
	ttlBytes   = 20 // of a group that may be forgotten: its age, and its place in a slot of time
)

// groupBytes is about what a key of a state takes.
func groupBytes(s *physical.State) int {
	size := 0
	if s.Keys > 0 {
		size = indexBytes + word // and its hash
	}
	for _, field := range s.Input.Fields[:s.Keys] {
		size += roundUp(sizeOf(field.Type)) + textBytes(field.Type)
	}
	for _, call := range s.Calls {
		size += accumulatorBytes(call, s.Retracts())
	}
	if s.Retracts() {
		size += 2 * word // how many rows it has, and its number
	}
	if s.Over == nil && s.Top == nil && s.Emit == logical.EmitChanges {
		size += word
	}
	if s.TTL != nil {
		size += ttlBytes
	}
	return size
}

// rowBytes is about what a row takes that waits.
func rowBytes(s *physical.State) int {
	size := 0
	for _, field := range s.Input.Fields {
		size += roundUp(sizeOf(field.Type)) + textBytes(field.Type)
	}
	return size + word
}

// frameBytes is about what a row of a frame takes: its accumulator, in one of two stacks with what is aggregated up to it, and its
// place.
func frameBytes(call logical.OverCall) int {
	return 2*accumulatorBytes(call.AggregateCall, false) + word
}

// accumulatorBytes is the size of a call's accumulator, over rows that are taken back or not.
func accumulatorBytes(call logical.AggregateCall, retracts bool) int {
	overload := aggregates.Of(call)
	if overload == nil || overload.Accumulator == "" {
		return word
	}
	if retracts {
		overload = overload.Retracting()
	}
	params := make([]types.Type, len(call.Args))
	for i, arg := range call.Args {
		params[i] = arg.Type()
	}
	name, _ := overload.GoAccumulator(params)
	size := accumulators[strings.TrimPrefix(name, "agg.")]
	if call.User != nil {
		size = 2 * word // who wrote it knows
	}
	for _, at := range overload.Types {
		t := call.Type
		if at != functions.ResultArg {
			t = params[at]
		}
		size += roundUp(sizeOf(t.WithNull(false))) + textBytes(t)
	}
	switch {
	case call.Distinct && retracts:
		size += countedBytes
	case call.Distinct:
		size += distinctBytes
	}
	return size
}

// distinctBytes is what an empty set of values takes, countedBytes one that knows how many rows have each.
const (
	distinctBytes = 32
	countedBytes  = 120
)

// accumulators are the sizes of runtime/agg's types, without the values of their type arguments; those of the collecting ones are
// what they take empty, of the approximate ones what they take full.
var accumulators = map[string]int{
	"Count": 8, "SumInt": 16, "SumBigInt": 24, "SumDecimal": 24, "SumWide": 32, "SumFloat": 16,
	"AvgInt": 16, "AvgBigInt": 24, "AvgDecimal": 24, "AvgWide": 32, "AvgFloat": 16, "And": 16, "Or": 16,
	"Min": 8, "MinFloat": 8, "MinOf": 8, "MinText": 24, "MinBytes": 24, "Max": 8, "MaxFloat": 8, "MaxOf": 8, "MaxText": 24, "MaxBytes": 24,
	"ArgMin": 16, "ArgMinFloat": 16, "ArgMinOf": 16, "ArgMinText": 40, "ArgMinBytes": 40,
	"ArgMax": 16, "ArgMaxFloat": 16, "ArgMaxOf": 16, "ArgMaxText": 40, "ArgMaxBytes": 40,
	"First": 16, "FirstNull": 24, "Last": 16, "LastNull": 16, "Joined": 24, "Listed": 24, "Array": 24, "ArrayNull": 24,
	"PercentileCont": 32, "Median": 32, "PercentileDisc": 32, "PercentileDiscFloat": 32, "PercentileDiscText": 32, "PercentileDiscOf": 32,
	"Mode": 32, "ModeFloat": 32, "ModeText": 32, "ModeOf": 32,
	"VarPop": 24, "VarSamp": 24, "StddevPop": 24, "StddevSamp": 24,
	"Corr": 48, "CovarPop": 48, "CovarSamp": 48, "RegrSlope": 48, "RegrIntercept": 48, "RegrR2": 48,
	"MinKept": 32, "MaxKept": 32, "ArgMinKept": 32, "ArgMaxKept": 32, "PercentileContKept": 40, "MedianKept": 40, "PercentileDiscKept": 32,
	"FirstKept": 96, "FirstKeptNull": 96, "LastKept": 96, "LastKeptNull": 96, "JoinedKept": 96, "ListedKept": 96, "ArrayKept": 120, "ArrayKeptNull": 120,
	"SumKept": 56, "AvgKept": 56, "VarPopKept": 104, "VarSampKept": 104, "StddevPopKept": 104, "StddevSampKept": 104,
	"CorrKept": 248, "CovarPopKept": 248, "CovarSampKept": 248, "RegrSlopeKept": 248, "RegrInterceptKept": 248, "RegrR2Kept": 248,
	"ApproxDistinct": 4 << 10, "ApproxPercentile": 10 << 10,
}

// sizeOf is the size of a value in Go.
func sizeOf(t types.Type) int {
	size := plainSize(t)
	if t.Nullable {
		return size + min(size, word) // rt.Null's flag, padded
	}
	return size
}

func plainSize(t types.Type) int {
	switch t.Kind {
	case types.Boolean, types.TinyInt:
		return 1
	case types.SmallInt:
		return 2
	case types.Int, types.Real, types.Date:
		return 4
	case types.Varchar, types.Char, types.JSON, types.Interval, types.UUID, types.Null:
		return 16
	case types.Bytes, types.Array, types.Map:
		return 24
	case types.Decimal:
		if t.Wide() {
			return 16
		}
	case types.Row:
		size := 0
		for _, field := range t.Fields {
			size += roundUp(sizeOf(field.Type))
		}
		return size
	}
	return word
}

// textBytes is about what a value points to.
func textBytes(t types.Type) int {
	switch t.Kind {
	case types.Varchar, types.Char:
		if t.Precision > 0 {
			return min(t.Precision, usualText)
		}
		return usualText
	case types.Bytes, types.JSON, types.Array, types.Map:
		return usualText
	}
	return 0
}

func roundUp(size int) int { return (size + word - 1) / word * word }
