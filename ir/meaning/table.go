package meaning

import (
	"regexp"

	"github.com/weirsql/weir/ir/logical"
)

// Option is an option of a table that decides where its bytes are, or what they are. Its value is hashed.
type Option struct{ Key, Hash string }

// movable are the options that may be changed while a table is being read or written: what they say holds for the records that come next.
var movable = map[string]bool{
	"scan.watermark.idle-timeout": true, "source.split-size": true, "source.max-line-length": true, "rows-per-second": true,
	"json.fail-on-missing-field": true, "json.timestamp-format.standard": true, "json.encode.ignore-null-fields": true,
	"print-identifier": true, "standard-error": true,
}

// Place says where a table's bytes are and what they are: a position in other bytes says nothing. Values of variables aren't part of it.
func Place(t *logical.Table) []Option {
	list := []Option{{"connector", Digest(t.Connector)}}
	if t.Format != "" {
		list = append(list, Option{"format", Digest(t.Format)})
	}
	for _, option := range t.Options {
		if !movable[option.Key] && option.Key != "connector" && option.Key != "format" {
			list = append(list, Option{option.Key, Digest(WithoutDefaults(option.Value))})
		}
	}
	return list
}

var environment = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*):-[^}]*\}`)

// WithoutDefaults is an option's value without what its variables stand for where they aren't set.
func WithoutDefaults(value string) string { return environment.ReplaceAllString(value, "$${$1}") }
