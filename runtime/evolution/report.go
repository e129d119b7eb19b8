package evolution

import (
	"slices"
	"strings"
)

// Report is what becomes of all that a job keeps.
type Report struct {
	Items   []Item    `json:"items"`
	Carried []Carried `json:"-"` // operators whose state is taken over
	Read    []Moved   `json:"-"` // sources that are read on from where they were
	Written []Moved   `json:"-"` // sinks that are written on
}

// Item is what becomes of one operator, source or sink.
type Item struct {
	What     What     `json:"what"`
	Name     string   `json:"name"`          // in the new SQL, or in the old one where it is lost or removed
	Was      string   `json:"was,omitempty"` // its name in the old SQL, where that was another
	Text     string   `json:"text,omitempty"`
	Verdict  Verdict  `json:"verdict"`
	Reasons  []string `json:"reasons,omitempty"`
	Position string   `json:"position,omitempty"` // in the new SQL; of what is only in the old one, in that
	Old      bool     `json:"old,omitempty"`      // Position is in the old SQL
}

// String is the item on one line: operator by_symbol (GROUP BY symbol, job.sql:5:8): lost: its key was a and is b.
func (i Item) String() string {
	var about []string
	if i.Text != "" {
		about = append(about, i.Text)
	}
	if i.Was != "" {
		about = append(about, "was "+i.Was)
	}
	if i.Position != "" && i.Old {
		about = append(about, "at "+i.Position+" when it was taken")
	} else if i.Position != "" {
		about = append(about, i.Position)
	}
	text := string(i.What) + " " + i.Name
	if len(about) > 0 {
		text += " (" + strings.Join(about, ", ") + ")"
	}
	text += ": " + string(i.Verdict)
	if len(i.Reasons) > 0 {
		text += ": " + strings.Join(i.Reasons, "; ")
	}
	return text
}

// What is a thing that has a place in a checkpoint.
type What string

const (
	ASource    What = "source"
	AnOperator What = "operator"
	ASink      What = "sink"
)

// Verdict is what becomes of it.
type Verdict string

const (
	Kept     Verdict = "kept"     // it goes on as it was
	Migrated Verdict = "migrated" // it goes on, with what Reasons say
	New      Verdict = "new"      // it begins empty, a source at its beginning
	Removed  Verdict = "removed"  // it is no more, and nothing needs it
	Lost     Verdict = "lost"     // what it had would be lost: only if somebody says so
)

// Carried is an operator whose state is taken over.
type Carried struct {
	Old, New string   // names
	Recoder  *Recoder // nil where entries stay as they are
}

// Moved is a source or a sink under its names.
type Moved struct{ Old, New string }

// Losses are the items that would be lost.
func (r *Report) Losses() []Item {
	return slices.DeleteFunc(slices.Clone(r.Items), func(i Item) bool { return i.Verdict != Lost })
}

// Same reports that all is kept.
func (r *Report) Same() bool {
	return !slices.ContainsFunc(r.Items, func(i Item) bool { return i.Verdict != Kept })
}
