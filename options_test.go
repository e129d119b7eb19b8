package weir_test

import (
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/catalog"
	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/connector/blackhole"
	"github.com/weirsql/weir/runtime/connector/datagen"
	"github.com/weirsql/weir/runtime/connector/file"
	"github.com/weirsql/weir/runtime/connector/print"
)

// opens are the runtime's connectors. What they return is of no interest: they report what is wrong with their options.
var opens = map[string]map[catalog.Role]func(*rt.Table) error{
	"file": {
		catalog.Source: func(t *rt.Table) error { _, err := file.NewSource(t); return err },
		catalog.Sink:   func(t *rt.Table) error { _, err := file.NewSink(t); return err },
	},
	"datagen": {catalog.Source: func(t *rt.Table) error {
		if _, err := datagen.NewSource(t); err != nil {
			return err
		}
		fields := datagen.NewFields(t)
		datagen.NewInteger[int64](fields, "a")
		datagen.NewText(fields, "a", 0)
		datagen.NewTimestamp(fields, "a", 1e6, 6)
		return fields.Err()
	}},
	"print":     {catalog.Sink: func(t *rt.Table) error { _, err := print.NewSink(t); return err }},
	"blackhole": {catalog.Sink: func(t *rt.Table) error { _, err := blackhole.NewSink(t); return err }},
}

// The compiler's table of options and the runtime that reads them must agree: an option that the compiler takes and the
// runtime doesn't know would be ignored in silence. So each one, given a value that is no value, must be refused.
func TestRuntimeKnowsEveryOption(t *testing.T) {
	for _, connector := range catalog.Connectors() {
		for _, role := range []catalog.Role{catalog.Source, catalog.Sink} {
			open := opens[connector.Name][role]
			if (open != nil) != (connector.Roles&role != 0) {
				t.Errorf("%s as a %s: the compiler and the runtime disagree whether there is one", connector.Name, role)
			}
			if open == nil {
				continue
			}
			for _, option := range connector.Options {
				if option.Roles == 0 || option.Roles&role != 0 {
					checkOption(t, connector.Name, option, open)
				}
			}
		}
	}
}

// checkOption opens a table whose one option has a wrong value.
func checkOption(t *testing.T, connector string, option catalog.Option, open func(*rt.Table) error) {
	t.Helper()
	key := strings.Replace(option.Name, "#", "a", 1)
	options := []rt.Option{{Key: key, Value: "∅"}}
	switch {
	case option.Type == catalog.String && !option.Required:
		return // every text is a value
	case option.Required:
		options[0].Value = ""
	case connector == "file":
		options = append(options, rt.Option{Key: "path", Value: "x"})
	}
	if property := strings.TrimPrefix(key, "fields.a."); property == "start" || property == "end" {
		options = append(options, rt.Option{Key: "fields.a.kind", Value: "sequence"})
	}
	if err := open(rt.NewTable("t", options...)); err == nil || !strings.Contains(err.Error(), key) {
		t.Errorf("%s: '%s' = '∅' gives %v", connector, key, err)
	}
	if option.Default == "" {
		return
	}
	options[0].Value = option.Default
	if err := open(rt.NewTable("t", options...)); err != nil {
		t.Errorf("%s: the default of '%s' is refused: %v", connector, key, err)
	}
}
