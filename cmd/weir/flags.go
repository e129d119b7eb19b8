package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// parseFlags parses a command line in which flags may stand before, between and after the arguments. Everything behind "--"
// is an argument, the "--" itself included where a command looks for it: see splitAtDashes.
func parseFlags(flags *flag.FlagSet, args []string) (positional []string, err error) {
	args, rest := splitAtDashes(args)
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return nil, flagError(flags, err)
		}
		args = flags.Args()
		if len(args) > 0 {
			positional = append(positional, args[0])
			args = args[1:]
		}
	}
	return append(positional, rest...), nil
}

// splitAtDashes splits a command line before its first "--".
func splitAtDashes(args []string) (before, from []string) {
	for i, arg := range args {
		if arg == "--" {
			return args[:i], args[i:]
		}
	}
	return args, nil
}

// flagError words an error of package flag as the other messages are worded.
func flagError(flags *flag.FlagSet, err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return flag.ErrHelp
	}
	message := err.Error()
	if name, unknown := strings.CutPrefix(message, "flag provided but not defined: -"); unknown {
		message = fmt.Sprintf("unknown flag %s%s", spelled(name), flagHint(flags, name))
	} else if name, lacks := strings.CutPrefix(message, "flag needs an argument: -"); lacks {
		message = fmt.Sprintf("flag %s needs a value", spelled(name))
	}
	return &usageError{command: flags.Name(), message: message}
}

// spelled is a flag as help shows it: -o, --json.
func spelled(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// flagHint names the nearest flag, or says how a job's own flags are given.
func flagHint(flags *flag.FlagSet, name string) string {
	var names []string
	flags.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	if nearest := diag.Nearest(name, names); nearest != "" {
		return fmt.Sprintf("; did you mean %s?", spelled(nearest))
	}
	if flags.Name() == runCommand.name {
		return "; flags of the job itself come behind \"--\", as in weir run job.sql -- --partitions 2"
	}
	return ""
}

// oneFile returns the only argument of a command that takes one SQL file.
func oneFile(command string, args []string) (string, error) {
	files, err := manyFiles(command, args)
	if err != nil {
		return "", err
	}
	if len(files) > 1 {
		return "", &usageError{command, fmt.Sprintf("weir %s takes one SQL file, not %d", command, len(files))}
	}
	return files[0], nil
}

// manyFiles returns the arguments of a command that takes SQL files.
func manyFiles(command string, args []string) ([]string, error) {
	before, after := splitAtDashes(args)
	if len(after) > 0 {
		before = append(before, after[1:]...)
	}
	if len(before) == 0 {
		return nil, &usageError{command, fmt.Sprintf("weir %s needs a SQL file, or - for standard input", command)}
	}
	return before, nil
}
