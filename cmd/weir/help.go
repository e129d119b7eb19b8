package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
)

var helpCommand = &command{
	name:    "help",
	usage:   "[COMMAND]",
	summary: "say more about a command",
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, t *terminal, args []string) error {
			if len(args) == 0 {
				printOverview(t.stdout)
				return nil
			}
			command, err := findCommand(args[0])
			if err != nil {
				return err
			}
			printHelp(t.stdout, command)
			return nil
		}
	},
}

// printOverview prints what weir is and its commands.
func printOverview(w io.Writer) {
	fmt.Fprint(w, "Weir compiles streaming SQL to Go and builds one native binary per job.\n\nUsage: weir COMMAND [FLAGS] [FILE...]\n")
	for _, group := range groups {
		fmt.Fprintf(w, "\n%s\n", group.title)
		for _, command := range group.commands {
			fmt.Fprintf(w, "  %-10s %s\n", command.name, command.summary)
		}
	}
	fmt.Fprint(w, `
"weir help COMMAND" says more about one. A FILE may be - for standard input.
Exit status: 0 done, 1 something failed while it ran, 2 wrong SQL or wrong usage.

New here?  weir init myjob && cd myjob && weir run job.sql
`)
}

// printHelp prints one command's page.
func printHelp(w io.Writer, command *command) {
	flags := flag.NewFlagSet(command.name, flag.ContinueOnError)
	command.setup(flags)
	fmt.Fprintf(w, "weir %s: %s\n\nUsage: weir %s\n", command.name, command.summary, strings.TrimSpace(command.name+" "+command.usage))
	if command.help != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(command.help))
	}
	printFlags(w, flags)
}

// printFlags prints the flags with their values' names, in two columns.
func printFlags(w io.Writer, flags *flag.FlagSet) {
	title := "\nFlags\n"
	flags.VisitAll(func(f *flag.Flag) {
		value, text := flag.UnquoteUsage(f)
		fmt.Fprintf(w, "%s  %-20s %s%s\n", title, strings.TrimSpace(spelled(f.Name)+" "+value), text, defaultNote(f))
		title = ""
	})
}

func defaultNote(f *flag.Flag) string {
	if f.DefValue == "" || f.DefValue == "false" {
		return ""
	}
	return fmt.Sprintf(" (default %s)", f.DefValue)
}
