// Package logical holds the relational plan of a job: what is computed, not how.
//
// A Plan is a DAG of nodes that ends in sinks. Nodes are immutable: a pass builds new ones. A node that is used by two
// consumers is one pointer with two referrers, so sharing is visible.
//
//	Scan ─▶ Filter ─▶ Project ─▶ Union ─▶ Aggregate ─▶ Over ─▶ Top ─▶ Sort ─▶ Sink
package logical

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Plan is one job.
type Plan struct {
	Job       string // the job's name: [a-z][a-z0-9_]*
	Sinks     []*Sink
	Functions []*scalar.UserFunction // those the job uses
	Settings  []Setting              // SET statements that the runtime reads, in order
	// MaxAhead is what SET 'watermark.max-ahead' comes to, in microseconds; 0 without it. It is no part of the text.
	MaxAhead int64
	// DeadLetter takes the records that fail, under SET 'on-error.table'; nil for none. No query writes it.
	DeadLetter *Table
}

// Setting is one SET 'key' = 'value'.
type Setting struct {
	Key, Value string
	Span       diag.Span
}

// Set is the setting of a key, which a file sets once; the zero Setting where it does not.
func Set(settings []Setting, key string) (found Setting) {
	for _, setting := range settings {
		if setting.Key == key {
			found = setting
		}
	}
	return found
}

// Mode is the changelog mode of an edge.
type Mode uint8

const (
	Append  Mode = iota // rows are only added
	Upsert              // a row replaces the one with its key; deletions carry the key
	Retract             // a change is a retraction of the old row and an addition of the new
)

// Column is one column of a node's output.
type Column struct {
	Name string
	Type types.Type
	Span diag.Span
	// TimeAttribute marks the column that the source's watermark is about, as long as it is passed on unchanged.
	TimeAttribute bool
}

// Node is a relational operator. The set is sealed: switch over the concrete types.
type Node interface {
	Columns() []Column
	Inputs() []Node
	Mode() Mode
	Span() diag.Span
	node()
}

// Base carries what every node has.
type Base struct {
	Cols    []Column
	Changes Mode
	Pos     diag.Span
}

func (b *Base) Columns() []Column { return b.Cols }
func (b *Base) Mode() Mode        { return b.Changes }
func (b *Base) Span() diag.Span   { return b.Pos }
func (*Base) node()               {}

type (
	// Scan reads a source table. Its columns are Physical and Metadata columns of the table, by Used ordinals into
	// Table.Columns; computed columns and the watermark are separate nodes above it. ROWs in a column's type may have fewer
	// fields than the table's: those that are read.
	Scan struct {
		Base
		Table *Table
		Used  []int
	}

	// Watermark declares the time attribute: the watermark after a row is Expr over it. Kept in the plan for the stages
	// that need it; the planner drops it where nothing does.
	Watermark struct {
		Base
		Input  Node
		Column int
		Expr   scalar.Expr
	}

	// Filter keeps the rows for which Predicate is TRUE. Operands of an AND at the top are evaluated in order, up to the first
	// that isn't TRUE: a later one never sees a row that an earlier one keeps out.
	Filter struct {
		Base
		Input     Node
		Predicate scalar.Expr
	}

	// Project computes one expression per output column. Name is the view, CTE or subquery alias whose rows they are, the
	// source table's for computed columns, and "" where the SQL has no name for them; it serves readers of the generated code.
	Project struct {
		Base
		Name  string
		Input Node
		Exprs []scalar.Expr
	}

	// Union is UNION ALL: inputs have the same column types.
	Union struct {
		Base
		Arms []Node
	}

	// Values yields constant rows: SELECT without FROM is one row; no rows is a query that was found to yield nothing.
	Values struct {
		Base
		Rows [][]scalar.Expr
	}

	// Sink writes its input into a table; columns are already cast and in the table's order (all of Table's physical columns).
	Sink struct {
		Base
		Input Node
		Table *Table
		Query int // ordinal of the INSERT (or bare SELECT) among the file's statements, from 0
	}
)

func (n *Scan) Inputs() []Node      { return nil }
func (n *Watermark) Inputs() []Node { return []Node{n.Input} }
func (n *Filter) Inputs() []Node    { return []Node{n.Input} }
func (n *Project) Inputs() []Node   { return []Node{n.Input} }
func (n *Union) Inputs() []Node     { return n.Arms }
func (n *Values) Inputs() []Node    { return nil }
func (n *Sink) Inputs() []Node      { return []Node{n.Input} }

// Table is an external table: a source, a sink or both.
type Table struct {
	Name      string
	Columns   []TableColumn // physical and metadata columns in declared order
	Connector string        // canonical name: file, datagen, print, blackhole
	Format    string        // json, csv, raw; "" where the connector has none
	Options   []Option      // every option of the WITH clause as written (values may hold ${NAME}), checked by the catalog
	Key       []int         // PRIMARY KEY, ordinals into Columns
	Endless   bool          // a source that need not end: generated rows without a number, standard input
	Span      diag.Span
}

// TableColumn is one column that the connector or format fills or takes.
type TableColumn struct {
	Name     string
	Type     types.Type
	Metadata string // key of METADATA FROM; "" for a physical column
	Span     diag.Span
}

// Option is one 'key' = 'value' of a WITH clause.
type Option struct {
	Key, Value string
	KeySpan    diag.Span
	ValueSpan  diag.Span
}
