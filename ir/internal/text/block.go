package text

import (
	"fmt"
	"strings"
)

// Block is a line with the lines that are indented below it.
type Block struct {
	Number   int // of the line, from 1
	Text     string
	Children []*Block
}

// Blocks reads indented lines. Empty lines and lines that start with // are left out.
func Blocks(s string) ([]*Block, error) {
	root := &Block{}
	open := []*Block{root} // open[d] takes the lines of depth d
	for i, line := range strings.Split(s, "\n") {
		trimmed := strings.TrimLeft(line, " ")
		if trimmed == "" || strings.HasPrefix(trimmed, "//") {
			continue
		}
		indent := len(line) - len(trimmed)
		depth := indent / len(Indent)
		if indent%len(Indent) != 0 || depth >= len(open) {
			return nil, fmt.Errorf("line %d: indented by %d", i+1, indent)
		}
		b := &Block{Number: i + 1, Text: strings.TrimRight(trimmed, " ")}
		open[depth].Children = append(open[depth].Children, b)
		open = append(open[:depth+1], b)
	}
	return root.Children, nil
}

// Split parts the children into leading lines that start with one of the marks, such as "|", and the rest.
func (b *Block) Split(marks ...string) (leading, rest []*Block) {
	for i, child := range b.Children {
		if !startsWithAny(child.Text, marks) {
			return b.Children[:i], b.Children[i:]
		}
	}
	return b.Children, nil
}

func startsWithAny(s string, marks []string) bool {
	for _, mark := range marks {
		if s == mark || strings.HasPrefix(s, mark+" ") {
			return true
		}
	}
	return false
}

// Wrap adds the line's number to an error.
func (b *Block) Wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("line %d: %w", b.Number, err)
}
