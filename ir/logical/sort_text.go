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
	return s + p.order(n.OrderBy) + limitText(n.Limit) + amount(" offset ", n.Offset)
}

// limitText prints a LIMIT, nothing for none; 0 is one.
func limitText(limit int64) string {
	if limit == NoLimit {
		return ""
	}
	return " limit " + strconv.FormatInt(limit, 10)
}

func readLimit(sc *text.Scanner) int64 {
	if !sc.Is("limit") {
		return NoLimit
	}
	return readAmount(sc, "limit")
}

func (p *parser) sort(sc *text.Scanner, inputs []Node) *Sort {
	n := &Sort{Input: inputs[0]}
	if sc.Accept("time") {
		n.Time = scalar.Read(sc, p.env(n))
		n.Wait = readAmount(sc, "wait")
	}
	n.OrderBy = readOrder(sc, p.env(n))
	n.Limit = readLimit(sc)
	n.Offset = readAmount(sc, "offset")
	return n
}
