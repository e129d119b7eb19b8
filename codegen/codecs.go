package codegen

import "github.com/dave/jennifer/jen"

// codecs collects codec.go.
type codecs struct{ gen *generator }

func newCodecs(g *generator) *codecs { return &codecs{gen: g} }

// file adds the declarations made so far.
func (c *codecs) file(f *jen.File) {}
