package rt

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/weirsql/weir/runtime/disk"
)

// Table is what a connector is made from: a table's options, resolved, and what is known about it. The getters collect
// problems for Err, so that all of them are reported at once; none is a failure before that.
type Table struct {
	Name         string
	Header       string // sink: the line that starts each file, with its '\n'; "" for none
	Compressions []*Compression
	Files        disk.FS       // where files are
	Started      time.Time     // when the job started: one instant for all of its partitions
	Owner        string        // sink: what the names of its unfinished files have, once it is to be opened; "" without checkpoints
	IdleTimeout  time.Duration // source: for how long it may give no rows and still holds event time back; 0 for ever

	options  []Option
	set      []string // keys that came from --set
	asked    []string // keys that somebody asked for: what --set may name
	problems []error
}

// NewTable makes a table from options that are taken as they are, for tests of connectors.
func NewTable(name string, options ...Option) *Table {
	return &Table{Name: name, options: options, Files: disk.OS, Started: time.Now()}
}

// Keys lists the options that are there and start with prefix.
func (t *Table) Keys(prefix string) []string {
	var keys []string
	for _, option := range t.options {
		if strings.HasPrefix(option.Key, prefix) {
			keys = append(keys, option.Key)
		}
	}
	return keys
}

// Lookup returns the value of an option, and whether it is there.
func (t *Table) Lookup(key string) (string, bool) {
	if !slices.Contains(t.asked, key) {
		t.asked = append(t.asked, key)
	}
	for _, option := range t.options {
		if option.Key == key {
			return option.Value, true
		}
	}
	return "", false
}

// Text returns an option, or fallback where it is missing.
func (t *Table) Text(key, fallback string) string {
	if value, ok := t.Lookup(key); ok {
		return value
	}
	return fallback
}

// Bool returns an option that is true or false.
func (t *Table) Bool(key string, fallback bool) bool {
	switch value, ok := t.Lookup(key); {
	case !ok:
		return fallback
	case value == "true":
		return true
	case value == "false":
		return false
	}
	t.Refuse(key, "it must be 'true' or 'false'")
	return fallback
}

// Choice returns an option that is one of a few words.
func (t *Table) Choice(key, fallback string, allowed ...string) string {
	value := t.Text(key, fallback)
	if !slices.Contains(allowed, value) {
		t.Refuse(key, "it must be one of '"+strings.Join(allowed, "', '")+"'")
		return fallback
	}
	return value
}

// Int returns an option that is a whole number of at least least.
func (t *Table) Int(key string, least, fallback int64) int64 {
	return parsed(t, key, fallback, func(text string) (int64, error) { return parseInt(text, least) })
}

// Fraction returns an option that is a number from 0 to 1.
func (t *Table) Fraction(key string, fallback float64) float64 {
	return parsed(t, key, fallback, parseFraction)
}

// Size returns an option that is a number of bytes, such as '64 kb', of at least least.
func (t *Table) Size(key string, least, fallback int64) int64 {
	return parsed(t, key, fallback, func(text string) (int64, error) { return parseSize(text, least) })
}

// Duration returns an option such as '10 s'.
func (t *Table) Duration(key string, fallback time.Duration) time.Duration {
	return parsed(t, key, fallback, parseDuration)
}

func parsed[T any](t *Table, key string, fallback T, parse func(string) (T, error)) T {
	text, ok := t.Lookup(key)
	if !ok {
		return fallback
	}
	value, err := parse(text)
	if err != nil {
		t.Refuse(key, err.Error())
		return fallback
	}
	return value
}

// Refuse reports an option whose value isn't right; must completes "but …": "it must be a whole number".
func (t *Table) Refuse(key, must string) {
	for _, option := range t.options {
		if option.Key == key && !option.Secret {
			t.problems = append(t.problems, fmt.Errorf("table %s: '%s' is '%s', but %s", t.Name, key, option.Value, must))
			return
		}
	}
	t.problems = append(t.problems, fmt.Errorf("table %s: '%s': %s", t.Name, key, must))
}

// Err returns what was wrong with the options asked for so far.
func (t *Table) Err() error { return errors.Join(t.problems...) }

// unknown returns an error for each key of --set that nobody asked for. Options of single columns are asked for last, by
// the partitions: until then they are passed over.
func (t *Table) unknown(opened bool) error {
	var problems []error
	for _, key := range t.set {
		if !opened && strings.HasPrefix(key, "fields.") {
			continue
		}
		if slices.Contains(t.asked, key) && !compiledIn(key) {
			continue
		}
		if compiledIn(key) {
			problems = append(problems, fmt.Errorf("--set %s.%s: that is compiled into the job: change the SQL", t.Name, key))
			continue
		}
		problems = append(problems, fmt.Errorf("--set %s.%s: unknown option%s", t.Name, key, suggest(key, t.asked)))
	}
	return errors.Join(problems...)
}

// compiledIn reports options that decide what code is generated.
func compiledIn(key string) bool {
	prefix, _, _ := strings.Cut(key, ".")
	return slices.Contains([]string{"connector", "format", "json", "csv", "raw"}, prefix)
}
