package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// delivery is what a job with checkpoints promises of its rows after a kill. The runtime says the same when it starts.
type delivery struct {
	Guarantee string    `json:"guarantee"` // exactly-once, at-least-once
	Limits    []limited `json:"limits"`    // the tables that can't take part in exactly-once
	Provided  []limited `json:"provided"`  // those that can as long as their variables say so
}

// limited is a table and why it can't, or under which condition it can.
type limited struct {
	Table string `json:"table"`
	Why   string `json:"why"`
}

const (
	exactlyOnce = "exactly-once"
	atLeastOnce = "at-least-once"
)

func describeDelivery(p *physical.Plan) *delivery {
	d := &delivery{Guarantee: exactlyOnce, Limits: []limited{}, Provided: []limited{}}
	for _, s := range p.Stages {
		if source, ok := s.Input.(*physical.Source); ok {
			d.add(source.Table, "standard input can't be read again")
		}
	}
	for _, table := range written(p) {
		d.add(table, "what a stream has got can't be taken back")
	}
	if len(d.Limits) > 0 {
		d.Guarantee = atLeastOnce
	}
	return d
}

// written are the tables that the job writes, that of its dead letters too.
func written(p *physical.Plan) (tables []*logical.Table) {
	add := func(t *logical.Table) {
		if t != nil && !slices.Contains(tables, t) {
			tables = append(tables, t)
		}
	}
	p.Walk(func(op physical.Operator) {
		if write, ok := op.(*physical.Write); ok {
			add(write.Table)
		}
	})
	add(p.DeadLetters())
	return tables
}

// add judges a table. asStream is why it can't take part where it is standard input or output.
func (d *delivery) add(t *logical.Table, asStream string) {
	switch t.Connector {
	case "print":
		d.Limits = append(d.Limits, limited{t.Name, "what is printed can't be taken back"})
	case "blackhole":
		d.Limits = append(d.Limits, limited{t.Name, "a blackhole can't be asked what it has got"})
	case "file":
		switch path := option(t, "path"); {
		case isStream(path):
			d.Limits = append(d.Limits, limited{t.Name, asStream})
		case strings.Contains(path, "${"):
			d.Provided = append(d.Provided, limited{t.Name, fmt.Sprintf("'path' = '%s' is a regular file", path)})
		}
	}
}

// isStream reports a path that stands for a standard stream, or does where its variable isn't set.
func isStream(path string) bool {
	switch path {
	case "-", "/dev/stdin", "/dev/stdout", "/dev/stderr":
		return true
	}
	return strings.HasPrefix(path, "${") && strings.HasSuffix(path, ":--}")
}

func option(t *logical.Table, key string) (value string) {
	for _, o := range t.Options {
		if o.Key == key {
			value = o.Value
		}
	}
	return value
}

// lines are the text form:
//
//	with checkpoints: exactly once, provided that
//	  orders: 'path' = '${IN:-orders.jsonl}' is a regular file
func (d *delivery) lines() []string {
	head, list := "with checkpoints: at least once", d.Limits
	if d.Guarantee == exactlyOnce {
		head, list = "with checkpoints: exactly once", d.Provided
		if len(list) > 0 {
			head += ", provided that"
		}
	}
	lines := []string{head}
	for _, l := range list {
		lines = append(lines, fmt.Sprintf("  %s: %s", l.Table, l.Why))
	}
	return lines
}
