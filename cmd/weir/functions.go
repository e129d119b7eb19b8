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
}

func firstSentence(doc string) string {
	sentence, _, more := strings.Cut(doc, ". ")
	if more {
		return sentence + "."
	}
	return doc
}

func describeFunction(t *terminal, name string) error {
	function, found := functions.Lookup(name)
	if !found {
		return &usageError{"functions", fmt.Sprintf("there is no function %s%s", name, didYouMean(diag.Nearest(name, functions.Names())))}
	}
	t.printf("%s\n", function.Name)
	if len(function.Aliases) > 0 {
		t.printf("also: %s\n", strings.Join(function.Aliases, ", "))
	}
	t.printf("\n%s\n", function.Doc)
	if function.Example != "" {
		t.printf("\n  %s  →  %s\n", function.Example, function.Output)
	}
	return nil
}
