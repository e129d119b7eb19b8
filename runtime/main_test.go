package rt

import (
	"errors"
	"os"
	"strings"
	"testing"
)

func testJob() *Job {
	return &Job{
		Name: "copy", SQLFile: "copy.sql", Fingerprint: "0123", Plan: "the plan", OnError: Skip,
		Sources: []SourceTable{{Name: "orders", Options: []Option{{Key: "path", Value: "${ORDERS}"}}, New: func(t *Table) (Source, error) {
			t.Text("path", "")
			return nil, t.Err()
		}}},
		Sinks: []SinkTable{{Name: "big", New: func(t *Table) (Sink, error) { return nil, nil }}},
	}
}

func TestFlagMistakes(t *testing.T) {
	for args, want := range map[string]string{
		"--partitons 4":             "unknown flag --partitons; did you mean --partitions?",
		"--frobnicate":              "unknown flag --frobnicate",
		"--partitions 0":            "--partitions is 0, but it must be from 1 to 1024",
		"--partitions two":          `invalid value "two" for flag -partitions: parse error`,
		"--partitions":              "flag needs an argument: -partitions",
		"--batch-size=-1":           "--batch-size is -1, but it must be at least 1",
		"--on-error ignore":         `--on-error is "ignore", but it must be one of fail, skip, dead-letter`,
		"--on-error skipp":          `--on-error is "skipp", but it must be one of fail, skip, dead-letter; did you mean skip?`,
		"--stats xml":               `--stats is "xml", but it must be one of text, json, none`,
		"--set orders":              `invalid value "orders" for flag -set: it must be TABLE.OPTION=VALUE, such as orders.path=today.jsonl`,
		"--checkpoint-dir=":         "--checkpoint-dir must name a directory",
		"--checkpoint-interval 5s":  "--checkpoint-interval: without --checkpoint-dir there are no checkpoints",
		"--checkpoint-interval -1s": "--checkpoint-interval is -1s, but it must be more than nothing",
		"--stats none orders.sql":   `unexpected argument "orders.sql": a job takes flags alone`,
		"--dead-letter=":            "--dead-letter must name a file",
		"--http 8080":               "--http: this job was built without HTTP: add SET 'job.http' = 'on' to copy.sql and build it again",
		"--http=":                   "--http must be a port, or an address and a port, such as 8080 or 0.0.0.0:8080",
	} {
		if _, err := parseFlags(testJob(), strings.Fields(args)); err == nil || err.Error() != want {
			t.Errorf("%s: %v\nnot %s", args, err, want)
		}
	}
}

func TestFlags(t *testing.T) {
	f, err := parseFlags(testJob(), strings.Fields("--partitions=3 -batch-size 10 --on-error dead-letter --dead-letter x --set orders.path=a=b --set big.x.y= --stats json --progress off"))
	if err != nil {
		t.Fatal(err)
	}
	c := f.config
	if c.Partitions != 3 || c.BatchSize != 10 || c.OnError != DeadLetter || c.DeadLetters != "x" || f.stats != "json" || f.progress != "off" {
		t.Errorf("%+v", f)
	}
	if len(c.Set) != 2 || c.Set[0] != (Assignment{"orders", "path", "a=b"}) || c.Set[1] != (Assignment{"big", "x.y", ""}) {
		t.Errorf("%+v", c.Set)
	}
}

func TestHelpNamesEveryFlag(t *testing.T) {
	for _, flag := range []string{"-h", "--help", "-help"} {
		if _, err := parseFlags(testJob(), []string{flag}); !errors.Is(err, errHelp) {
			t.Errorf("%s: %v", flag, err)
		}
	}
	text := usage(testJob())
	for _, f := range flagTable {
		if !strings.Contains(text, "--"+f.name) {
			t.Errorf("--%s is missing", f.name)
		}
	}
	if !strings.Contains(text, "(default: skip)") || !strings.Contains(text, "Tables: orders, big") {
		t.Error(text)
	}
}

func TestCommandPrints(t *testing.T) {
	for args, want := range map[string]string{"--explain": "the plan\n", "--version": "copy, plan 0123, weir (devel)\n"} {
		var stdout strings.Builder
		if code := (command{testJob(), []string{args}, &stdout, os.Stderr}).run(); code != 0 || stdout.String() != want {
			t.Errorf("%s: %d, %q", args, code, stdout.String())
		}
	}
}

func TestStartMistakes(t *testing.T) {
	env := func(name string) (string, bool) { return "", false }
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{}, "table orders: option 'path' needs the environment variable ORDERS, which isn't set"},
		{Config{Set: []Assignment{{"order", "path", "x"}}}, "table orders: option 'path' needs the environment variable ORDERS, which isn't set\n--set order.path: the job has no table order; did you mean orders?"},
		{Config{Set: []Assignment{{"orders", "path", "x"}}, OnError: DeadLetter}, "on-error is dead-letter, but nothing takes the letters: add --dead-letter FILE, or SET 'on-error.table' in the SQL"},
		{Config{Set: []Assignment{{"orders", "path", "x"}}, DeadLetters: "x"}, "--dead-letter takes failed records, but on-error is skip: add --on-error dead-letter"},
		{Config{Set: []Assignment{{"orders", "path", "x"}, {"ORDERS", "pth", "x"}}}, "--set orders.pth: unknown option; did you mean path?"},
		{Config{Set: []Assignment{{"orders", "path", "x"}, {"orders", "csv.header", "x"}}}, "--set orders.csv.header: that is compiled into the job: change the SQL"},
	} {
		c.config.env = env
		r := &run{job: testJob(), config: c.config.withDefaults(testJob()), stats: &Stats{}}
		err := r.prepare()
		if err == nil || err.Error() != c.want {
			t.Errorf("%+v:\n%v\nnot\n%s", c.config, err, c.want)
		}
	}
}

func TestExpand(t *testing.T) {
	env := func(name string) (string, bool) {
		value, ok := map[string]string{"A": "1", "EMPTY": "", "REF": "${A}"}[name]
		return value, ok
	}
	for value, want := range map[string]string{
		"": "", "plain": "plain", "$A": "$A", "${A}": "1", "x${A}y${A}z": "x1y1z", "${B:-2}": "2", "${A:-2}": "1", "${EMPTY}": "", "${EMPTY:-3}": "3",
		"${B:-}": "", "${REF}": "${A}", "${B}": "missing B", "${A}${C}${B}": "missing C", "${A": "${A", "a:${B:-b:-c}": "a:b:-c",
	} {
		got, missing := expand(value, env)
		if missing != "" {
			got = "missing " + missing
		}
		if got != want {
			t.Errorf("%s: %s, not %s", value, got, want)
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	env := func(string) (string, bool) { return "s3cret", true }
	table, err := resolveTable("t", []Option{{Key: "password", Value: "${P}", Secret: true}}, nil, env)
	if err != nil {
		t.Fatal(err)
	}
	table.Int("password", 0, 0)
	if err := table.Err(); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Error(err)
	}
}
