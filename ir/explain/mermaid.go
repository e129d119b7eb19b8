package explain

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// writeMermaid draws a flowchart in the direction of the rows. Edges say their changelog mode.
//
//	flowchart TD
//	  subgraph stage1["stage 1: orders"]
//	    n1[("source orders")]
//	    n1 -->|append| n2
//	    n2{{"filter total_amount #62; 100"}}
//	  end
func writeMermaid(w io.Writer, d document) error {
	m := &mermaid{numbers: map[int]int{}}
	m.line(0, "flowchart TD")
	for _, s := range d.Stages {
		m.line(1, fmt.Sprintf("subgraph stage%d[%s]", s.ID, label(fmt.Sprintf("stage %d: %s", s.ID, s.Name))))
		m.operator(2, s.Input)
		m.line(1, "end")
	}
	for _, output := range d.Outputs {
		m.input(output)
	}
	_, err := io.WriteString(w, m.String())
	return err
}

type mermaid struct {
	strings.Builder
	count   int
	numbers map[int]int // of the chart's nodes by those of shared nodes
}

func (m *mermaid) line(depth int, s string) {
	m.WriteString(strings.Repeat("  ", depth) + s + "\n")
}

// declare draws a node and returns its number.
func (m *mermaid) declare(depth int, n node) int {
	m.count++
	open, end := shape(n.Kind)
	m.line(depth, fmt.Sprintf("n%d%s%s%s", m.count, open, label(caption(n)...), end))
	return m.count
}

// shape is a cylinder for tables, a rhomboid for filters, a box for the rest.
func shape(kind string) (open, end string) {
	switch kind {
	case "source", "scan", "write", "sink":
		return "[(", ")]"
	case "filter":
		return "{{", "}}"
	}
	return "[", "]"
}

func (m *mermaid) edge(depth, from, to int, n node) {
	mode := n.Mode
	if len(n.UpsertKey) > 0 {
		mode = label(modeOf(n))
	}
	m.line(depth, fmt.Sprintf("n%d -->|%s| n%d", from, mode, to))
}

// operator draws an operator of a stage and its consumers.
func (m *mermaid) operator(depth int, n node) int {
	number := m.declare(depth, n)
	for _, consumer := range n.Then {
		m.edge(depth, number, m.operator(depth, consumer), n)
	}
	return number
}

// input draws a node of a logical plan and its inputs.
func (m *mermaid) input(n node) int {
	if known := m.numbers[n.Number]; n.Number > 0 && known > 0 {
		return known
	}
	number := m.declare(1, n)
	if n.Number > 0 {
		m.numbers[n.Number] = number
	}
	for _, input := range n.Inputs {
		m.edge(1, m.input(input), number, input)
	}
	return number
}

// maxLabelColumns is how many columns a node of a chart lists.
const maxLabelColumns = 12

// caption is what a node's label says, line by line.
func caption(n node) []string {
	lines := []string{strings.TrimSpace(n.Kind + " " + subject(n))}
	for _, state := range stateLines(n, maxWidth) {
		lines = append(lines, state.left)
	}
	for i, c := range n.Columns {
		if i == maxLabelColumns {
			return append(lines, fmt.Sprintf("… %d more", len(n.Columns)-i))
		}
		lines = append(lines, columnText(c))
	}
	return lines
}

// label quotes lines for Mermaid: whatever is no letter, digit or harmless mark is a character code.
func label(lines ...string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteString("<br/>")
		}
		for _, r := range line {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" _,.:()=*/+'|-→…", r) {
				b.WriteRune(r)
			} else {
				fmt.Fprintf(&b, "#%d;", r)
			}
		}
	}
	return `"` + b.String() + `"`
}
