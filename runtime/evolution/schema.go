// Package evolution decides what becomes of a job's state when its SQL was edited.
//
//	schema of what was kept ─┐
//	                         ├─ Compare ─▶ Report: for each operator, source and sink a verdict, with reasons
//	schema of the new SQL  ──┘                 └─ Recoder: an entry of a checkpoint, as the new job's state has it
//
// A Schema is data: the compiler makes it of a plan, generated code carries it, manifests of checkpoints and job.lock hold it. So weir diff and
// weir check --state say what the job itself does when it starts. The package reads and writes no file, and imports nothing of ours: it is the
// one that both the compiler and jobs import.
package evolution

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Format is the version of how state is written down, and of the hash by which it is in key groups. Another one can't be read.
const Format = 2

// Schema is what a job keeps, and where it is in what it reads and writes.
type Schema struct {
	Format    int        `json:"format"`
	Sources   []Source   `json:"sources,omitempty"`
	Sinks     []Sink     `json:"sinks,omitempty"`
	Operators []Operator `json:"operators,omitempty"`
}

// Source is what a stage reads.
type Source struct {
	Name     string   `json:"name"`            // of the stage
	Table    string   `json:"table,omitempty"` // "" for constant rows
	ID       string   `json:"id,omitempty"`    // of constant rows
	Options  []Option `json:"options,omitempty"`
	Position string   `json:"position,omitempty"` // in the SQL
}

// Sink is a table that is written.
type Sink struct {
	Name     string   `json:"name"`
	Options  []Option `json:"options,omitempty"`
	Columns  []Column `json:"columns,omitempty"`
	Named    bool     `json:"named,omitempty"` // each row names its columns: others may come
	Position string   `json:"position,omitempty"`
}

// Option is what decides which bytes a table is: the connector, the format, and options of theirs. Its value is hashed.
type Option struct {
	Key  string `json:"key"`
	Hash string `json:"hash"`
}

// Operator is what a stateful operator keeps.
type Operator struct {
	Name       string   `json:"name"` // by_symbol
	ID         string   `json:"id"`   // what its groups are; see meaning.State
	Text       string   `json:"text"` // GROUP BY symbol in tumbling windows
	Rows       string   `json:"rows"` // which rows reach it
	Conditions []string `json:"conditions,omitempty"`
	Emit       string   `json:"emit,omitempty"`
	Window     string   `json:"window,omitempty"`
	Order      string   `json:"order,omitempty"`
	Layout     Layout   `json:"layout,omitempty"`
	Retracts   bool     `json:"retracts,omitempty"` // rows are taken back
	From       []string `json:"from,omitempty"`     // the operators whose results reach it
	Key        []Column `json:"key,omitempty"`
	Dealt      []string `json:"dealt,omitempty"`   // the columns of the key by which groups are in partitions, by ID and sorted; none for all of them
	Values     []Value  `json:"values,omitempty"`  // what a group has behind its key, in the order of the bytes
	Outputs    []Output `json:"outputs,omitempty"` // whose bits say that they have a row of the group
	Position   string   `json:"position,omitempty"`
}

// Layout is how entries of an operator are put together.
type Layout string

const (
	Plain    Layout = ""         // key, values
	Sliced   Layout = "slices"   // start and end of a slice of time, key, values
	Windowed Layout = "windows"  // start and end of a window, key, values
	Gathered Layout = "gathered" // start and end of a slice, the end of its first window, key, values
	Sessions Layout = "sessions" // key, a list of: start and end, values
	Opaque   Layout = "opaque"   // the operator's own: it is kept as it is, or not at all
)

// bounds is how many times stand in front of the key.
func (l Layout) bounds() int {
	switch l {
	case Sliced, Windowed:
		return 2
	case Gathered:
		return 3
	}
	return 0
}

// Column is a column of a key, or of a row.
type Column struct {
	Name     string   `json:"name"`
	ID       string   `json:"id,omitempty"`
	Type     string   `json:"type"`
	Encoding Encoding `json:"encoding,omitempty"`
}

// Value is a part of a group.
type Value struct {
	Name     string   `json:"name"` // SUM(quantity)
	Kind     Kind     `json:"kind,omitempty"`
	ID       string   `json:"id,omitempty"`     // of an aggregate: which one, of what
	Taken    string   `json:"taken,omitempty"`  // of an aggregate: what it takes of the rows
	Format   string   `json:"format,omitempty"` // of an aggregate: what it keeps; equal ones of the same rows are equal
	Encoding Encoding `json:"encoding,omitempty"`
	Types    []string `json:"types,omitempty"`    // of an aggregate's arguments
	NotNull  bool     `json:"not_null,omitempty"` // of an aggregate: it has no value where there are no rows, and can't be NULL
	Columns  []Column `json:"columns,omitempty"`  // of an image
	Output   int      `json:"output,omitempty"`   // of an image
}

// wire is how a value is written down. Aggregates are behind their length.
func (v Value) wire(outputs int) Encoding {
	switch v.Kind {
	case Rows, Age, Start:
		return "int"
	case Flag:
		return "bool"
	case Shown:
		return rowOf(slices.Repeat([]Encoding{"int"}, words(outputs)))
	case Image:
		list := make([]Encoding, len(v.Columns))
		for i, column := range v.Columns {
			list[i] = column.Encoding
		}
		return rowOf(list)
	}
	return ""
}

func rowOf(list []Encoding) Encoding {
	texts := make([]string, len(list))
	for i, e := range list {
		texts[i] = string(e)
	}
	return Encoding("row(" + strings.Join(texts, ",") + ")")
}

// words is how many words have the bits of some outputs.
func words(outputs int) int { return max(1, (outputs+63)/64) }

// Kind is what a value is.
type Kind string

const (
	Aggregate Kind = ""      // what an aggregate adds up, behind its length
	Rows      Kind = "rows"  // how many rows there are: a number
	Age       Kind = "age"   // when the last row came: a number
	Flag      Kind = "flag"  // a byte
	Shown     Kind = "shown" // the bits of Outputs, in words of 64
	Start     Kind = "start" // where the window begins that outputs have a row of: a number
	Image     Kind = "image" // the row that an output has: Columns
)

// Output is where results go.
type Output struct {
	Name     string `json:"name"`
	Operator bool   `json:"operator,omitempty"` // else a sink
}

// Decode reads a schema as JSON.
func Decode(text string) (*Schema, error) {
	s := &Schema{}
	if err := json.Unmarshal([]byte(text), s); err != nil {
		return nil, err
	}
	return s, s.Check()
}

// Check refuses a schema of another version of Weir.
func (s *Schema) Check() error {
	switch {
	case s == nil || s.Format == 0:
		return fmt.Errorf("it doesn't say what its state is")
	case s.Format != Format:
		return fmt.Errorf("its state is in format %d, and this version of Weir reads format %d", s.Format, Format)
	}
	return nil
}

// WithoutPositions leaves out where things stand in the SQL, which each edit moves.
func (s *Schema) WithoutPositions() *Schema {
	made := &Schema{Format: s.Format}
	for _, source := range s.Sources {
		source.Position = ""
		made.Sources = append(made.Sources, source)
	}
	for _, sink := range s.Sinks {
		sink.Position = ""
		made.Sinks = append(made.Sinks, sink)
	}
	for _, operator := range s.Operators {
		operator.Position = ""
		made.Operators = append(made.Operators, operator)
	}
	return made
}

// list is a, b and c.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
