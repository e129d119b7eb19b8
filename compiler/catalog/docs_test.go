package catalog

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite docs/connectors.md")

const page = "../../docs/connectors.md"

func TestDocsAreFresh(t *testing.T) {
	var got bytes.Buffer
	if err := WriteDocs(&got); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(page, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil || !bytes.Equal(want, got.Bytes()) {
		t.Errorf("docs/connectors.md is stale: go test ./compiler/catalog -update (%v)", err)
	}
}

// TestTables checks what every row of the tables must have.
func TestTables(t *testing.T) {
	for _, c := range Connectors() {
		checkOptionRows(t, c.Name, c.Options, c.Refused)
		for _, name := range c.Formats {
			if _, ok := LookupFormat(name); !ok {
				t.Errorf("%s: format %s doesn't exist", c.Name, name)
			}
		}
		if elsewhere[c.Name] {
			t.Errorf("%s is there and said not to be", c.Name)
		}
	}
	for _, f := range Formats() {
		checkOptionRows(t, f.Name, f.Options, f.Refused)
		for _, o := range f.Options {
			if !strings.HasPrefix(o.Name, f.Name+".") && o.Name != changelogColumn.Name {
				t.Errorf("option %s of format %s lacks its prefix", o.Name, f.Name)
			}
		}
	}
	for _, s := range Settings() {
		checkOptionRows(t, "SET", []Option{s.Option}, settingsElsewhere)
	}
}

func checkOptionRows(t *testing.T, owner string, options []Option, refused map[string]string) {
	t.Helper()
	for _, o := range options {
		if o.Doc == "" || !strings.HasSuffix(o.Doc, ".") {
			t.Errorf("%s: option %s needs a sentence", owner, o.Name)
		}
		if (o.Type == Enum) != (len(o.Values) > 0) {
			t.Errorf("%s: option %s: values are for enums", owner, o.Name)
		}
		if problem := o.Check(o.Default); o.Default != "" && problem != "" {
			t.Errorf("%s: option %s: the default is wrong: %s", owner, o.Name, problem)
		}
		if refused[o.Name] != "" {
			t.Errorf("%s: option %s is there and refused", owner, o.Name)
		}
	}
	for name, advice := range refused {
		if advice == "" || strings.HasSuffix(advice, ".") {
			t.Errorf("%s: refused option %s needs advice, without a full stop", owner, name)
		}
	}
}
