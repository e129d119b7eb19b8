package format

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
)

// blank reports whether a blank stands in front of a token that goes on in its line.
func (l *layout) blank(i int) bool {
	if i == 0 || l.glued[i] {
		return false
	}
	token, last := l.token(i), l.token(i-1)
	switch {
	case token.Kind == clause.EOF:
		return false
	case token.Kind == clause.Op && (token.Text == ")" || token.Text == "]" || token.Text == "," || token.Text == ";" || token.Text == "." || token.Text == "::" || token.Text == "["):
		return false
	case last.Kind == clause.Op && (last.Text == "(" || last.Text == "[" || last.Text == "." || last.Text == "::"):
		return false
	}
	return true
}

// spacing finds what is glued together, and which words are names.
func (l *layout) spacing(root ast.Node) {
	ast.Walk(root, func(node ast.Node) bool {
		first := l.first(node)
		switch n := node.(type) {
		case ast.Ident:
			l.names[first] = true
		case *ast.Call:
			l.names[first] = !n.Bare
			if !n.Bare {
				l.glued[l.last(n.Name)+1] = true
			} else {
				return false
			}
		case *ast.Cast, *ast.Extract, *ast.Trim, *ast.RoundTo, *ast.JSONCall, *ast.Descriptor:
			l.glueParenthesis(first + 1)
		case *ast.Row:
			if l.token(first).Is("ROW") {
				l.glueParenthesis(first + 1)
			}
		case *ast.TableFunction:
			if n.Wrapped {
				l.glueParenthesis(l.tableWord(n) + 1)
			}
		case *ast.CreateFunction:
			l.glueParenthesis(l.last(n.Name) + 1)
		case *ast.Unary:
			sign := l.token(first+1).Is("-") || l.token(first+1).Is("+") // two signs would begin a comment
			l.glued[first+1] = n.Op != ast.Not && !sign
		case *ast.Interval:
			if l.token(first).Is("INTERVAL") && l.token(first+1).Kind == clause.Op {
				l.glued[first+2] = true
			}
		case *ast.String:
			l.bareString(first, l.last(n))
		case *ast.Type:
			l.typeSpacing(first, l.last(n))
		case *ast.TypeField:
			l.glued[first+1] = l.token(first + 1).Is(":")
		case *ast.PatternRepeat:
			l.quantifier(l.last(n.Part)+1, l.last(n))
		}
		return true
	})
}

func (l *layout) glueParenthesis(i int) {
	if l.token(i).Is("(") {
		l.glued[i] = true
	}
}

// tableWord finds the TABLE of TABLE(f(…)), behind LATERAL where that is written.
func (l *layout) tableWord(n *ast.TableFunction) int {
	first := l.first(n)
	if l.token(first).Is("LATERAL") {
		return first + 1
	}
	return first
}

// bareString keeps the words of a value without quotes together, as they are.
func (l *layout) bareString(first, last int) {
	for i := first; i <= last; i++ {
		l.names[i] = l.names[i] || l.token(i).Kind == clause.Word
		l.glued[i] = l.glued[i] || i > first
	}
}

// typeSpacing glues the brackets of a type to what they belong to.
func (l *layout) typeSpacing(first, last int) {
	for i := first + 1; i <= last; i++ {
		token := l.token(i)
		if token.Is("<") || token.Is(">") || token.Is("(") {
			l.glued[i] = true
		}
		if l.token(i - 1).Is("<") {
			l.glued[i] = true
		}
	}
}

// quantifier glues the quantifier of a pattern to its variable or group.
func (l *layout) quantifier(first, last int) {
	for i := first; i <= last; i++ {
		if !l.token(i).Is(")") {
			l.glued[i] = true
		}
	}
}
