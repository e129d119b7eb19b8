package codegen

import (
	"github.com/weirsql/weir/ir/physical"
)

// project makes nothing by itself: the rows below read the projection's input through its expressions. A column becomes a
// local where several expressions read it, and a field of the struct that Write fills where only that does.
func (s *segment) project(project *physical.Project, in *rowView) *rowView {
	return projectedView(project.Type.Fields, project.Exprs, in)
}
