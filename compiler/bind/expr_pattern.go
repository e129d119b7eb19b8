package bind

import (
	"github.com/weirsql/weir/compiler/ast"
)

// likeNames are the function table's names of LIKE and its kin.
var likeNames = map[ast.LikeOp]string{ast.LikeMatch: "LIKE", ast.ILikeMatch: "ILIKE", ast.SimilarTo: "SIMILAR TO",
	ast.RegexpMatch: "REGEXP", ast.IRegexpMatch: "~*"}

// like binds x LIKE pattern [ESCAPE escape] and the other pattern operators.
func (b *binder) like(e *ast.Like, s *scope) operand {
	args := []operand{b.expr(e.Operand, s), b.expr(e.Pattern, s)}
	if e.Escape != nil {
		args = append(args, b.expr(e.Escape, s))
	}
	return negate(b.operator(likeNames[e.Op], e.Span(), e.Span(), args...), e.Negated, e)
}
