package catalog

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/types"
)

// Table is what a WITH clause says of a table, once its connector and format are found.
type Table struct {
	Connector *Connector
	Format    *Format // nil where the connector has none
	checker   checker
}

// checker carries what the checks of one WITH clause share.
type checker struct {
	name    string // the table's, for messages
	at      diag.Span
	options []logical.Option
	columns []logical.TableColumn
	found   *diag.List
}

func (c *checker) report(code diag.Code, at diag.Span, fix *diag.Fix, format string, args ...any) {
	*c.found = append(*c.found, diag.Diagnostic{Code: code, Span: at, Message: fmt.Sprintf(format, args...), Fix: fix})
}

func (c *checker) warn(code diag.Code, at diag.Span, format string, args ...any) {
	*c.found = append(*c.found, diag.Diagnostic{Code: code, Severity: diag.Warning, Span: at, Message: fmt.Sprintf(format, args...)})
}

// option returns an option of the clause by key.
func (c *checker) option(key string) (logical.Option, bool) {
	for _, o := range c.options {
		if o.Key == key {
			return o, true
		}
	}
	return logical.Option{}, false
}

// known returns an option's value where it is known now: present, and without a reference.
func (c *checker) known(key string) (logical.Option, bool) {
	o, ok := c.option(key)
	return o, ok && !hasReference(o.Value)
}

// Check resolves a WITH clause: its connector, its format and every option, whatever the job does with the table. at is
// the clause's span, for what is missing. The result is nil where the connector is missing or unknown.
func Check(name string, columns []logical.TableColumn, options []logical.Option, at diag.Span) (*Table, diag.List) {
	var found diag.List
	c := checker{name: name, at: at, options: options, columns: columns, found: &found}
	c.duplicates()
	connector := c.connector()
	if connector == nil {
		return nil, found
	}
	table := &Table{Connector: connector, Format: c.format(connector), checker: c}
	c.checkOptions(table)
	c.checkMissing(table)
	if connector.check != nil {
		connector.check(&c)
	}
	if table.Format != nil && table.Format.check != nil {
		table.Format.check(&c)
	}
	table.checker.found = nil
	return table, found
}

func (c *checker) duplicates() {
	seen := map[string]diag.Span{}
	for _, o := range c.options {
		if first, twice := seen[o.Key]; twice {
			c.report(diag.DuplicateOption, o.KeySpan, nil, "option '%s' is set twice", o.Key)
			last := &(*c.found)[len(*c.found)-1]
			last.Notes = append(last.Notes, diag.Note{Span: first, Message: "it is set here first"})
			continue
		}
		seen[o.Key] = o.KeySpan
	}
}

func (c *checker) connector() *Connector {
	o, ok := c.option("connector")
	if !ok {
		c.report(diag.MissingOption, c.at, &diag.Fix{Message: "add 'connector' = " + oneOf(connectorNames())},
			"table %s has no 'connector'", c.name)
		return nil
	}
	connector, ok := LookupConnector(o.Value)
	if ok {
		return connector
	}
	if hasReference(o.Value) {
		c.report(diag.BadOptionValue, o.ValueSpan, nil, "'connector' can't hold a reference: it decides what is compiled into the job")
		return nil
	}
	if elsewhere[o.Value] {
		c.report(diag.UnknownConnector, o.ValueSpan, &diag.Fix{Message: "connectors are " + oneOf(connectorNames())},
			"this version of Weir has no connector '%s'", o.Value)
		return nil
	}
	c.report(diag.UnknownConnector, o.ValueSpan, nearestValue(o, connectorNames(), "connectors are "), "unknown connector '%s'", o.Value)
	return nil
}

// format finds the format that the clause or the connector's default names.
func (c *checker) format(connector *Connector) *Format {
	o, ok := c.option("format")
	switch {
	case len(connector.Formats) == 0 && ok:
		c.report(diag.UnknownOption, o.KeySpan, nil, "connector '%s' has no format: leave out 'format'", connector.Name)
		return nil
	case len(connector.Formats) == 0:
		return nil
	case !ok && connector.DefaultFormat == "":
		c.report(diag.MissingOption, c.at, &diag.Fix{Message: "add 'format' = " + oneOf(connector.Formats)},
			"table %s has no 'format'", c.name)
		return nil
	case !ok:
		format, _ := LookupFormat(connector.DefaultFormat)
		return format
	}
	if format, ok := LookupFormat(o.Value); ok {
		return format
	}
	if hasReference(o.Value) {
		c.report(diag.BadOptionValue, o.ValueSpan, nil, "'format' can't hold a reference: it decides what is compiled into the job")
		return nil
	}
	if formatsElsewhere[o.Value] {
		c.report(diag.UnknownFormat, o.ValueSpan, &diag.Fix{Message: "formats are " + oneOf(connector.Formats)},
			"this version of Weir has no format '%s'", o.Value)
		return nil
	}
	c.report(diag.UnknownFormat, o.ValueSpan, nearestValue(o, connector.Formats, "formats are "), "unknown format '%s'", o.Value)
	return nil
}

// checkOptions checks each option's key and value.
func (c *checker) checkOptions(table *Table) {
	for _, o := range c.options {
		if o.Key == "connector" || o.Key == "format" {
			continue
		}
		option, column := table.lookup(o.Key)
		switch {
		case option == nil:
			c.unknownOption(table, o)
		case strings.Contains(option.Name, "#"):
			c.columnOption(option, o, column)
		case hasReference(o.Value) && isFormatOption(o.Key):
			c.report(diag.BadOptionValue, o.ValueSpan, nil, "'%s' can't hold a reference: it decides what is compiled into the job", o.Key)
		default:
			c.checkValue(option, o)
		}
	}
}

func (c *checker) checkValue(option *Option, o logical.Option) {
	problem := option.Check(o.Value)
	if problem == "" {
		return
	}
	if option.Secret {
		c.report(diag.LiteralSecret, o.ValueSpan, nil, "'%s': %s", o.Key, problem)
		return
	}
	var fix *diag.Fix
	if option.Type == Enum {
		if near := diag.Nearest(o.Value, option.Values); near != "" {
			fix = &diag.Fix{Span: o.ValueSpan, Text: Quote(near), Message: "did you mean '" + near + "'?"}
		}
	}
	c.report(diag.BadOptionValue, o.ValueSpan, fix, "'%s' is '%s', but %s", o.Key, o.Value, problem)
}

// unknownOption says why an option means nothing here, as closely as it can.
func (c *checker) unknownOption(table *Table, o logical.Option) {
	if table.Format == nil && len(table.Connector.Formats) > 0 && isFormatOption(o.Key) {
		return // the format's own mistake is reported already
	}
	if advice := table.refused(o.Key); advice != "" {
		c.report(diag.RefusedOption, o.KeySpan, &diag.Fix{Message: advice}, "option '%s' isn't supported", o.Key)
		return
	}
	if owner := ownerOf(o.Key); owner != "" {
		c.report(diag.UnknownOption, o.KeySpan, nil, "option '%s' belongs to %s, and %s", o.Key, owner, table.describe())
		return
	}
	names := table.optionNames(c.columns)
	fix := nearestKey(o, names)
	if fix == nil {
		fix = &diag.Fix{Message: "options are " + strings.Join(names, ", ")}
	}
	c.report(diag.UnknownOption, o.KeySpan, fix, "unknown option '%s' of connector '%s'", o.Key, table.Connector.Name)
}

// checkMissing reports required options that aren't there.
func (c *checker) checkMissing(table *Table) {
	for _, option := range table.options() {
		if _, ok := c.option(option.Name); ok || !option.Required || c.misspelt(option.Name, table) {
			continue
		}
		c.report(diag.MissingOption, c.at, &diag.Fix{Message: "add '" + option.Name + "' = '…'"},
			"table %s has no '%s', which connector '%s' requires", c.name, option.Name, table.Connector.Name)
	}
}

// CheckRole checks what depends on how the job uses the table. use is where it is read or written.
func (t *Table) CheckRole(role Role, use diag.Span) diag.List {
	var found diag.List
	c := t.checker
	c.found = &found
	if t.Connector.Roles&role == 0 {
		verb := map[Role]string{Source: "read", Sink: "written"}[role]
		c.report(diag.WrongRole, use, nil, "table %s can't be %s: connector '%s' is a %s alone", c.name, verb, t.Connector.Name, t.Connector.Roles)
		return found
	}
	if t.Format != nil && t.Format.Roles&role == 0 {
		verb := map[Role]string{Source: "read", Sink: "written"}[role]
		c.report(diag.WrongRole, use, nil, "table %s can't be %s: format '%s' is for a %s alone", c.name, verb, t.Format.Name, t.Format.Roles)
		return found
	}
	if role == Sink && t.Connector.Name == "file" {
		c.checkSinkPath()
	}
	return found
}

// CheckUnusedOptions warns of options that mean nothing in the roles that the table has in the job.
func (t *Table) CheckUnusedOptions(roles Role) diag.List {
	var found diag.List
	c := t.checker
	c.found = &found
	for _, o := range c.options {
		option, _ := t.lookup(o.Key)
		if option != nil && option.Roles != 0 && option.Roles&roles == 0 {
			c.warn(diag.OptionWithoutEffect, o.KeySpan, "option '%s' has no effect: it is for a %s, and this job uses %s as a %s alone", o.Key, option.Roles, c.name, roles)
		}
	}
	return found
}

// Value returns the value of an option as written.
func (t *Table) Value(key string) (logical.Option, bool) { return t.checker.option(key) }

// options lists the options of the connector and of the format.
func (t *Table) options() []Option {
	all := t.Connector.Options
	if t.Format != nil {
		all = append(all[:len(all):len(all)], t.Format.Options...)
	}
	return all
}

func (t *Table) lookup(key string) (*Option, string) {
	if o, column := lookupOption(t.Connector.Options, key); o != nil {
		return o, column
	}
	if t.Format != nil {
		return lookupOption(t.Format.Options, key)
	}
	return nil, ""
}

func (t *Table) refused(key string) string {
	if advice := t.Connector.Refused[key]; advice != "" {
		return advice
	}
	if t.Format != nil {
		return t.Format.Refused[key]
	}
	return ""
}

// describe completes a message: "this is connector 'file' with format 'csv'".
func (t *Table) describe() string {
	text := "this is connector '" + t.Connector.Name + "'"
	if t.Format != nil {
		text += " with format '" + t.Format.Name + "'"
	}
	return text
}

// optionNames lists the keys that may be meant, patterns spelt out for the table's columns.
func (t *Table) optionNames(columns []logical.TableColumn) []string {
	names := []string{"connector"}
	if len(t.Connector.Formats) > 0 {
		names = append(names, "format")
	}
	for _, option := range t.options() {
		before, after, pattern := strings.Cut(option.Name, "#")
		if !pattern {
			names = append(names, option.Name)
			continue
		}
		for _, column := range columns {
			names = append(names, before+column.Name+after)
		}
	}
	return names
}

// ownerOf names the connector or format that has an option; "" where none does.
func ownerOf(key string) string {
	for i := range formats {
		if o, _ := lookupOption(formats[i].Options, key); o != nil {
			return "format '" + formats[i].Name + "'"
		}
	}
	for i := range connectors {
		if o, _ := lookupOption(connectors[i].Options, key); o != nil {
			return "connector '" + connectors[i].Name + "'"
		}
	}
	return ""
}

func isFormatOption(key string) bool {
	prefix, _, found := strings.Cut(key, ".")
	_, known := LookupFormat(prefix)
	return found && (known || formatsElsewhere[prefix]) || key == changelogColumn.Name
}

// misspelt reports an option that is there under a name for which this one has been suggested.
func (c *checker) misspelt(name string, table *Table) bool {
	return slices.ContainsFunc(c.options, func(o logical.Option) bool {
		known, _ := table.lookup(o.Key)
		return known == nil && diag.Nearest(o.Key, table.optionNames(c.columns)) == name
	})
}

func connectorNames() []string {
	var names []string
	for _, c := range connectors {
		names = append(names, c.Name)
	}
	return names
}

func nearestKey(o logical.Option, names []string) *diag.Fix {
	if near := diag.Nearest(o.Key, names); near != "" {
		return &diag.Fix{Span: o.KeySpan, Text: Quote(near), Message: "did you mean '" + near + "'?"}
	}
	return nil
}

func nearestValue(o logical.Option, names []string, otherwise string) *diag.Fix {
	if near := diag.Nearest(o.Value, names); near != "" {
		return &diag.Fix{Span: o.ValueSpan, Text: Quote(near), Message: "did you mean '" + near + "'?"}
	}
	return &diag.Fix{Message: otherwise + oneOf(names)}
}

// Quote writes text as a SQL string literal.
func Quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// columnNames lists names of columns for suggestions.
func columnNames(columns []logical.TableColumn) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.Name
	}
	sort.Strings(names)
	return names
}

// aType is a type as messages show it, with its article and without its nullability.
func aType(t types.Type) string {
	name := t.Name()
	if strings.ContainsRune("AEIO", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
