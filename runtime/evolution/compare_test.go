package evolution

import (
	"slices"
	"strings"
	"testing"
)

// verdicts are a report's items, a line each.
func verdicts(old, new *Schema) string {
	var lines []string
	for _, item := range Compare(old, new).Items {
		lines = append(lines, item.String())
	}
	return strings.Join(lines, "\n")
}

func expect(t *testing.T, old, new *Schema, want ...string) {
	t.Helper()
	if got := verdicts(old, new); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func grouping(name, id string, values ...Value) Operator {
	return Operator{Name: name, ID: id, Text: "GROUP BY k", Rows: "rows", Emit: "changes", Key: []Column{{Name: "k", ID: "k", Type: "INT", Encoding: "int"}}, Values: values}
}

func sum(types string) Value {
	return Value{Name: "SUM(v)", ID: "sum", Taken: "v", Format: "sum", Encoding: "row(int,int)", Types: []string{types}}
}

// What is taken back has to have been given: a state over changes is lost with the one that they are of, and can't have aggregates that begin empty.
func TestStatesOverChanges(t *testing.T) {
	above := grouping("above", "2", sum("BIGINT"))
	above.Retracts, above.From = true, []string{"below"}
	old := &Schema{Format: Format, Operators: []Operator{grouping("below", "1", sum("BIGINT")), above}}
	expect(t, old, old, "operator below (GROUP BY k): kept", "operator above (GROUP BY k): kept")

	narrow := &Schema{Format: Format, Operators: []Operator{grouping("below", "1", sum("INT")), above}}
	expect(t, old, narrow,
		"operator below (GROUP BY k): lost: what SUM(v) added up of BIGINT can't be gone on with by SUM(v) of INT",
		"operator above (GROUP BY k): lost: its rows are results of below, which isn't taken over: nobody would take them back")

	more := above
	more.Values = append(slices.Clone(above.Values), Value{Name: "COUNT(*)", ID: "count", Format: "count"})
	expect(t, old, &Schema{Format: Format, Operators: []Operator{old.Operators[0], more}},
		"operator below (GROUP BY k): kept",
		"operator above (GROUP BY k): lost: COUNT(*) can't begin empty: its rows are taken back when they change, and it hasn't seen those that are there")
}

// A group's bit of an operator that isn't taken over is no more: that one has nothing of the group.
func TestBitsOfWhatIsLost(t *testing.T) {
	below := grouping("below", "1", sum("BIGINT"), Value{Kind: Shown})
	below.Outputs = []Output{{Name: "out"}, {Name: "above", Operator: true}}
	schema := func(above string) *Schema {
		return &Schema{Format: Format, Sinks: []Sink{{Name: "out"}}, Operators: []Operator{below, grouping("above", above)}}
	}
	if carried := Compare(schema("2"), schema("2")).Carried; len(carried) != 2 || carried[0].Recoder != nil {
		t.Fatal(carried)
	}
	carried := Compare(schema("2"), schema("3")).Carried
	if len(carried) != 1 || carried[0].Recoder == nil {
		t.Fatal(carried)
	}
	got, err := carried[0].Recoder.Recode([]byte{8, 2, 2, 2, 3}, 0)
	if want := []byte{8, 2, 2, 2, 1}; err != nil || !slices.Equal(got, want) {
		t.Error(got, err)
	}
}

// States that mean the same are told apart by where their results go, whatever the order of the queries.
func TestStatesThatMeanTheSame(t *testing.T) {
	to := func(name, output string) Operator {
		o := grouping(name, "1", sum("BIGINT"), Value{Kind: Shown})
		o.Outputs = []Output{{Name: output}}
		return o
	}
	sinks := []Sink{{Name: "a"}, {Name: "b"}}
	expect(t, &Schema{Format: Format, Sinks: sinks, Operators: []Operator{to("by_k", "a"), to("by_k_2", "b")}},
		&Schema{Format: Format, Sinks: sinks, Operators: []Operator{to("by_k", "b"), to("by_k_2", "a")}},
		"operator by_k (GROUP BY k, was by_k_2): kept", "operator by_k_2 (GROUP BY k, was by_k): kept", "sink a: kept", "sink b: kept")
}

func TestTimeToLive(t *testing.T) {
	old := &Schema{Format: Format, Operators: []Operator{grouping("by_k", "1", sum("BIGINT"))}}
	new := &Schema{Format: Format, Operators: []Operator{grouping("by_k", "1", Value{Name: "age", Kind: Age, ID: "event"}, sum("BIGINT"))}}
	expect(t, old, new, "operator by_k (GROUP BY k): migrated: its keys live as if rows had reached them at the start")
	got, err := Compare(old, new).Carried[0].Recoder.Recode([]byte{8, 2, 2, 2}, -3)
	if want := []byte{8, 5, 2, 2, 2}; err != nil || !slices.Equal(got, want) {
		t.Error(got, err)
	}
	expect(t, new, old, "operator by_k (GROUP BY k): kept")
	if got, err := Compare(new, old).Carried[0].Recoder.Recode([]byte{8, 5, 2, 2, 2}, 0); err != nil || !slices.Equal(got, []byte{8, 2, 2, 2}) {
		t.Error(got, err)
	}
}

func TestSourcesAndSinks(t *testing.T) {
	path := func(hash string) []Option { return []Option{{"path", hash}} }
	old := &Schema{Format: Format, Sources: []Source{{Name: "t", Table: "t", Options: path("1")}, {Name: "u", Table: "u"}, {Name: "job", ID: "constant"}},
		Sinks: []Sink{{Name: "j", Named: true, Columns: []Column{{Name: "a", Type: "INT"}}}, {Name: "c", Columns: []Column{{Name: "a", Type: "INT"}}}}}
	new := &Schema{Format: Format, Sources: []Source{{Name: "t", Table: "t", Options: path("2")}, {Name: "w", Table: "w"}, {Name: "other", ID: "constant"}},
		Sinks: []Sink{{Name: "j", Named: true, Columns: []Column{{Name: "a", Type: "BIGINT"}}}, {Name: "c", Columns: []Column{{Name: "b", Type: "INT"}}}}}
	report := Compare(old, new)
	for i, want := range []Verdict{Lost, New, Kept, Removed, Migrated, Lost} {
		if got := report.Items[i].Verdict; got != want {
			t.Errorf("%s, want %s", report.Items[i], want)
		}
	}
	if !slices.Equal(report.Read, []Moved{{"job", "other"}}) || !slices.Equal(report.Written, []Moved{{"j", "j"}}) {
		t.Error(report.Read, report.Written)
	}
}

func TestOtherFormats(t *testing.T) {
	for _, text := range []string{`{}`, `{"format":1}`, `{"format":3}`, `{`} {
		if _, err := Decode(text); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

// GROUP BY a, b is GROUP BY b, a: the columns change places in entries, and types may become wider on the way.
func TestKeysInAnotherOrder(t *testing.T) {
	a, b := Column{Name: "a", ID: "a", Type: "INT", Encoding: "int"}, Column{Name: "b", ID: "b", Type: "VARCHAR", Encoding: "text"}
	keyed := func(dealt []string, key ...Column) *Schema {
		o := grouping("by_a_b", "1", sum("BIGINT"))
		o.Key, o.Dealt = key, dealt
		return &Schema{Format: Format, Operators: []Operator{o}}
	}
	expect(t, keyed(nil, a, b), keyed(nil, b, a), "operator by_a_b (GROUP BY k): kept")
	c := Compare(keyed(nil, a, b), keyed(nil, b, a)).Carried
	if len(c) != 1 || c[0].Recoder == nil {
		t.Fatal(c)
	}
	got, err := c[0].Recoder.Recode([]byte{8, 1, 'x', 2, 2, 2}, 0)
	if want := []byte{1, 'x', 8, 2, 2, 2}; err != nil || !slices.Equal(got, want) {
		t.Error(got, err)
	}
	wide := Column{Name: "wide", ID: "a", Type: "BIGINT", Encoding: "null(int)"}
	expect(t, keyed(nil, a, b), keyed(nil, b, wide), "operator by_a_b (GROUP BY k): migrated: wide was INT and is BIGINT")
	got, err = Compare(keyed(nil, a, b), keyed(nil, b, wide)).Carried[0].Recoder.Recode([]byte{8, 1, 'x', 2, 2, 2}, 0)
	if want := []byte{1, 'x', 1, 8, 2, 2, 2}; err != nil || !slices.Equal(got, want) {
		t.Error(got, err)
	}
	expect(t, keyed(nil, a, b), keyed([]string{"a"}, a, b),
		"operator by_a_b (GROUP BY k): lost: its groups were in partitions by a and b and are by a now, so that they would be in others")
}
