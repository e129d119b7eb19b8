package logical

import (
	"strconv"

	"github.com/weirsql/weir/ir/internal/text"
)

// sortHead prints a Sort: sort order (price#2 desc) limit 10 offset 5.
func (p *printer) sortHead(n *Sort) string {
	s := "sort" + p.order(n.OrderBy)
	if n.Limit != NoLimit {
		s += " limit " + strconv.FormatInt(n.Limit, 10)
	}
	return s + amount(" offset ", n.Offset)
}

func (p *parser) sort(sc *text.Scanner, inputs []Node) *Sort {
	n := &Sort{Input: inputs[0], Limit: NoLimit}
	n.OrderBy = readOrder(sc, p.env(n))
	if sc.Is("limit") {
		n.Limit = readAmount(sc, "limit")
	}
	n.Offset = readAmount(sc, "offset")
	return n
}
