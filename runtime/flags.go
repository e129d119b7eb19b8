package rt

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// flags is a job's command line.
type flags struct {
	config   Config
	stats    string
	progress string
	http     string
	explain  bool
	version  bool
}

var errHelp = errors.New("help was asked for")

// flagTable is what --help shows and what a misspelt flag is compared with.
var flagTable = []struct{ name, value, doc string }{
	{"partitions", "N", "partitions per stage (default: one per CPU)"},
	{"batch-size", "N", "records per batch, at most (default: what a read gives)"},
	{"on-error", "POLICY", "what a bad record does: fail, skip or dead-letter (default: %s)"},
	{"dead-letter", "FILE", "file that takes bad records as JSON lines, under --on-error dead-letter; - is standard output"},
	{"checkpoint-dir", "DIR", "keeps checkpoints in a directory: a job that is started again with it goes on where it was"},
	{"checkpoint-interval", "TIME", "time between checkpoints, such as 1m (default: 10s)"},
	{"checkpoint-keep", "N", "how many checkpoints stay; savepoints always do (default: 3)"},
	{"from-savepoint", "NAME", "goes back to a savepoint: what was written behind it is taken back"},
	{"from-checkpoint", "N", "goes back to one of the checkpoints that are kept"},
	{"allow-state-loss", "NAME", "lets an operator, source or sink lose what a checkpoint of other SQL has of it; may be given several times"},
	{"state-memory", "SIZE", "memory for state, about, such as 256mb: what doesn't fit goes to disk, in a job whose SQL says SET 'state.backend' = 'disk'"},
	{"state-dir", "DIR", "where that is kept while the job runs (default: the directory of temporary files)"},
	{"retry-for", "TIME", "how long reads and writes are tried again that fail for a reason which passes, such as a full disk; 0 for never (default: 10s)"},
	{"set", "TABLE.OPTION=VALUE", "replaces an option of a table's WITH clause; may be given several times"},
	{"stats", "FORM", "statistics on standard error at the end: text, json or none (default: text)"},
	{"progress", "WHEN", "a progress bar on standard error: auto, on or off (default: auto, on a terminal)"},
	{"http", "ADDRESS", "answers HTTP there while the job runs: POST /savepoint, GET /checkpoints, /stats, /health, /ready; a port alone is this machine's only. For a job whose SQL says SET 'job.http' = 'on'"},
	{"explain", "", "print the plan and end"},
	{"version", "", "print the plan's fingerprint and the runtime's version and end"},
	{"help", "", "print this and end"},
}

// usage is what --help prints.
func usage(job *Job) string {
	policy := job.OnError
	if policy == "" {
		policy = Fail
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s runs the streaming job of %s.\n\nUsage: %s [flags]\n       %s checkpoints --checkpoint-dir DIR   lists checkpoints and savepoints\n\n",
		job.Name, job.SQLFile, job.Name, job.Name)
	for _, f := range flagTable {
		doc := f.doc
		if strings.Contains(doc, "%s") {
			doc = fmt.Sprintf(doc, policy)
		}
		fmt.Fprintf(&b, "  %-26s %s\n", strings.TrimSpace("--"+f.name+" "+f.value), doc)
	}
	b.WriteString("\nTables: " + strings.Join(tableNames(job), ", ") + "\nExit code: 0 done, or stopped by a signal and drained; 1 failed; 2 wrong usage.\n")
	return b.String()
}

func tableNames(job *Job) []string {
	var names []string
	for _, source := range job.Sources {
		names = append(names, source.Name)
	}
	for _, sink := range job.Sinks {
		if !slices.Contains(names, sink.Name) {
			names = append(names, sink.Name)
		}
	}
	return names
}

// parseFlags reads a job's command line.
func parseFlags(job *Job, args []string) (flags, error) {
	var f flags
	set := flag.NewFlagSet(job.Name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.IntVar(&f.config.Partitions, "partitions", 0, "")
	set.Int64Var(&f.config.BatchSize, "batch-size", 0, "")
	set.StringVar((*string)(&f.config.OnError), "on-error", "", "")
	set.StringVar(&f.config.DeadLetters, "dead-letter", "", "")
	set.StringVar(&f.config.CheckpointDir, "checkpoint-dir", "", "")
	set.DurationVar(&f.config.CheckpointInterval, "checkpoint-interval", 0, "")
	set.IntVar(&f.config.CheckpointKeep, "checkpoint-keep", 0, "")
	set.StringVar(&f.config.FromSavepoint, "from-savepoint", "", "")
	set.Int64Var(&f.config.FromCheckpoint, "from-checkpoint", 0, "")
	set.Func("allow-state-loss", "", f.config.allowLoss)
	set.Func("state-memory", "", f.config.setStateMemory)
	set.StringVar(&f.config.StateDir, "state-dir", "", "")
	set.DurationVar(&f.config.RetryFor, "retry-for", 0, "")
	set.Func("set", "", f.config.assign)
	set.StringVar(&f.stats, "stats", "text", "")
	set.StringVar(&f.progress, "progress", "auto", "")
	set.StringVar(&f.http, "http", "", "")
	set.BoolVar(&f.explain, "explain", false, "")
	set.BoolVar(&f.version, "version", false, "")
	if err := checkNames(args); err != nil {
		return f, err
	}
	switch err := set.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return f, errHelp
	case err != nil:
		return f, err
	case set.NArg() > 0:
		return f, fmt.Errorf("unexpected argument %q: a job takes flags alone", set.Arg(0))
	}
	return f, f.check(job, set)
}

// checkNames refuses unknown flags with a suggestion, and those whose time has not come with the reason.
func checkNames(args []string) error {
	var known []string
	for _, f := range flagTable {
		known = append(known, "--"+f.name)
	}
	for i := 0; i < len(args); i++ {
		name, _, hasValue := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		switch at := slices.Index(known, "--"+name); {
		case args[i] == "--" || !strings.HasPrefix(args[i], "-") || args[i] == "-" || name == "h":
			return nil // the flag package says what is wrong
		case at >= 0 && flagTable[at].value != "" && !hasValue:
			i++ // the value
		case at >= 0:
		default:
			return fmt.Errorf("unknown flag --%s%s", name, suggest("--"+name, known))
		}
	}
	return nil
}

// assign takes one --set table.option=value.
func (c *Config) assign(text string) error {
	left, value, ok := strings.Cut(text, "=")
	table, key, dotted := strings.Cut(left, ".")
	if !ok || !dotted || table == "" || key == "" {
		return errors.New("it must be TABLE.OPTION=VALUE, such as orders.path=today.jsonl")
	}
	c.Set = append(c.Set, Assignment{table, key, value})
	return nil
}

// setStateMemory takes --state-memory.
func (c *Config) setStateMemory(text string) (err error) {
	c.StateMemory, err = parseSize(text, leastStateMemory)
	return err
}

// check refuses values that the flag package lets pass.
func (f *flags) check(job *Job, set *flag.FlagSet) error {
	var problem error
	set.Visit(func(given *flag.Flag) {
		switch {
		case given.Name == "partitions" && (f.config.Partitions < 1 || f.config.Partitions > maxPartitions):
			problem = fmt.Errorf("--partitions is %d, but it must be from 1 to %d", f.config.Partitions, maxPartitions)
		case given.Name == "batch-size" && f.config.BatchSize < 1:
			problem = fmt.Errorf("--batch-size is %d, but it must be at least 1", f.config.BatchSize)
		case given.Name == "checkpoint-dir" && f.config.CheckpointDir == "":
			problem = errors.New("--checkpoint-dir must name a directory")
		case given.Name == "checkpoint-interval" && f.config.CheckpointInterval <= 0:
			problem = fmt.Errorf("--checkpoint-interval is %s, but it must be more than nothing", f.config.CheckpointInterval)
		case given.Name == "checkpoint-keep" && f.config.CheckpointKeep < 1:
			problem = fmt.Errorf("--checkpoint-keep is %d, but it must be at least 1", f.config.CheckpointKeep)
		case given.Name == "from-savepoint" && f.config.FromSavepoint == "":
			problem = errors.New("--from-savepoint must name a savepoint")
		case given.Name == "from-checkpoint" && f.config.FromCheckpoint < 1:
			problem = fmt.Errorf("--from-checkpoint is %d, but checkpoints count from 1", f.config.FromCheckpoint)
		case given.Name == "from-checkpoint" && f.config.FromSavepoint != "":
			problem = errors.New("--from-checkpoint and --from-savepoint: a job starts from one of them")
		case slices.Contains(ofCheckpoints, given.Name) && f.config.CheckpointDir == "":
			problem = fmt.Errorf("--%s: without --checkpoint-dir there are no checkpoints", given.Name)
		case given.Name == "state-dir" && f.config.StateDir == "":
			problem = errors.New("--state-dir must name a directory")
		case given.Name == "retry-for" && f.config.RetryFor < 0:
			problem = fmt.Errorf("--retry-for is %s, but it must be 0 or more", f.config.RetryFor)
		case given.Name == "retry-for" && f.config.RetryFor == 0:
			f.config.RetryFor = -1
		case given.Name == "http" && f.http == "":
			problem = errors.New("--http must be a port, or an address and a port, such as 8080 or 0.0.0.0:8080")
		case given.Name == "http" && job.HTTP == nil:
			problem = fmt.Errorf("--http: this job was built without HTTP: add SET 'job.http' = 'on' to %s and build it again", job.SQLFile)
		case given.Name == "dead-letter" && f.config.DeadLetters == "":
			problem = errors.New("--dead-letter must name a file")
		}
	})
	return errors.Join(problem,
		oneOf("--on-error", string(f.config.OnError), "", string(Fail), string(Skip), string(DeadLetter)),
		oneOf("--stats", f.stats, "text", "json", "none"),
		oneOf("--progress", f.progress, "auto", "on", "off"))
}

// ofCheckpoints are the flags that mean nothing without --checkpoint-dir.
var ofCheckpoints = []string{"allow-state-loss", "checkpoint-interval", "checkpoint-keep", "from-savepoint", "from-checkpoint"}

// maxPartitions bounds memory: each partition has buffers of its own.
const maxPartitions = 1024

func oneOf(name, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	words := slices.DeleteFunc(slices.Clone(allowed), func(word string) bool { return word == "" })
	return fmt.Errorf("%s is %q, but it must be one of %s%s", name, value, strings.Join(words, ", "), suggest(value, words))
}
