package main

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
)

var functionsCommand = &command{
	name:    "functions",
	usage:   "[NAME]",
	summary: "list the functions of the SQL, or describe one",
	help: `
Without NAME it lists every function and operator with what it does; with one it shows its
signatures and an example. docs/functions.md is made from the same table.

  weir functions date_trunc`,
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, t *terminal, args []string) error {
			if len(args) == 0 {
				listFunctions(t)
				return nil
			}
			return describeFunction(t, strings.ToUpper(args[0]))
		}
	},
}

// listFunctions prints the table by section, one function a line.
func listFunctions(t *terminal) {
	var section functions.Section
	for _, function := range functions.All() {
		if function.Section != section {
			if section != "" {
				t.printf("\n")
			}
			section = function.Section
			t.printf("%s\n", section)
		}
		t.printf("  %-22s %s\n", function.Name, firstSentence(function.Doc))
	}
	for _, section := range functions.AggregateSections() {
		t.printf("\n%s\n", section.Title)
		for _, function := range section.Functions {
			t.printf("  %-22s %s\n", function.Name, firstSentence(function.Doc))
		}
	}
}

func firstSentence(doc string) string {
	sentence, _, more := strings.Cut(doc, ". ")
	if more {
		return sentence + "."
	}
	return doc
}

func describeFunction(t *terminal, name string) error {
	if f, found := functions.Lookup(name); found {
		describe(t, f.Name, f.Aliases, f.Doc, f.Example, f.Output)
		return nil
	}
	if f, found := functions.LookupAggregate(name); found {
		describe(t, f.Name, f.Aliases, f.Doc, f.Example, f.Output)
		return nil
	}
	names := append(functions.Names(), functions.AggregateNames()...)
	return &usageError{"functions", fmt.Sprintf("there is no function %s%s", name, didYouMean(diag.Nearest(name, names)))}
}

func describe(t *terminal, name string, aliases []string, doc, example, output string) {
	t.printf("%s\n", name)
	if len(aliases) > 0 {
		t.printf("also: %s\n", strings.Join(aliases, ", "))
	}
	t.printf("\n%s\n", doc)
	switch {
	case output != "":
		t.printf("\n  %s  →  %s\n", example, output)
	case example != "":
		t.printf("\n  %s\n", example)
	}
}
