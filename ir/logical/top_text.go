package logical

import (
	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// topHead prints a Top:
//
//	top final 3 time window_end#1 partition (window_end#1) order (total#2 desc)
//	top final 3 time proctime window_end#1 partition (window_end#1) order (total#2 desc)
//	top changes 1 ttl 60000000 on ts#2 partition (account#0) order (ts#2 desc)
func (p *printer) topHead(n *Top) string {
	s := "top " + n.Emit.String() + amount(" ", n.Rows)
	if n.Time != nil {
		s += " time "
		if n.Proctime {
			s += "proctime "
		}
		s += p.expr(n.Time) + amount(" wait ", n.Wait)
	}
	if n.TTL > 0 {
		s += amount(" ttl ", n.TTL)
		if n.TTLTime != nil {
			s += " on " + p.expr(n.TTLTime)
		}
	}
	return s + p.partition(n.PartitionBy) + p.order(n.OrderBy)
}

func (p *parser) top(sc *text.Scanner, inputs []Node) *Top {
	n := &Top{Input: inputs[0], Emit: readWord[Emit](sc, emits[:]), Rows: int64(sc.Int())}
	env := p.env(n)
	if sc.Accept("time") {
		n.Proctime = sc.Accept("proctime")
		n.Time = scalar.Read(sc, env)
		n.Wait = readAmount(sc, "wait")
	}
	if n.TTL = readAmount(sc, "ttl"); n.TTL > 0 && sc.Accept("on") {
		n.TTLTime = scalar.Read(sc, env)
	}
	n.PartitionBy = readPartition(sc, env)
	n.OrderBy = readOrder(sc, env)
	return n
}

// topOrigin prints what the number is; nothing for the input's columns.
func topOrigin(n *Top, i int) string {
	if i < len(n.Input.Columns()) {
		return ""
	}
	return "number"
}

func readTopColumn(sc *text.Scanner, n *Top) {
	sc.Expect("number")
	n.Numbered = true
}

// NumberType is the type of the number of a row in its partition.
func NumberType() types.Type { return types.Of(types.BigInt) }
