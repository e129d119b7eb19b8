package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// generator holds what the files of one job share. Each file has a collector of its own; identifiers of the package come
// from one namer, so that no two clash.
type generator struct {
	plan      *physical.Plan
	known     *meaning.Plan               // see means
	clocked   map[*physical.Exchange]bool // see clockedExchanges
	opts      Options
	sql       sqlFile
	names     *namer
	structs   *structs  // schema.go
	codecs    *codecs   // codec.go
	exprs     *exprFile // exprs.go
	sinks     *sinks
	stages    []*stageEmitter
	states    []*stateEmitter // state.go
	coded     []*structType   // that snapshot.go has a method for
	exchanges []*exchangeEmitter
	keeps     []imageKeeper

	userNames map[string]string // names of user functions' packages, by import path
}

// structType is a generated Go struct: a source's or sink's row, a projected row between operators, or a nested ROW.
type structType struct {
	GoName  string // Order
	SQLName string // orders
	Doc     string // "is a row of the source table orders"
	Fields  []structField
	partial bool // Doc says that it is a ROW without the fields that the job doesn't read
}

// structField is one field of a structType. The Go type is goType(Type).
type structField struct {
	GoName  string // TotalAmount
	SQLName string // total_amount
	Type    types.Type
}

// columns tells the expression emitter how the operator's input row is read: the Go expression for column index.
type columns func(index int) jen.Code

// expressionWriter is what the operators need of the expression emitter. hint is the preferred Go name, such as
// "whereTotalAmountOver100" or "totalValue"; the function is only made where e is more than a column or a constant.
type expressionWriter interface {
	// value returns the Go expression of e's value: goType(e.Type()), which is rt.Null[T] where e may be NULL.
	value(e scalar.Expr, hint string, in columns) jen.Code
	// condition returns a Go bool: e is TRUE (neither FALSE nor NULL).
	condition(e scalar.Expr, hint string, in columns) jen.Code
	// tookScratch reports whether an expression since the last call builds strings: its function is then called with
	// &p.scratch, so the partition has a field scratch rt.Scratch, which Process resets first thing.
	tookScratch() bool
}

// codecWriter is what the stages need of the format emitters.
type codecWriter interface {
	// decoder returns the name of a generated type, the decoder of one source in one partition. used are ordinals of table's
	// columns, one per field of row. Its zero value is ready; its methods are
	//
	//	func (d *orderDecoder) begin(batch *rt.Batch) error          // first thing in Process: drops the last batch's unescaped text, reads a new split's header
	//	func (d *orderDecoder) decode(batch *rt.Batch, row *Order) error // while batch.More(): the next record; sets every field of row
	// and where rows are read many at once
	//
	//	func (d *orderDecoder) decodeRows(batch *rt.Batch) ([]Order, error) // those before the record that the error is about, the batch's current one
	decoder(table *logical.Table, used []int, row *structType, atOnce bool) string
	// encoder: func appendHighValue(dst []byte, row *HighValue) []byte, the record's end ('\n') included.
	encoder(table *logical.Table, row *structType) string
	// header returns the line that starts each file of a sink table, with its '\n'; "" where the format has none. It
	// reaches the connector as the sink's header.
	header(table *logical.Table) string
}
