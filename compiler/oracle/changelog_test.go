package oracle

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// change is one record of a changelog.
type change struct {
	op  string // +I, +U or -D
	row resultRow
}

// parseChange reads a record with its kind in a column "op", or in Debezium's envelope.
func parseChange(line string, debezium bool) (change, error) {
	record, err := parseRow(line)
	if err != nil {
		return change{}, err
	}
	if !debezium {
		op, _ := record["op"].(string)
		delete(record, "op")
		return change{op, record}, nil
	}
	op, _ := record["op"].(string)
	c := change{op: map[string]string{"c": "+I", "u": "+U", "d": "-D"}[op]}
	there, gone := "after", "before"
	if c.op == "-D" {
		there, gone = gone, there
	}
	row, ok := record[there].(map[string]any)
	if !ok || record[gone] != nil || len(record) != 3 {
		return change{}, fmt.Errorf("%s: not %s with %s alone", line, c.op, there)
	}
	c.row = row
	return c, nil
}

// readResult folds what a query wrote, and checks that it is well formed: nothing is updated or deleted that isn't there, nothing inserted
// that is, and a deletion has the row that goes. ordered says that the results of windows come in the order of their ends: those of one
// partition do.
func readResult(path string, q lawQuery, ordered bool) (queryResult, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	rows, last := queryResult{}, ""
	for line := range strings.Lines(string(data)) {
		c, err := parseChange(line, q.debezium)
		if err != nil {
			return nil, err
		}
		if q.placed {
			c.row[placeColumn] = json.Number(strconv.Itoa(len(rows) + 1))
		}
		if err := rows.apply(c, c.row.key(q.keys), q.changes); err != nil {
			return nil, fmt.Errorf("%w: %s", err, line)
		}
		if end, _ := c.row[q.end].(string); ordered && q.end != "" {
			end = strings.TrimSuffix(end, "Z") // a fraction of a second is behind none
			if end < last {
				return nil, fmt.Errorf("a window's result behind that of one which ends at %s: %s", last, line)
			}
			last = end
		}
	}
	return rows, nil
}

// apply makes a change. Where rows don't change each is an insertion.
func (r queryResult) apply(c change, key string, changes bool) error {
	was, there := r[key]
	switch {
	case c.op != "+I" && c.op != "+U" && c.op != "-D":
		return fmt.Errorf("unknown change %q", c.op)
	case c.op != "+I" && !changes:
		return fmt.Errorf("a %s of rows that don't change", c.op)
	case c.op == "+I" && there:
		return fmt.Errorf("a second row of the same key")
	case c.op == "+U" && !there:
		return fmt.Errorf("an update of a row that isn't there")
	case c.op == "-D" && !there:
		return fmt.Errorf("a deletion of a row that isn't there")
	case c.op == "-D" && !reflect.DeepEqual(was, c.row):
		return fmt.Errorf("a deletion of another row than %v", was)
	case c.op == "-D":
		delete(r, key)
	default:
		r[key] = c.row
	}
	return nil
}

// The judge of changelogs finds what is wrong with them.
func TestChangelogJudge(t *testing.T) {
	for _, test := range []struct{ changes, want string }{
		{`{"k":1,"n":1,"op":"+I"} {"k":1,"n":2,"op":"+U"} {"k":1,"n":2,"op":"-D"} {"k":1,"n":3,"op":"+I"}`, ""},
		{`{"k":1,"n":1,"op":"+U"}`, "an update of a row that isn't there"},
		{`{"k":1,"n":1,"op":"-D"}`, "a deletion of a row that isn't there"},
		{`{"k":1,"n":1,"op":"+I"} {"k":1,"n":1,"op":"+I"}`, "a second row"},
		{`{"k":1,"n":1,"op":"+I"} {"k":1,"n":2,"op":"-D"}`, "a deletion of another row"},
		{`{"k":1,"n":1}`, `unknown change ""`},
		{`{"before":null,"after":{"k":1,"n":1},"op":"c"} {"before":{"k":1,"n":1},"after":null,"op":"d"}`, ""},
		{`{"before":null,"after":{"k":1,"n":1},"op":"d"}`, "not -D with before alone"},
	} {
		rows := queryResult{}
		var err error
		for line := range strings.SplitSeq(test.changes, " ") {
			var c change
			if c, err = parseChange(line, strings.Contains(line, "before")); err != nil {
				break
			}
			if err = rows.apply(c, c.row.key([]string{"k"}), true); err != nil {
				break
			}
		}
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.changes, err, test.want)
		}
	}
}
