package lower

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/meaning"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// stream is what reaches an operator: rows of a type, and what they mean.
type stream struct {
	meaning.Rows
	row   *physical.RowType
	keyed []string // columns by which rows are in partitions: equal ones are in one; nil where it isn't known, empty for one partition
}

func scanned(n *logical.Scan, row *physical.RowType) stream {
	return stream{row: row, Rows: meaning.Scanned(meaning.Exact, n.Table, n.Used)}
}

func constants(n *logical.Values, row *physical.RowType) stream {
	return stream{row: row, Rows: meaning.Constants(meaning.Exact, n.Rows, len(row.Fields))}
}

func (s stream) filtered(predicate scalar.Expr) stream {
	s.Rows = s.Filtered(predicate)
	return s
}

func (s stream) projected(row *physical.RowType, exprs []scalar.Expr) stream {
	return stream{row: row, Rows: s.Projected(exprs), keyed: s.keyed}
}

// meanings are those of streams.
func meanings(arms []stream) []meaning.Rows {
	list := make([]meaning.Rows, len(arms))
	for i, arm := range arms {
		list[i] = arm.Rows
	}
	return list
}

// id names an operator by its meaning; a second one that means the same gets a number.
func (l *lowering) id(kind string, parts ...string) string {
	id := meaning.Digest(append([]string{kind}, parts...)...)
	l.ids[id]++
	if count := l.ids[id]; count > 1 {
		return fmt.Sprintf("%s-%d", id, count)
	}
	return id
}

// httpSetting lets a job be asked over HTTP.
const httpSetting = "job.http"

// fingerprint hashes what a job means: its outputs, tables, functions and settings. The job's name, formatting, names of
// intermediate results, the order of options and the defaults of ${NAME:-default} play no part.
func fingerprint(p *physical.Plan) string {
	var parts []string
	for _, t := range p.Tables {
		parts = append(parts, meaning.Digest("table", t.Name, tableMeaning(t)))
	}
	for _, f := range p.Functions {
		parts = append(parts, meaning.Digest("function", f.Package, f.Func))
	}
	for _, s := range p.Settings {
		if s.Key == diskSetting || s.Key == httpSetting { // where state is kept while the job runs, and who may ask it, is no part of what it means
			continue
		}
		parts = append(parts, meaning.Digest("setting", s.Key, s.Value))
	}
	p.Walk(func(op physical.Operator) {
		if write, ok := op.(*physical.Write); ok {
			parts = append(parts, write.Ident)
		}
	})
	slices.Sort(parts)
	return meaning.FullDigest(parts)[:16]
}

func tableMeaning(t *logical.Table) string {
	var columns, options []string
	for _, c := range t.Columns {
		columns = append(columns, meaning.Digest(c.Name, c.Type.String(), c.Metadata))
	}
	for _, o := range t.Options {
		options = append(options, meaning.Digest(o.Key, meaning.WithoutDefaults(o.Value)))
	}
	slices.Sort(options)
	return meaning.Digest(t.Connector, t.Format, strings.Join(columns, " "), fmt.Sprint(t.Key), strings.Join(options, " "))
}
