// Package physical holds the executable shape of a job: stages, the operators fused into them, and the exchanges between.
//
// A Stage is everything between two exchanges. It has one input and a tree of push-style operators below it: each operator
// hands its rows to the operators in Then. N partitions run the same stage, each in one goroutine with its own state.
//
//	source ─▶ [ Filter ─▶ Project ─▶ Write ]  ─▶ sink
//	                   └▶ Project ─▶ Write    ─▶ sink
package physical

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Plan is one job, ready for code generation.
type Plan struct {
	Job         string
	Fingerprint string // hash of what the job means: not of its formatting, names of temporaries, or ${} values
	Tables      []*logical.Table
	Functions   []*scalar.UserFunction
	Settings    []logical.Setting
	States      []*State
	Exchanges   []*Exchange
	Stages      []*Stage // in the order of the rows: a stage stands behind those that send to it
	// MaxAhead is SET 'watermark.max-ahead' in microseconds: watermarks further ahead of the machine's clock are passed over.
	// 0 for no bound.
	MaxAhead int64
}

// DeadLetters is the table of SET 'on-error.table', which the runtime writes; nil for none.
func (p *Plan) DeadLetters() *logical.Table {
	name := logical.Set(p.Settings, "on-error.table").Value
	i := slices.IndexFunc(p.Tables, func(t *logical.Table) bool { return name != "" && strings.EqualFold(t.Name, name) })
	if i < 0 {
		return nil
	}
	return p.Tables[i]
}

// Stage is a pipeline of fused operators, run by every partition.
type Stage struct {
	ID    int    // from 1, as explain shows it
	Name  string // from the SQL, for Go names: the source's or the query's
	Input Input
	Then  []Operator // consumers of the input's rows
	Span  diag.Span
}

// Input is where a stage's rows come from. Sealed.
type Input interface {
	Row() *RowType
	input()
}

type (
	// Source reads and decodes a table, once for all its consumers.
	Source struct {
		Table *logical.Table
		// Used are the ordinals of the decoded columns, in declared order; Type has one field for each, whose ROWs may have
		// fewer fields than the table's. The other columns and fields are checked and skipped.
		Used []int
		Type *RowType
	}

	// Constant yields fixed rows once, in partition 0: SELECT without FROM.
	Constant struct {
		Type *RowType
		Rows [][]scalar.Expr
	}

	// Receive reads an exchange's output.
	Receive struct {
		Exchange *Exchange
	}
)

func (s *Source) Row() *RowType   { return s.Type }
func (c *Constant) Row() *RowType { return c.Type }
func (r *Receive) Row() *RowType  { return r.Exchange.Type }
func (*Source) input()            {}
func (*Constant) input()          {}
func (*Receive) input()           {}

// RowType is the Go struct that carries rows along an edge: its name comes from the SQL.
type RowType struct {
	Name   string // SQL name: of the table, the view or the sink
	Fields []types.Field
	Mode   logical.Mode
}

// Operator is one fused step of a stage. Sealed; each has a file of its own in codegen, emit_<operator>.go.
type Operator interface {
	ID() string // hashes what the operator means, not where it stands
	Span() diag.Span
	Consumers() []Operator
	operator()
}

// Base carries what every operator has.
type Base struct {
	Ident string
	Pos   diag.Span
	Then  []Operator
}

func (b *Base) ID() string            { return b.Ident }
func (b *Base) Span() diag.Span       { return b.Pos }
func (b *Base) Consumers() []Operator { return b.Then }
func (*Base) operator()               {}

type (
	// Filter passes the row on unchanged where Predicate is TRUE.
	Filter struct {
		Base
		Predicate scalar.Expr
	}

	// Project builds a row of Type; Columns are expressions over the incoming row.
	Project struct {
		Base
		Type  *RowType
		Exprs []scalar.Expr
	}

	// Write encodes the row and hands it to a sink: the row has all columns of the table, in order.
	Write struct {
		Base
		Table *logical.Table
		Query int // which INSERT (or bare SELECT) of the file, from 0: two may write to one table
	}

	// Send hands the row to an exchange.
	Send struct {
		Base
		Exchange *Exchange
	}
)

// ExchangeKind says how rows find their partition.
type ExchangeKind uint8

const (
	Forward   ExchangeKind = iota // partition p to partition p
	Hash                          // by key group of Key
	Rebalance                     // round robin by batch
	Single                        // all to partition 0
	Broadcast                     // each row to every partition
)

// Exchange moves rows between stages, over bounded rings of batches with one writer and one reader each.
type Exchange struct {
	ID   int
	Kind ExchangeKind
	Key  []int // Hash: ordinals into Type
	Type *RowType
	// Groups is the state whose groups move, in place of rows: between the halves of an aggregation in two phases. Type is then
	// the rows that the first half takes.
	Groups *State
	Why    string // the planner's reason, for weir explain
}
