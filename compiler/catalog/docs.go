package catalog

import (
	"fmt"
	"io"
	"strings"
)

// WriteDocs writes docs/connectors.md: what the tables of this package say, for people.
func WriteDocs(w io.Writer) error {
	d := docs{}
	d.printf("# Connectors, formats and settings\n\n")
	d.printf("This page is made from the tables that the compiler checks SQL by (`compiler/catalog`): `go test ./compiler/catalog -update` renews it.\n\n")
	d.printf("An option stands in a table's WITH clause: `WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json')`. ")
	d.printf("Its value may hold `${NAME}` or `${NAME:-default}`, which is read from the environment when the job starts, but in options that decide what is compiled into the job: ")
	d.printf("`connector`, `format`, and those of formats. `--set table.option=value` overrides an option for one run.\n\n")
	d.printf("Durations are a whole number and a unit: `500 ms`, `10 s`, `5 min`, `1 h`, `7 d`. Memory sizes are, too: `64 kb`, `16 mb`, `1 gb`.\n\n")
	d.printf("## Connectors\n\n")
	for _, c := range connectors {
		d.connector(c)
	}
	d.printf("## Formats\n\n")
	for _, f := range formats {
		d.format(f)
	}
	d.settings()
	_, err := io.WriteString(w, strings.TrimRight(d.String(), "\n")+"\n")
	return err
}

type docs struct{ strings.Builder }

func (d *docs) printf(format string, args ...any) { fmt.Fprintf(&d.Builder, format, args...) }

func (d *docs) connector(c Connector) {
	d.printf("### %s\n\n%s", c.Name, c.Doc)
	if len(c.Aliases) > 0 {
		d.printf(" Alias: `%s`.", strings.Join(c.Aliases, "`, `"))
	}
	d.printf(" Used as a %s.", c.Roles)
	switch {
	case len(c.Formats) == 0:
		d.printf(" Has no format.")
	case c.DefaultFormat != "":
		d.printf(" Formats: %s; `%s` where none is given.", strings.Join(c.Formats, ", "), c.DefaultFormat)
	default:
		d.printf(" Formats: %s.", strings.Join(c.Formats, ", "))
	}
	d.printf("\n\n")
	d.options(c.Options)
	if len(c.Metadata) == 0 {
		return
	}
	d.printf("| METADATA FROM | type | |\n|---|---|---|\n")
	for _, m := range c.Metadata {
		d.printf("| `%s` | %s | %s |\n", m.Key, m.Type, m.Doc)
	}
	d.printf("\n")
}

func (d *docs) format(f Format) {
	d.printf("### %s\n\n%s\n\n", f.Name, f.Doc)
	d.options(f.Options)
}

func (d *docs) options(list []Option) {
	if len(list) == 0 {
		return
	}
	d.printf("| option | type | default | for | |\n|---|---|---|---|---|\n")
	for _, o := range list {
		d.printf("| `%s` | %s | %s | %s | %s |\n", strings.ReplaceAll(o.Name, "#", "<column>"), o.typeText(), o.defaultText(), o.roleText(), strings.ReplaceAll(o.Doc, "#", "<column>"))
	}
	d.printf("\n")
}

// typeText is the option's type; for an enum, its values.
func (o Option) typeText() string {
	if o.Type == Enum {
		return "`" + strings.Join(o.Values, "`, `") + "`"
	}
	return o.Type.String()
}

func (o Option) defaultText() string {
	switch {
	case o.Required:
		return "required"
	case o.Default == "|" || o.Default == "":
		return ""
	}
	return "`" + o.Default + "`"
}

func (o Option) roleText() string {
	if o.Roles == 0 {
		return ""
	}
	return o.Roles.String()
}

func (d *docs) settings() {
	d.printf("## Settings\n\n`SET 'key' = 'value';` holds for the whole file, wherever it stands. A setting that would have no effect is an error.\n\n")
	d.printf("| key | value | default | |\n|---|---|---|---|\n")
	for _, s := range settings {
		doc := s.Doc
		if s.Needs != "" {
			doc += " For jobs with something that " + s.Needs + "."
		}
		d.printf("| `%s` | %s | %s | %s |\n", s.Name, s.typeText(), s.defaultText(), doc)
	}
}
