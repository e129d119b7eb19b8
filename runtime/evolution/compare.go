package evolution

import (
	"fmt"
	"slices"
)

// Compare says what becomes of what a job kept by one schema when it goes on by another one.
func Compare(old, new *Schema) *Report {
	c := &comparison{old: old, new: new, report: &Report{Items: []Item{}}, matches: map[string]string{}}
	c.sources()
	sinks := c.sinks() // before the operators: what a group says of a sink counts where that is written on
	c.operators()
	c.report.Items = append(c.report.Items, sinks...)
	c.carry()
	return c.report
}

// comparison is one run of Compare.
type comparison struct {
	old, new *Schema
	report   *Report
	matches  map[string]string // operators that are taken over: the old one's name by the new one's
}

func (c *comparison) add(item Item) { c.report.Items = append(c.report.Items, item) }

// sources matches what is read. A source is read on where it is the same bytes.
func (c *comparison) sources() {
	for _, now := range c.new.Sources {
		item := Item{What: ASource, Name: now.Name, Verdict: New, Position: now.Position}
		at := slices.IndexFunc(c.old.Sources, now.is)
		if at >= 0 {
			item.Verdict = Kept
			if changed := changedOptions(c.old.Sources[at].Options, now.Options); len(changed) > 0 {
				item.Verdict = Lost
				item.Reasons = []string{fmt.Sprintf("%s: where it was read to says nothing of what it is now; it would be read from its beginning", changed)}
			} else {
				c.report.Read = append(c.report.Read, Moved{c.old.Sources[at].Name, now.Name})
			}
		} else {
			item.Reasons = []string{"it is read from its beginning"}
		}
		c.add(item)
	}
	for _, was := range c.old.Sources {
		if !slices.ContainsFunc(c.new.Sources, was.is) {
			c.add(Item{What: ASource, Name: was.Name, Verdict: Removed, Reasons: []string{"nothing reads it any longer; where it was read to is forgotten"}, Position: was.Position, Old: true})
		}
	}
}

// is reports the same source: a table, by its stage's name, or constant rows, by what they are.
func (s Source) is(other Source) bool {
	return s.Table == other.Table && s.ID == other.ID && (s.ID != "" || s.Name == other.Name)
}

// changedOptions says in words which options differ; "" for none.
func changedOptions(old, new []Option) string {
	var keys []string
	for _, option := range slices.Concat(old, new) {
		if !(slices.Contains(old, option) && slices.Contains(new, option)) && !slices.Contains(keys, "'"+option.Key+"'") {
			keys = append(keys, "'"+option.Key+"'")
		}
	}
	switch len(keys) {
	case 0:
		return ""
	case 1:
		return keys[0] + " is another"
	}
	return list(keys) + " are others"
}

// sinks matches what is written. A sink is written on where it is the same place, and what stands there may go on with these columns.
func (c *comparison) sinks() (items []Item) {
	for _, now := range c.new.Sinks {
		at := slices.IndexFunc(c.old.Sinks, func(was Sink) bool { return was.Name == now.Name })
		item := Item{What: ASink, Name: now.Name, Verdict: New, Position: now.Position, Reasons: []string{"it begins empty"}}
		if at >= 0 {
			item.Verdict, item.Reasons = goesOn(c.old.Sinks[at], now)
		}
		if item.Verdict == Kept || item.Verdict == Migrated {
			c.report.Written = append(c.report.Written, Moved{now.Name, now.Name})
		}
		items = append(items, item)
	}
	for _, was := range c.old.Sinks {
		if !slices.ContainsFunc(c.new.Sinks, func(now Sink) bool { return was.Name == now.Name }) {
			items = append(items, Item{What: ASink, Name: was.Name, Verdict: Removed, Reasons: []string{"nothing writes it any longer; what was written stays where it is, in a file that isn't done under its temporary name"}, Position: was.Position, Old: true})
		}
	}
	return items
}

// goesOn says whether a sink can be written on.
func goesOn(was, now Sink) (Verdict, []string) {
	if changed := changedOptions(was.Options, now.Options); changed != "" {
		return Lost, []string{changed + ": what was written can't be gone on with; it would begin anew"}
	}
	columns := changedColumns(was.Columns, now.Columns)
	switch {
	case columns == nil:
		return Kept, nil
	case now.Named:
		return Migrated, append(columns, "rows that were written before stay as they are")
	}
	return Lost, append(columns, "rows of this format don't name their columns: those that were written before can't be gone on with; it would begin anew")
}

// changedColumns says what is different about columns; nil for nothing. Where rows name them their order makes a difference as well.
func changedColumns(old, new []Column) (changed []string) {
	same := func(a, b Column) bool { return a.Name == b.Name && a.Type == b.Type }
	if slices.EqualFunc(old, new, same) {
		return nil
	}
	for _, now := range new {
		at := slices.IndexFunc(old, func(was Column) bool { return was.Name == now.Name })
		switch {
		case at < 0:
			changed = append(changed, "column "+now.Name+" is new")
		case old[at].Type != now.Type:
			changed = append(changed, fmt.Sprintf("column %s was %s and is %s", now.Name, old[at].Type, now.Type))
		}
	}
	for _, was := range old {
		if !slices.ContainsFunc(new, func(now Column) bool { return was.Name == now.Name }) {
			changed = append(changed, "column "+was.Name+" is gone")
		}
	}
	if changed == nil {
		changed = []string{"the columns are in another order"}
	}
	return changed
}
