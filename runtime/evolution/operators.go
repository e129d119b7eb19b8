package evolution

import (
	"fmt"
	"slices"
)

// operators matches states: those that mean the same are taken over, as far as their values can be.
func (c *comparison) operators() {
	old := slices.Clone(c.old.Operators)
	var rest []Operator
	for _, now := range c.new.Operators {
		at := mostAlike(old, now)
		if at < 0 {
			rest = append(rest, now)
			continue
		}
		was := old[at]
		old = slices.Delete(old, at, at+1)
		item := Item{What: AnOperator, Name: now.Name, Text: now.Text, Verdict: Kept, Position: now.Position}
		if was.Name != now.Name {
			item.Was = was.Name
		}
		if lost := c.cantGoOn(was, now); lost != "" {
			item.Name, item.Was = was.Name, ""
			item.Verdict, item.Reasons = Lost, []string{lost}
		} else {
			c.matches[now.Name] = was.Name
			if item.Reasons = append(migrations(was, now), c.madeOfKeys(was, now)...); len(item.Reasons) > 0 {
				item.Verdict = Migrated
			}
		}
		c.add(item)
	}
	c.lose(old, rest)
}

// lose reports states that nothing takes over, with what stands in their place, and states that are new.
func (c *comparison) lose(old, new []Operator) {
	stands := replacements(old, new)
	for i, was := range old {
		item := Item{What: AnOperator, Name: was.Name, Text: was.Text, Verdict: Lost}
		if at := slices.Index(stands, i); at >= 0 {
			now := new[at]
			item.Position, item.Reasons = now.Position, differences(was, now)
			if now.Name != was.Name {
				item.Reasons = append(item.Reasons, now.Name+" stands in its place and begins empty")
			}
		} else {
			item.Position, item.Old, item.Reasons = was.Position, true, []string{"nothing in the SQL keeps it any longer"}
		}
		c.add(item)
	}
	for i, now := range new {
		if stands[i] >= 0 {
			continue
		}
		c.add(Item{What: AnOperator, Name: now.Name, Text: now.Text, Verdict: New, Reasons: []string{"it begins empty: rows that were read before aren't in it"}, Position: now.Position})
	}
}

// mostAlike is the place of the state that means the same as another one; -1 for none. Of several, the one that has most in common with it.
func mostAlike(list []Operator, now Operator) int {
	best, most := -1, -1
	for i, was := range list {
		if was.ID != now.ID || len(was.Key) != len(now.Key) {
			continue
		}
		common := 0
		for _, output := range now.Outputs {
			if slices.Contains(was.Outputs, output) {
				common += 1 + len(now.Values)
			}
		}
		for _, value := range now.aggregates() {
			if was.find(value) >= 0 {
				common++
			}
		}
		if common > most {
			best, most = i, common
		}
	}
	return best
}

// aggregates are the values that aggregates add up.
func (o *Operator) aggregates() []Value {
	return slices.DeleteFunc(slices.Clone(o.Values), func(v Value) bool { return v.Kind != Aggregate })
}

// find is the place of a value's like; -1 for none.
func (o *Operator) find(value Value) int {
	return slices.IndexFunc(o.Values, func(v Value) bool {
		return v.Kind == value.Kind && v.ID == value.ID && (v.Kind != Aggregate || v.isAs(value))
	})
}

// isAs reports values of the same rows that are kept in the same way, or can be made so.
func (v Value) isAs(now Value) bool {
	return v.Format == now.Format && v.Encoding.becomes(now.Encoding) && slices.EqualFunc(v.Types, now.Types, widens)
}

// source is the place of the value that an aggregate's is made of: its own, or that of another aggregate which keeps the same of the same
// rows; -1 for none.
func (o *Operator) source(value Value) int {
	if at := o.find(value); at >= 0 || value.Kind != Aggregate {
		return at
	}
	return slices.IndexFunc(o.Values, func(v Value) bool { return v.Kind == Aggregate && v.Taken == value.Taken && v.isAs(value) })
}

// cantGoOn says why a state that means the same can't be taken over; "" where it can.
func (c *comparison) cantGoOn(was, now Operator) string {
	if was.Layout != now.Layout {
		return "its windows are put together in another way, since an aggregate came or went that can't be merged"
	}
	places := was.keyPlaces(now)
	for i, key := range now.Key {
		if before := was.Key[places[i]]; !before.grows(key) {
			return fmt.Sprintf("%s of its key was %s and is %s, which doesn't have all of its values", key.Name, before.Type, key.Type)
		}
	}
	if !slices.Equal(was.Dealt, now.Dealt) {
		return fmt.Sprintf("its groups were in partitions by %s and are by %s now, so that they would be in others", was.dealtBy(), now.dealtBy())
	}
	for _, value := range now.aggregates() {
		if reason := was.cantGive(value, now); reason != "" {
			return reason
		}
	}
	if reason := c.imageMissing(was, now); reason != "" {
		return reason
	}
	return c.upstreamLost(was, now)
}

// keyPlaces are the places that the columns of a key had in that of a state which means the same. GROUP BY a, b is GROUP BY b, a.
func (o *Operator) keyPlaces(now Operator) []int {
	places := make([]int, len(now.Key))
	used := make([]bool, len(o.Key))
	for i, key := range now.Key {
		places[i] = i // of columns that aren't known, the order says which is which
		for at, before := range o.Key {
			if !used[at] && before.ID == key.ID {
				places[i], used[at] = at, true
				break
			}
		}
	}
	return places
}

// dealtBy says by which columns groups are in partitions.
func (o *Operator) dealtBy() string {
	var names []string
	for _, key := range o.Key {
		if len(o.Dealt) == 0 || slices.Contains(o.Dealt, key.ID) {
			names = append(names, key.Name)
		}
	}
	return list(names)
}

// imageMissing says which sink's rows of groups would be needed, to be taken back, and aren't there; "" for none. Where the sink has the group's
// key, that tells which row is meant.
func (c *comparison) imageMissing(was, now Operator) string {
	outputs := c.outputs(was, now)
	for _, value := range now.Values {
		if value.Kind != Image || outputs[value.Output] < 0 || was.image(outputs[value.Output]) >= 0 {
			continue
		}
		for _, key := range now.Key {
			if !slices.ContainsFunc(value.Columns, func(column Column) bool { return column.ID == key.ID }) {
				return fmt.Sprintf("rows of %s may have to be taken back now, and which ones it has isn't known: it doesn't have %s", now.Outputs[value.Output].Name, key.Name)
			}
		}
	}
	return ""
}

// madeOfKeys say which sinks' rows are known by their keys alone.
func (c *comparison) madeOfKeys(was, now Operator) (reasons []string) {
	outputs := c.outputs(was, now)
	for _, value := range now.Values {
		if value.Kind == Image && !now.Outputs[value.Output].Operator && outputs[value.Output] >= 0 && was.image(outputs[value.Output]) < 0 {
			reasons = append(reasons, fmt.Sprintf("rows that %s has are taken back by their key alone: the other columns are NULL or 0", now.Outputs[value.Output].Name))
		}
	}
	return reasons
}

// image is the place of the row that an output has; -1 for none, and for output -1, which isn't there.
func (o *Operator) image(output int) int {
	return slices.IndexFunc(o.Values, func(v Value) bool { return v.Kind == Image && v.Output == output })
}

// outputs finds, for each output of a state, what it was; -1 for one that has nothing of its groups.
func (c *comparison) outputs(was, now Operator) []int {
	places := make([]int, len(now.Outputs))
	used := map[int]bool{}
	for i, output := range now.Outputs {
		places[i] = -1
		for at, before := range was.Outputs {
			if !used[at] && c.sameOutput(before, output) {
				places[i], used[at] = at, true
				break
			}
		}
	}
	return places
}

func (c *comparison) sameOutput(was, now Output) bool {
	if was.Operator != now.Operator {
		return false
	}
	if now.Operator {
		return c.matches[now.Name] == was.Name && was.Name != ""
	}
	return was.Name == now.Name && slices.Contains(c.report.Written, Moved{was.Name, now.Name})
}

// grows reports a key that holds what another one held, under the same hash.
func (c Column) grows(now Column) bool {
	return widens(c.Type, now.Type) && c.Encoding.bare() == now.Encoding.bare()
}

// bare is an encoding without NULL.
func (e Encoding) bare() Encoding {
	if word, in := e.apart(); word == "null" {
		return in[0]
	}
	return e
}

// cantGive says why an aggregate can't go on with a state's values; "" where it can, or may begin empty.
func (o *Operator) cantGive(value Value, now Operator) string {
	if o.source(value) >= 0 {
		return ""
	}
	if at := slices.IndexFunc(o.Values, func(v Value) bool { return v.Kind == Aggregate && v.ID == value.ID }); at >= 0 {
		return fmt.Sprintf("what %s added up of %s can't be gone on with by %s of %s", o.Values[at].Name, list(o.Values[at].Types), value.Name, list(value.Types))
	}
	if value.NotNull && now.Emit == emitsFinal {
		return fmt.Sprintf("%s can't begin empty: groups that are there may get no more rows, and it is NOT NULL: declare what it reads without NOT NULL", value.Name)
	}
	if now.Retracts {
		return fmt.Sprintf("%s can't begin empty: its rows are taken back when they change, and it hasn't seen those that are there", value.Name)
	}
	return ""
}

// emitsFinal is for an operator that emits its groups once, whether rows have reached them since the checkpoint or not.
const emitsFinal = "final"

// upstreamLost says which state's loss makes another one useless: what it was given is taken back by nobody.
func (c *comparison) upstreamLost(was, now Operator) string {
	if !now.Retracts {
		return ""
	}
	for _, from := range now.From {
		if c.matches[from] == "" {
			return fmt.Sprintf("its rows are results of %s, which isn't taken over: nobody would take them back", from)
		}
	}
	return ""
}

// migrations say what is different about a state that is taken over.
func migrations(was, now Operator) (reasons []string) {
	places := was.keyPlaces(now)
	for i, key := range now.Key {
		if before := was.Key[places[i]]; before.Type != key.Type {
			reasons = append(reasons, fmt.Sprintf("%s was %s and is %s", key.Name, before.Type, key.Type))
		}
	}
	used := map[int]bool{}
	for _, value := range now.aggregates() {
		at := was.source(value)
		switch {
		case at < 0:
			reasons = append(reasons, fmt.Sprintf("%s begins empty: of a group that is there it has the rows from the checkpoint on", value.Name))
			continue
		case was.Values[at].ID != value.ID:
			reasons = append(reasons, fmt.Sprintf("%s goes on with what %s kept", value.Name, was.Values[at].Name))
		case !slices.Equal(was.Values[at].Types, value.Types):
			reasons = append(reasons, fmt.Sprintf("%s was of %s and is of %s", value.Name, list(was.Values[at].Types), list(value.Types)))
		}
		used[at] = true
	}
	for i, value := range was.Values {
		if value.Kind == Aggregate && !used[i] && now.find(value) < 0 {
			reasons = append(reasons, value.Name+" is dropped")
		}
	}
	return append(reasons, ageMigration(was, now)...)
}

// ageMigration says what a new time to live begins with.
func ageMigration(was, now Operator) []string {
	isAge := func(v Value) bool { return v.Kind == Age }
	if slices.ContainsFunc(now.Values, isAge) && !slices.ContainsFunc(was.Values, isAge) {
		return []string{"its keys live as if rows had reached them at the start"}
	}
	return nil
}

// replacements finds, for each new state, the old one that it probably stands for; -1 for none. It only decides what is said about them.
func replacements(old, new []Operator) []int {
	stands := slices.Repeat([]int{-1}, len(new))
	for {
		var was, now, most int
		for i := range old {
			for k := range new {
				if like := alike(old[i], new[k]); like > most && stands[k] < 0 && !slices.Contains(stands, i) {
					was, now, most = i, k, like
				}
			}
		}
		if most < fairlyAlike {
			return stands
		}
		stands[now] = was
	}
}

// fairlyAlike is what two states must have in common for one to be taken for an edit of the other.
const fairlyAlike = 4

// alike is how much two states have in common.
func alike(a, b Operator) (points int) {
	if a.Retracts != b.Retracts || (a.Layout == Opaque) != (b.Layout == Opaque) {
		return 0
	}
	for _, part := range []struct {
		same   bool
		points int
	}{
		{a.Rows == b.Rows, 3}, {keyNames(a) == keyNames(b), 3}, {a.Window == b.Window, 1}, {a.Emit == b.Emit, 1}, {a.Name == b.Name, 1}, {len(a.Conditions) == len(b.Conditions), 1},
	} {
		if part.same {
			points += part.points
		}
	}
	return points
}

// differences say why two states don't mean the same.
func differences(was, now Operator) (reasons []string) {
	reasons = append(reasons, conditions(was.Conditions, now.Conditions)...)
	if was.Rows != now.Rows && reasons == nil {
		reasons = append(reasons, "other rows reach it")
	}
	if text := keyNames(now); text != keyNames(was) {
		reasons = append(reasons, fmt.Sprintf("its key was %s and is %s", keyNames(was), text))
	}
	for _, part := range []struct{ was, now, what string }{
		{was.Window, now.Window, "its window is another"}, {was.Order, now.Order, "its order is another"}, {was.Emit, now.Emit, "it emits " + now.Emit + ", and emitted " + was.Emit},
	} {
		if part.was != part.now {
			reasons = append(reasons, part.what)
		}
	}
	switch {
	case reasons == nil && now.Layout == Opaque:
		reasons = append(reasons, "it keeps rows, of other columns or for other frames")
	case reasons == nil:
		reasons = append(reasons, "its key is computed otherwise")
	}
	return reasons
}

// conditions say which came and which went.
func conditions(was, now []string) (reasons []string) {
	for _, condition := range now {
		if !slices.Contains(was, condition) {
			reasons = append(reasons, "the condition "+condition+" stands before it now")
		}
	}
	for _, condition := range was {
		if !slices.Contains(now, condition) {
			reasons = append(reasons, "the condition "+condition+" stands before it no longer")
		}
	}
	return reasons
}

func keyNames(o Operator) string {
	if len(o.Key) == 0 {
		return "none"
	}
	var names []string
	for _, column := range o.Key {
		names = append(names, column.Name)
	}
	return list(names)
}
