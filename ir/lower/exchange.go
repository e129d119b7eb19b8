package lower

import (
	"strings"

	"github.com/weirsql/weir/ir/physical"
)

// exchangeByKey puts an exchange in front of a state, by the columns of its key. clause and rows say why: rows meet there. alone says it where there
// is no key, and all rows meet in one partition.
func (l *lowering) exchangeByKey(s *physical.State, clause, rows, alone string) *physical.Exchange {
	e := &physical.Exchange{Kind: physical.Hash, Type: s.Input}
	var names []string
	for i, field := range s.Input.Fields[:s.Keys] {
		e.Key = append(e.Key, i)
		names = append(names, field.Name)
	}
	e.Why = clause + " " + strings.Join(names, ", ") + ": " + rows + " meet in one partition"
	if len(names) == 0 {
		e.Kind, e.Why = physical.Single, alone+": all rows meet in one partition"
	}
	l.strategy.apply(e)
	return l.addExchange(e)
}

// addExchange adds an exchange to the plan.
func (l *lowering) addExchange(e *physical.Exchange) *physical.Exchange {
	e.ID = len(l.out.Exchanges) + 1
	l.out.Exchanges = append(l.out.Exchanges, e)
	return e
}
