package rewrite

import "github.com/weirsql/weir/ir/scalar"

// classes numbers expressions so that equal ones, as scalar.Key has it, get the same number. An expression's number is found from
// those of its operands: for all parts of a chain of n operators that takes n steps, where their keys have n² bytes.
type classes struct {
	known map[scalar.Expr]int
	texts map[string]int
}

func newClasses() *classes { return &classes{map[scalar.Expr]int{}, map[string]int{}} }

// of returns the number of e.
func (c *classes) of(e scalar.Expr) int {
	if class, ok := c.known[e]; ok {
		return class
	}
	text := scalar.Key(c.shallow(e))
	class, ok := c.texts[text]
	if !ok {
		class = len(c.texts)
		c.texts[text] = class
	}
	c.known[e] = class
	return class
}

// shallow is e with columns that stand for the classes of its operands. No input has columns of negative ordinals.
func (c *classes) shallow(e scalar.Expr) scalar.Expr {
	children := scalar.Children(e)
	if len(children) == 0 {
		return e
	}
	operands := make([]scalar.Expr, len(children))
	for i, child := range children {
		operands[i] = child
		if len(scalar.Children(child)) > 0 {
			operands[i] = &scalar.Column{Base: scalar.Base{Typ: child.Type()}, Index: -1 - c.of(child)}
		}
	}
	return scalar.WithChildren(e, operands)
}
