package explain

import (
	"fmt"

	"github.com/weirsql/weir/ir/rewrite"
	"github.com/weirsql/weir/ir/types"
)

// document is what is shown of a job. Its JSON form is a promise to tools: fields are added, never renamed or removed.
type document struct {
	Job         string     `json:"job"`
	Plan        Plan       `json:"plan"`
	Fingerprint string     `json:"fingerprint,omitempty"` // physical: hash of what the job means
	Stages      []stage    `json:"stages,omitempty"`      // physical
	Delivery    *delivery  `json:"delivery,omitempty"`    // physical
	Exchanges   []exchange `json:"exchanges"`             // physical
	// ExchangeReason says why the plan has the exchanges that it has.
	ExchangeReason string `json:"exchange_reason,omitempty"`
	Outputs        []node `json:"outputs,omitempty"` // logical and optimized: trees with the inputs below
	Passes         []pass `json:"passes,omitempty"`
}

// stage is a pipeline of fused operators.
type stage struct {
	ID     int      `json:"id"` // from 1
	Name   string   `json:"name"`
	Tables []string `json:"writes"` // the tables that it writes
	Input  node     `json:"input"`  // its operators are below, in the direction of the rows
}

// exchange moves rows between stages.
type exchange struct {
	ID   int      `json:"id"`
	Kind string   `json:"kind"`
	Key  []string `json:"key"`
	Why  string   `json:"why"`
}

// node is an operator of any plan.
type node struct {
	Kind        string   `json:"kind"`             // source, scan, values, watermark, filter, project, union, write, sink, send, aggregate, window, over, sort
	ID          string   `json:"id,omitempty"`     // physical: hashes what the operator means
	Number      int      `json:"number,omitempty"` // logical: of a node with several consumers
	Again       bool     `json:"again,omitempty"`  // logical: the node of this number, described where it first stands
	Table       *table   `json:"table,omitempty"`
	Name        string   `json:"name,omitempty"`      // of the rows: a view, an alias, a table
	Condition   string   `json:"condition,omitempty"` // filter
	Columns     []column `json:"columns,omitempty"`   // of the rows it makes; not where they are its input's
	Rows        *int     `json:"rows,omitempty"`      // values: how many
	Decoded     *decoded `json:"decoded,omitempty"`   // source and scan
	Watermark   string   `json:"watermark,omitempty"`
	Window      string   `json:"window,omitempty"`      // aggregate and window: hop 1 minute every 10 seconds on ts
	Order       []string `json:"order,omitempty"`       // over and sort
	Limit       *int64   `json:"limit,omitempty"`       // sort: how many rows stay
	Offset      int64    `json:"offset,omitempty"`      // sort: how many are left out in front of those
	Emit        string   `json:"emit,omitempty"`        // aggregate, over and sort: when rows go on
	Mode        string   `json:"mode"`                  // changelog mode of the rows that it hands on
	UpsertKey   []string `json:"upsert_key,omitempty"`  // which columns tell rows apart that replace each other
	Key         []string `json:"key"`                   // what its rows are grouped by
	State       string   `json:"state"`                 // what it keeps between records
	Checkpoints string   `json:"checkpoints,omitempty"` // physical: why they can't have it
	Bound       string   `json:"bound,omitempty"`       // physical: what bounds that, and what nothing does
	// Estimates: what a key takes, and what a row takes where a key keeps rows whose number isn't known.
	BytesPerKey int       `json:"bytes_per_key,omitempty"`
	BytesPerRow int       `json:"bytes_per_row,omitempty"`
	Cost        string    `json:"-"` // the same in words
	Position    *position `json:"position,omitempty"`
	Then        []node    `json:"then,omitempty"` // physical: consumers
	Inputs      []node    `json:"inputs,omitempty"`
}

// table is an external table.
type table struct {
	Name      string `json:"name"`
	Connector string `json:"connector"`
	Format    string `json:"format,omitempty"`
}

// column is a column with its expression, where it isn't just passed on.
type column struct {
	Name     string    `json:"name"`
	Type     string    `json:"type"`
	SQL      string    `json:"sql,omitempty"`
	Position *position `json:"position,omitempty"`
}

// decoded says which columns of a table, and which fields of their ROWs, are turned into values.
type decoded struct {
	Columns int      `json:"columns"`
	Of      int      `json:"of"`
	Skipped []string `json:"skipped"` // checked, not decoded: columns, and fields as customer.id, items[].price
}

// position is a place in the SQL file.
type position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func (p *position) String() string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// pass is what one pass of the optimizer did.
type pass struct {
	Name   string `json:"name"`
	Why    string `json:"why"`
	Fired  int    `json:"fired"`
	Before int    `json:"nodes_before"`
	After  int    `json:"nodes_after"`
	Micros int64  `json:"microseconds"`
}

func describePasses(traces []rewrite.Trace) []pass {
	var list []pass
	for _, t := range traces {
		list = append(list, pass{t.Name, t.Why, t.Fired, t.Before, t.After, t.Time.Microseconds()})
	}
	return list
}

func describeColumns(fields []types.Field) []column {
	list := make([]column, len(fields))
	for i, f := range fields {
		list[i] = column{Name: f.Name, Type: f.Type.String()}
	}
	return list
}
