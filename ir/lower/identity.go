package lower

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// stream is what reaches an operator: rows of a type, and what they mean. Meanings are hashes over table and column names,
// types and expressions, so that they survive reformatting, other aliases, and other positions of columns and operators.
type stream struct {
	row     *physical.RowType
	set     string   // which rows: a source and the conditions they passed
	columns []string // what each column is
	keyed   []string // columns by which rows are in partitions: equal ones are in one; nil where it isn't known, empty for one partition
}

func scanned(n *logical.Scan, row *physical.RowType) stream {
	t := n.Table
	s := stream{row: row, set: digest("source", t.Name, t.Connector, t.Format)}
	for _, ordinal := range n.Used {
		s.columns = append(s.columns, digest("column", t.Name, t.Columns[ordinal].Name, t.Columns[ordinal].Type.String()))
	}
	return s
}

func constants(n *logical.Values, row *physical.RowType) stream {
	rows := []string{"constant"}
	for _, r := range n.Rows {
		for _, e := range r {
			rows = append(rows, scalar.Meaning(e, nil))
		}
		rows = append(rows, "")
	}
	s := stream{row: row, set: digest(rows...)}
	for i := range row.Fields {
		s.columns = append(s.columns, digest(s.set, strconv.Itoa(i)))
	}
	return s
}

// filtered is the stream behind a filter. One filter for a AND b means the same as two.
func (s stream) filtered(predicate scalar.Expr) stream {
	for _, conjunct := range scalar.Conjuncts(predicate) {
		s.set = digest("filter", s.set, s.meaning(conjunct))
	}
	return s
}

func (s stream) projected(row *physical.RowType, exprs []scalar.Expr) stream {
	out := stream{row: row, set: s.set, keyed: s.keyed}
	for _, e := range exprs {
		out.columns = append(out.columns, s.meaning(e))
	}
	return out
}

// meaning hashes an expression from its leaves up, so that it is the same whether an operand is computed in place or by a
// projection below. A column that is passed on keeps its own; a cast that only adds NULL to a type changes nothing.
func (s stream) meaning(e scalar.Expr) string {
	if column, ok := e.(*scalar.Column); ok {
		return s.columns[column.Index]
	}
	if cast, ok := e.(*scalar.Cast); ok && cast.Typ.Same(cast.Operand.Type()) {
		return s.meaning(cast.Operand)
	}
	children := scalar.Children(e)
	hashes := make([]string, len(children))
	operands := make([]scalar.Expr, len(children))
	for i, child := range children {
		hashes[i] = s.meaning(child)
		operands[i] = &scalar.Column{Base: scalar.Base{Typ: child.Type()}, Index: i}
	}
	return digest("expression", scalar.Meaning(scalar.WithChildren(e, operands), func(i int) string { return hashes[i] }))
}

// id names an operator by its meaning; a second one that means the same gets a number.
func (l *lowering) id(kind string, parts ...string) string {
	id := digest(append([]string{kind}, parts...)...)
	l.ids[id]++
	if count := l.ids[id]; count > 1 {
		return fmt.Sprintf("%s-%d", id, count)
	}
	return id
}

// digest hashes strings to 12 hexadecimal digits; where one ends and the next begins is part of it.
func digest(parts ...string) string { return fullDigest(parts)[:12] }

func fullDigest(parts []string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// fingerprint hashes what a job means: its outputs, tables, functions and settings. The job's name, formatting, names of
// intermediate results, the order of options and the defaults of ${NAME:-default} play no part.
func fingerprint(p *physical.Plan) string {
	var parts []string
	for _, t := range p.Tables {
		parts = append(parts, digest("table", t.Name, tableMeaning(t)))
	}
	for _, f := range p.Functions {
		parts = append(parts, digest("function", f.Package, f.Func))
	}
	for _, s := range p.Settings {
		if s.Key == diskSetting { // where state is kept while the job runs is no part of what it means
			continue
		}
		parts = append(parts, digest("setting", s.Key, s.Value))
	}
	p.Walk(func(op physical.Operator) {
		if write, ok := op.(*physical.Write); ok {
			parts = append(parts, write.Ident)
		}
	})
	slices.Sort(parts)
	return fullDigest(parts)[:16]
}

var environment = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*):-[^}]*\}`)

func tableMeaning(t *logical.Table) string {
	var columns, options []string
	for _, c := range t.Columns {
		columns = append(columns, digest(c.Name, c.Type.String(), c.Metadata))
	}
	for _, o := range t.Options {
		options = append(options, digest(o.Key, environment.ReplaceAllString(o.Value, "$${$1}")))
	}
	slices.Sort(options)
	return digest(t.Connector, t.Format, strings.Join(columns, " "), fmt.Sprint(t.Key), strings.Join(options, " "))
}
