// Package catalog is the table of what a WITH clause and a SET statement may say: connectors, formats, settings, each
// option with its type, default and documentation. Checking a job's SQL and docs/connectors.md both come from it.
//
//	WITH ('connector' = 'file', 'path' = '…', 'format' = 'json')
//	        │                     │              └ Format   ─▶ its options: 'json.…'
//	        │                     └ Option of the connector
//	        └ Connector
//
// A value that holds ${NAME} is known only when the job starts, so the runtime checks it then; everything else is checked here.
package catalog

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/types"
)

// Role says what a job does with a table.
type Role uint8

const (
	Source Role = 1 << iota // the job reads the table
	Sink                    // the job writes the table
	Both   = Source | Sink
)

// String returns "source", "sink" or "source and sink".
func (r Role) String() string {
	switch r {
	case Source:
		return "source"
	case Sink:
		return "sink"
	}
	return "source and sink"
}

// Connector is one kind of external system.
type Connector struct {
	Name          string   // canonical name, as plans have it
	Aliases       []string // other names that are accepted
	Doc           string
	Roles         Role
	Formats       []string // names of the formats it can carry; empty where it has none
	DefaultFormat string   // used where 'format' is missing; "" makes 'format' required
	Options       []Option
	Metadata      []Metadata
	Refused       map[string]string // options of Flink's that aren't supported, with what to do instead
	check         func(*checker)    // what the option table can't say; may be nil
}

// Metadata is one key that METADATA FROM may name.
type Metadata struct {
	Key  string
	Type types.Type
	Doc  string
}

// Format is one encoding of records.
type Format struct {
	Name    string
	Doc     string
	Roles   Role
	Options []Option
	Refused map[string]string
	check   func(*checker)
}

// Setting is one key of SET.
type Setting struct {
	Option
	// Needs says what a job must have for the setting to mean something; "" for nothing. A job without it refuses the
	// setting, since a setting without effect misleads its reader.
	Needs string
}

// LookupConnector finds a connector by name or alias.
func LookupConnector(name string) (*Connector, bool) {
	for i := range connectors {
		if connectors[i].Name == name || slices.Contains(connectors[i].Aliases, name) {
			return &connectors[i], true
		}
	}
	return nil, false
}

// LookupFormat finds a format by name.
func LookupFormat(name string) (*Format, bool) {
	for i := range formats {
		if formats[i].Name == name {
			return &formats[i], true
		}
	}
	return nil, false
}

// LookupSetting finds a SET key.
func LookupSetting(key string) (*Setting, bool) {
	for i := range settings {
		if settings[i].Name == key {
			return &settings[i], true
		}
	}
	return nil, false
}

// LookupMetadata finds a metadata key of the connector.
func (c *Connector) LookupMetadata(key string) (Metadata, bool) {
	for _, m := range c.Metadata {
		if m.Key == key {
			return m, true
		}
	}
	return Metadata{}, false
}

// Connectors returns all connectors in the order of the documentation.
func Connectors() []Connector { return connectors }

// Formats returns all formats in the order of the documentation.
func Formats() []Format { return formats }

// Settings returns all SET keys in the order of the documentation.
func Settings() []Setting { return settings }

// lookupOption finds an option by key: by name, or by a pattern such as 'fields.#.kind', where # stands for a column's
// name. column is what # stood for.
func lookupOption(options []Option, key string) (option *Option, column string) {
	for i := range options {
		before, after, pattern := strings.Cut(options[i].Name, "#")
		if !pattern {
			if options[i].Name == key {
				return &options[i], ""
			}
			continue
		}
		rest, ok := strings.CutPrefix(key, before)
		if !ok {
			continue
		}
		if column, ok := strings.CutSuffix(rest, after); ok && column != "" {
			return &options[i], column
		}
	}
	return nil, ""
}
