package rt

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// Assignment is one --set table.option=value.
type Assignment struct{ Table, Key, Value string }

// environment looks a variable up; os.LookupEnv in a job.
type environment func(name string) (string, bool)

// resolveTable applies --set and replaces the references in a table's options.
func resolveTable(name string, declared []Option, set []Assignment, env environment) (*Table, error) {
	table := &Table{Name: name, options: make([]Option, 0, len(declared))}
	table.options = append(table.options, declared...)
	for _, assignment := range set {
		if strings.EqualFold(assignment.Table, name) {
			table.assign(assignment.Key, assignment.Value)
		}
	}
	var problems []error
	for i := range table.options {
		if err := table.options[i].resolve(name, env); err != nil {
			problems = append(problems, err)
		}
	}
	return table, errors.Join(problems...)
}

func (t *Table) assign(key, value string) {
	t.set = append(t.set, key)
	for i := range t.options {
		if t.options[i].Key == key {
			t.options[i].Value = value
			return
		}
	}
	t.options = append(t.options, Option{Key: key, Value: value})
}

// resolve replaces the references in an option's value; that of a secret may also be file:PATH, the file's first line.
func (o *Option) resolve(table string, env environment) error {
	value, missing := expand(o.Value, env)
	if missing != "" {
		return fmt.Errorf("table %s: option '%s' needs the environment variable %s, which isn't set", table, o.Key, missing)
	}
	o.Value = value
	path, isFile := strings.CutPrefix(value, "file:")
	if !o.Secret || !isFile {
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("table %s: option '%s': %w", table, o.Key, err)
	}
	o.Value, _, _ = strings.Cut(string(content), "\n")
	o.Value = strings.TrimSuffix(o.Value, "\r")
	return nil
}

// expand replaces ${NAME} and ${NAME:-default}, whose default also stands for an empty variable. missing is the first
// variable that is neither set nor has a default.
func expand(value string, env environment) (expanded, missing string) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(value, "${")
		inner, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			b.WriteString(value)
			return b.String(), ""
		}
		b.WriteString(before)
		name, fallback, hasDefault := strings.Cut(inner, ":-")
		text, set := env(name)
		switch {
		case hasDefault && text == "":
			text = fallback
		case !set:
			return "", name
		}
		b.WriteString(text)
		value = after
	}
}
