package logical

import (
	"strconv"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
)

// sortHead prints a Sort:
//
//	sort order (price#2 desc) limit 10 offset 5
//	sort time window_start#0 wait 60000000 order (window_start#0, total#2 desc)
func (p *printer) sortHead(n *Sort) string {
	s := "sort"
	if n.Time != nil {
		s += " time " + p.expr(n.Time) + amount(" wait ", n.Wait)
	}
	s += p.order(n.OrderBy)
	if n.Limit != NoLimit {
		s += " limit " + strconv.FormatInt(n.Limit, 10)
	}
	return s + amount(" offset ", n.Offset)
}

func (p *parser) sort(sc *text.Scanner, inputs []Node) *Sort {
	n := &Sort{Input: inputs[0], Limit: NoLimit}
	if sc.Accept("time") {
		n.Time = scalar.Read(sc, p.env(n))
		n.Wait = readAmount(sc, "wait")
	}
	n.OrderBy = readOrder(sc, p.env(n))
	if sc.Is("limit") {
		n.Limit = readAmount(sc, "limit")
	}
	n.Offset = readAmount(sc, "offset")
	return n
}
