package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
)

// exprFile collects exprs.go.
type exprFile struct{ gen *generator }

func newExprFile(g *generator) *exprFile { return &exprFile{gen: g} }

// file adds the declarations made so far.
func (x *exprFile) file(f *jen.File) {}

func (x *exprFile) value(e scalar.Expr, hint string, in columns) jen.Code     { panic(hint) }
func (x *exprFile) condition(e scalar.Expr, hint string, in columns) jen.Code { panic(hint) }
func (x *exprFile) tookScratch() bool                                         { return false }

// canFail reports whether an expression may fail the record.
func canFail(e scalar.Expr) bool { return true }
