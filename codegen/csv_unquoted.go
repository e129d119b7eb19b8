package codegen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/types"
)

// A CSV table without a quote can't hold every text. What it can't is an error of the record: it is found when the row is made,
// before any output has it.

// bareCSV is the dialect of a sink that writes text as it is; ok is false for any other sink.
func (t *target) bareCSV() (d dialect, ok bool) {
	if t.sink == nil || t.sink.table.Format != "csv" || t.sink.discards() {
		return d, false
	}
	d = dialectOf(t.sink.table)
	return d, d.quote == 0
}

// checksText reports a sink whose rows hold text that has to be looked at.
func (t *target) checksText() bool {
	_, bare := t.bareCSV()
	return bare && slices.ContainsFunc(t.row.Fields, func(f structField) bool { return isFreeText(f.Type) })
}

// isFreeText reports the types whose values may hold any byte.
func isFreeText(t types.Type) bool { return pointsToText(t) }

// checkedText is a value of a sink's row, which fails where the sink can't hold it.
//
//	Note: csv.Bare(row.Note, ',', "", "note"),
func (t *target) checkedText(value jen.Code, f structField) jen.Code {
	d, bare := t.bareCSV()
	if !bare || !isFreeText(f.Type) {
		return value
	}
	return csvFunc(pick(f.Type.Nullable, "BareNull", "Bare")).Call(value, d.delimiterCode(), literal(d.null), literal(f.SQLName))
}
