package main

import "strings"

// query is the state of a query over records.
type query[T any] interface {
	take(record *T) error
	finish() error // what is left at the end of the input
}

// shape is how records of a kind stand in a file.
type shape[T any] struct {
	format format
	header string
	next   func(block []byte, p int, record *T) (int, error) // reads the record at p, and gives the position behind it
}

var (
	tradeLines  = shape[trade]{jsonLines, "", nextTrade}
	tradeFields = shape[trade]{csvLines, "trade_id,trader_id,symbol,venue,price,quantity,millis\n", nextTradeCSV}
	eventLines  = shape[event]{jsonLines, "", nextEvent}
	eventFields = shape[event]{csvLines, "event_id,source,k,v,millis\n", nextEventCSV}
)

// asked is a query that has results with a header.
type asked[T any] struct {
	header string
	begin  func(*results) query[T]
}

var overTrades = map[string]asked[trade]{
	"s1":          {movingHeader, ask(newMoving)},
	"s2":          {symbolHeader, ask(newTotals)},
	"s2_million":  {symbolHeader, ask(newTotals)},
	"s2_changes":  {symbolChangesHeader, ask(newTotalChanges)},
	"s2w":         {minuteHeader, ask(newMinutes)},
	"s3a":         {minuteHeader, ask(newMinutes)},
	"s3a_wide":    {minuteHeader, ask(newMinutes)},
	"s3b":         {changesHeader, ask(newChanges)},
	"hop_5":       {hopHeader, ask(newHops(5))},
	"hop_100":     {hopHeader, ask(newHops(100))},
	"hop_100_10k": {hopHeader, ask(newHops(100))},
}

var overEvents = map[string]asked[event]{
	"groups_10":  {keyHeader, ask(newGroups)},
	"groups_10k": {keyHeader, ask(newGroups)},
	"groups_1m":  {keyHeader, ask(newGroups)},
	"skew":       {keyHeader, ask(newGroups)},
	"sessions":   {sessionHeader, ask(newSessions)},
}

func ask[T any, Q query[T]](begin func(*results) Q) func(*results) query[T] {
	return func(out *results) query[T] { return begin(out) }
}

// overRecords runs the query of a workload <query>_<format> over a file; false where there is none.
func overRecords(workload, in, out string) (known bool, err error) {
	name, csv := strings.CutSuffix(workload, "_csv")
	name = strings.TrimSuffix(name, "_json")
	if q, ok := overTrades[name]; ok {
		return true, overEach(in, out, oneOf(csv, tradeFields, tradeLines), q)
	}
	if q, ok := overEvents[name]; ok {
		return true, overEach(in, out, oneOf(csv, eventFields, eventLines), q)
	}
	return false, nil
}

func oneOf[S any](first bool, a, b S) S {
	if first {
		return a
	}
	return b
}

// overEach hands the records of a file to a query.
func overEach[T any](in, out string, shape shape[T], asked asked[T]) error {
	source, err := openInput(in, shape.header)
	if err != nil {
		return err
	}
	defer source.Close()
	header := oneOf(shape.format == csvLines, asked.header, "")
	return intoFile(out, header, shape.format, func(results *results) error {
		query, record := asked.begin(results), new(T)
		err := overBlocks(source, func(block []byte) (err error) {
			for p := 0; p < len(block); {
				if p, err = shape.next(block, p, record); err != nil {
					return err
				}
				if err := query.take(record); err != nil {
					return err
				}
			}
			return results.err
		})
		if err != nil {
			return err
		}
		return query.finish()
	})
}
