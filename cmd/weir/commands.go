package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// command is one subcommand.
type command struct {
	name    string
	usage   string // its arguments
	summary string // one line for the list of commands
	help    string // what weir help shows below the usage line
	// setup declares the command's flags and returns what runs after they are parsed.
	setup func(flags *flag.FlagSet) action
}

// action runs a command with its positional arguments.
type action func(ctx context.Context, t *terminal, args []string) error

// group is a heading of the list of commands.
type group struct {
	title    string
	commands []*command
}

// groups are all commands in the order in which a new user needs them. It is filled at start since help shows it.
var groups []group

func init() {
	groups = []group{
		{"Write SQL", []*command{initCommand, checkCommand, fmtCommand, functionsCommand}},
		{"Run it", []*command{runCommand, buildCommand}},
		{"See and keep what it becomes", []*command{explainCommand, generateCommand, diffCommand}},
		{"Weir itself", []*command{versionCommand, helpCommand}},
	}
}

func commands() []*command {
	var all []*command
	for _, group := range groups {
		all = append(all, group.commands...)
	}
	return all
}

func findCommand(name string) (*command, error) {
	var names []string
	for _, command := range commands() {
		if command.name == name {
			return command, nil
		}
		names = append(names, command.name)
	}
	if strings.HasSuffix(name, ".sql") {
		return nil, &usageError{message: fmt.Sprintf("%q is not a command; to run that file: weir run %s", name, name)}
	}
	return nil, &usageError{message: fmt.Sprintf("unknown command %q%s", name, didYouMean(diag.Nearest(name, names)))}
}

// dispatch finds the command of a command line and runs it.
func dispatch(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		printOverview(t.stderr)
		return errWrongSQL
	}
	switch args[0] {
	case "-h", "-help", "--help":
		args = append([]string{"help"}, args[1:]...)
	case "-version", "--version":
		args = append([]string{"version"}, args[1:]...)
	}
	command, err := findCommand(args[0])
	if err != nil {
		return err
	}
	flags := flag.NewFlagSet(command.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	act := command.setup(flags)
	positional, err := parseFlags(flags, args[1:])
	if err == flag.ErrHelp {
		printHelp(t.stdout, command)
		return nil
	}
	if err != nil {
		return err
	}
	return act(ctx, t, positional)
}

// didYouMean is the second half of a message about a misspelt name.
func didYouMean(nearest string) string {
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", nearest)
}
