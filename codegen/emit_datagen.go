package codegen

import "github.com/dave/jennifer/jen"

// datagenLoop generates the rows of a datagen source from their numbers.
func (s *stageEmitter) datagenLoop() []jen.Code {
	panic("datagen")
}
