package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Widths of the text form, in characters.
const (
	maxWidth  = 100 // lists are wrapped to stay below
	kindWidth = 10  // of the column that names the operator
)

// writeText prints a plan for people: what an operator does on the left, then its changelog mode, and where in the SQL it comes
// from.
func writeText(w io.Writer, d document) error {
	t := &textWriter{}
	t.title(d)
	for _, s := range d.Stages {
		t.blank()
		t.stage(s)
	}
	for _, e := range d.Exchanges {
		t.blank()
		t.add(fmt.Sprintf("exchange %d  %s %s  %s", e.ID, e.Kind, strings.Join(e.Key, ", "), e.Why), "", "")
	}
	for _, output := range d.Outputs {
		t.blank()
		t.tree("", "", output, output.Inputs)
	}
	if len(d.Passes) > 0 {
		t.blank()
		t.passes(d.Passes)
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// line is a line of output in three columns.
type line struct{ left, mode, position string }

type textWriter struct{ lines []line }

func (t *textWriter) add(left, mode, position string) {
	t.lines = append(t.lines, line{left, mode, position})
}

func (t *textWriter) blank() { t.add("", "", "") }

// String aligns the columns.
func (t *textWriter) String() string {
	left, mode := 0, 0
	for _, l := range t.lines {
		if (l.mode != "" || l.position != "") && utf8.RuneCountInString(l.left) <= maxWidth {
			left = max(left, utf8.RuneCountInString(l.left))
			mode = max(mode, len(l.mode))
		}
	}
	var b strings.Builder
	for _, l := range t.lines {
		s := l.left
		if l.mode != "" || l.position != "" {
			s = fmt.Sprintf("%-*s  %-*s  %s", left, l.left, mode, l.mode, l.position)
		}
		b.WriteString(strings.TrimRight(s, " ") + "\n")
	}
	return b.String()
}

func (t *textWriter) title(d document) {
	if d.Plan != Physical {
		t.add(fmt.Sprintf("job %s · %s plan", d.Job, d.Plan), "", "")
		return
	}
	t.add(fmt.Sprintf("job %s · fingerprint %s", d.Job, d.Fingerprint), "", "")
	s := fmt.Sprintf("%s · %s", count(len(d.Stages), "stage"), count(len(d.Exchanges), "exchange"))
	if d.ExchangeReason != "" {
		s += ": " + d.ExchangeReason
	}
	t.add(s+" · state: "+stateCount(d.states()), "", "")
	for _, l := range d.Delivery.lines() {
		t.add(l, "", "")
	}
}

func stateCount(n int) string {
	if n == 0 {
		return noState
	}
	return count(n, "operator")
}

// states counts the operators that keep something between records.
func (d document) states() int {
	total := 0
	for _, s := range d.Stages {
		total += s.Input.states()
	}
	return total
}

func (n node) states() int {
	total := 0
	if n.State != noState && n.State != "" {
		total = 1
	}
	for _, consumer := range n.Then {
		total += consumer.states()
	}
	return total
}

func count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (t *textWriter) stage(s stage) {
	from := s.Name
	if s.Input.Kind == "values" {
		from = "constants"
	}
	head := fmt.Sprintf("stage %d  %s → %s", s.ID, from, strings.Join(s.Tables, ", "))
	if d := s.Input.Decoded; d != nil {
		head += " · " + decodedText(d)
	}
	t.add(head, "", "")
	t.chain("  ", "  ", s.Input)
}

func decodedText(d *decoded) string {
	return fmt.Sprintf("%d of %s decoded", d.Columns, count(d.Of, "column"))
}

// chain prints an operator and its consumers: one below the other, or as branches where there are several.
func (t *textWriter) chain(first, rest string, n node) {
	t.operator(first, rest, n)
	if len(n.Then) == 1 {
		t.chain(rest, rest, n.Then[0])
		return
	}
	for i, consumer := range n.Then {
		if i < len(n.Then)-1 {
			t.chain(rest+"├ ", rest+"│ ", consumer)
		} else {
			t.chain(rest+"└ ", rest+"  ", consumer)
		}
	}
}

// tree prints a node of a logical plan and its inputs.
func (t *textWriter) tree(first, rest string, n node, inputs []node) {
	t.operator(first, rest, n)
	for i, input := range inputs {
		if i < len(inputs)-1 {
			t.tree(rest+"├ ", rest+"│ ", input, input.Inputs)
		} else {
			t.tree(rest+"└ ", rest+"  ", input, input.Inputs)
		}
	}
}

// operator prints one operator, with its columns on further lines where they need them.
func (t *textWriter) operator(first, rest string, n node) {
	if n.Kind == "project" && len(n.Then) == 1 && n.Then[0].Kind == "write" {
		n.Name = "" // the table that is written says it
	}
	details := detailLines(n, maxWidth-utf8.RuneCountInString(rest)-kindWidth)
	t.add(first+pad(n.Kind)+details[0].left, modeOf(n), n.Position.String())
	for _, detail := range details[1:] {
		t.add(rest+pad("")+detail.left, "", detail.position)
	}
}

// modeOf is the changelog mode of what an operator hands on: upsert (symbol) for rows that replace earlier ones with the same symbol.
func modeOf(n node) string {
	if len(n.UpsertKey) == 0 {
		return n.Mode
	}
	return n.Mode + " (" + strings.Join(n.UpsertKey, ", ") + ")"
}

func pad(kind string) string { return fmt.Sprintf("%-*s", kindWidth, kind) }

// detailLines is what there is to say about an operator.
func detailLines(n node, width int) []line {
	lines := []line{{left: subject(n)}}
	if n.Kind == "filter" {
		return wrapCondition(n, width)
	}
	if n.Again {
		return lines
	}
	switch n.Kind {
	case "source", "scan":
		lines = append(lines, wrap(columnTexts(n.Columns), width)...)
		if len(n.Decoded.Skipped) > 0 {
			lines = append(lines, wrap(prefixed("checked, not decoded: ", n.Decoded.Skipped), width)...)
		}
		if n.Watermark != "" {
			lines = append(lines, line{left: "watermark " + n.Watermark})
		}
	case "values":
		if *n.Rows > 0 {
			lines = append(lines, projectLines(n.Columns, width)...)
		}
	case "project", "aggregate", "over", "top":
		lines = append(lines, projectLines(n.Columns, width)...)
	case "union", "window":
		lines = append(lines, wrap(columnTexts(n.Columns), width)...)
	}
	lines = append(lines, stateLines(n, width)...)
	if lines[0].left == "" && len(lines) > 1 && lines[1].position == "" {
		return lines[1:]
	}
	return lines
}

// stateLines say what an operator of a physical plan keeps, and what bounds it.
func stateLines(n node, width int) []line {
	if n.Bound == "" {
		return nil
	}
	parts := []string{"state: " + n.State}
	if n.Cost != "" {
		parts[0] += ", " + n.Cost
	}
	parts = append(parts, "bound: "+n.Bound)
	if n.Checkpoints != "" {
		parts = append(parts, n.Checkpoints)
	}
	if one := strings.Join(parts, "; "); utf8.RuneCountInString(one) <= width {
		parts = []string{one}
	}
	var lines []line
	for _, part := range parts {
		lines = append(lines, line{left: part})
	}
	return lines
}

// wrapCondition breaks a long condition in front of its ANDs.
func wrapCondition(n node, width int) []line {
	parts := strings.Split(subject(n), " AND ")
	lines := []line{{left: parts[0]}}
	for _, part := range parts[1:] {
		last := &lines[len(lines)-1].left
		if utf8.RuneCountInString(*last)+utf8.RuneCountInString(part)+5 > width {
			lines = append(lines, line{left: "AND " + part})
		} else {
			*last += " AND " + part
		}
	}
	return lines
}

// prefixed puts a word in front of a list.
func prefixed(prefix string, list []string) []string {
	list = slices.Clone(list)
	list[0] = prefix + list[0]
	return list
}

// subject is what an operator is about, in a few words.
func subject(n node) string {
	s := ""
	switch n.Kind {
	case "source", "scan", "write", "sink":
		s = n.Table.Name + " (" + n.Table.Connector
		if n.Table.Format != "" {
			s += ", " + n.Table.Format
		}
		s += ")"
	case "filter":
		s = n.Condition
	case "watermark":
		s = n.Watermark
	case "values":
		if n.Rows != nil {
			s = count(*n.Rows, "row")
		}
	case "project", "send", "receive":
		s = n.Name
	case "aggregate", "window", "over", "top", "sort":
		s = strings.Join(grouping(n), " · ")
	}
	switch {
	case n.Again:
		s += fmt.Sprintf(" (%d, above)", n.Number)
	case n.Number > 0:
		s += fmt.Sprintf(" (%d)", n.Number)
	}
	return strings.TrimSpace(s)
}

// grouping says which rows belong together, in which order, and when results go on.
func grouping(n node) []string {
	var parts []string
	if len(n.Key) > 0 && !n.Again {
		parts = append(parts, "by "+strings.Join(n.Key, ", "))
	}
	if len(n.Order) > 0 {
		parts = append(parts, "order by "+strings.Join(n.Order, ", "))
	}
	if n.Window != "" {
		parts = append(parts, n.Window)
	}
	if n.Limit != nil {
		parts = append(parts, fmt.Sprint("limit ", *n.Limit))
	}
	if n.Offset > 0 {
		parts = append(parts, fmt.Sprint("offset ", n.Offset))
	}
	if n.Emit != "" {
		parts = append(parts, "emit "+n.Emit)
	}
	return parts
}

// projectLines lists the columns that are passed on, then each computed one with its expression and position.
func projectLines(columns []column, width int) []line {
	var passed []string
	var computed []line
	for _, c := range columns {
		if c.SQL == "" {
			passed = append(passed, c.Name)
			continue
		}
		computed = append(computed, line{left: columnText(c), position: c.Position.String()})
	}
	return append(wrap(passed, width), computed...)
}

func columnTexts(columns []column) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = columnText(c)
	}
	return list
}

func columnText(c column) string {
	if c.SQL != "" {
		return c.Name + " = " + c.SQL
	}
	return c.Name + " " + c.Type
}

// wrap joins a list with commas into lines of at most the width.
func wrap(list []string, width int) []line {
	var lines []line
	current := ""
	for i, item := range list {
		if i < len(list)-1 {
			item += ","
		}
		if current != "" && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(item) > width {
			lines = append(lines, line{left: current})
			current = ""
		}
		if current != "" {
			current += " "
		}
		current += item
	}
	if current != "" {
		lines = append(lines, line{left: current})
	}
	return lines
}

func (t *textWriter) passes(list []pass) {
	t.add("pass               fired    nodes      time", "", "")
	for _, p := range list {
		nodes := fmt.Sprintf("%d → %d", p.Before, p.After)
		if p.Before == p.After {
			nodes = fmt.Sprint(p.Before)
		}
		t.add(fmt.Sprintf("%-18s %5s  %7s  %5d µs  %s", p.Name, firedText(p.Fired), nodes, p.Micros, p.Why), "", "")
	}
}

func firedText(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}
