package codegen

import "github.com/dave/jennifer/jen"

// exprFile collects exprs.go.
type exprFile struct{ gen *generator }

func newExprFile(g *generator) *exprFile { return &exprFile{gen: g} }

// file adds the declarations made so far.
func (x *exprFile) file(f *jen.File) {}
