package evolution

import (
	"strconv"
	"strings"
)

// sqlType is a SQL type as a schema has it: DECIMAL(12,2) NOT NULL.
type sqlType struct {
	name    string
	numbers []int
	notNull bool
	text    string // without NOT NULL
}

func parseType(text string) sqlType {
	t := sqlType{}
	t.text, t.notNull = strings.CutSuffix(text, " NOT NULL")
	name, rest, _ := strings.Cut(t.text, "(")
	t.name = name
	for number := range strings.SplitSeq(strings.TrimSuffix(rest, ")"), ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(number)); err == nil {
			t.numbers = append(t.numbers, n)
		}
	}
	return t
}

func (t sqlType) number(i int) int {
	if i < len(t.numbers) {
		return t.numbers[i]
	}
	return 0
}

var integers = map[string]int{"TINYINT": 1, "SMALLINT": 2, "INT": 3, "BIGINT": 4}

// widens reports a type that holds every value of another one, as what it was.
func widens(from, to string) bool {
	a, b := parseType(from), parseType(to)
	if b.notNull && !a.notNull {
		return false
	}
	if a.text == b.text {
		return true
	}
	if rank := integers[a.name]; rank > 0 {
		return integers[b.name] >= rank
	}
	if a.name != b.name {
		return false
	}
	switch a.name {
	case "VARCHAR", "BYTES":
		return b.number(0) == 0 || a.number(0) > 0 && a.number(0) <= b.number(0)
	case "DECIMAL":
		return a.number(1) == b.number(1) && a.number(0) <= b.number(0)
	case "TIME", "TIMESTAMP", "TIMESTAMP_LTZ":
		return a.number(0) <= b.number(0) && (a.number(0) > 6) == (b.number(0) > 6)
	}
	return false
}
