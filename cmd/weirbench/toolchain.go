package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// toolchain holds what the compiler costs: seconds, bytes of the binary, lines of Go.
type toolchain struct {
	check, build         spread
	checkMany, buildMany spread
	binary               int64
	linesMany            int
}

// measureToolchain times weir on S0, and on a file of 1,000 statements.
func (p *place) measureToolchain(rounds int, log io.Writer) (f toolchain, err error) {
	fmt.Fprintln(log, "measuring the toolchain …")
	job, binary := p.path("toolchain.sql"), p.path("toolchain_job")
	if err := os.WriteFile(job, []byte(workloads[0].sql()), 0o644); err != nil {
		return f, err
	}
	many := p.path("many.sql")
	if err := os.WriteFile(many, []byte(manyStatements(1000)), 0o644); err != nil {
		return f, err
	}
	weir := p.path("weir")
	for _, step := range []struct {
		into *spread
		args []string
	}{
		{&f.check, []string{"check", job}},
		{&f.build, []string{"build", "-o", binary, job}},
		{&f.checkMany, []string{"check", many}},
		{&f.buildMany, []string{"build", "-o", p.path("many_job"), many}},
	} {
		if *step.into, err = timed(rounds, weir, step.args...); err != nil {
			return f, err
		}
	}
	info, err := os.Stat(binary)
	if err != nil {
		return f, err
	}
	f.binary = info.Size()
	f.linesMany, err = p.goLines(many)
	return f, err
}

// timed runs a command once to warm up and then rounds times.
//
// The SQL file, the last argument, gets another constant before each run, so that no result of an earlier one serves.
func timed(rounds int, name string, args ...string) (spread, error) {
	file := args[len(args)-1]
	text, err := os.ReadFile(file)
	if err != nil {
		return spread{}, err
	}
	var figures []float64
	for round := range rounds + 1 {
		changed := bytes.Replace(text, []byte("> 100;"), fmt.Appendf(nil, "> %d;", 1000+round), 1)
		if err := os.WriteFile(file, changed, 0o644); err != nil {
			return spread{}, err
		}
		start := time.Now()
		if err := command(name, args...); err != nil {
			return spread{}, err
		}
		if round > 0 {
			figures = append(figures, time.Since(start).Seconds())
		}
	}
	return spreadOf(figures), os.WriteFile(file, text, 0o644)
}

// manyStatements is a file of n statements: one source, and tables and INSERTs in pairs.
func manyStatements(n int) string {
	var b strings.Builder
	b.WriteString(`CREATE TABLE orders (order_id BIGINT NOT NULL, region VARCHAR, amount DOUBLE)
WITH ('connector' = 'file', 'path' = 'orders.jsonl', 'format' = 'json');
`)
	for i := range (n - 1) / 2 {
		fmt.Fprintf(&b, `CREATE TABLE out_%d (order_id BIGINT, label VARCHAR, amount DOUBLE)
WITH ('connector' = 'file', 'path' = 'out_%d.jsonl', 'format' = 'json');
INSERT INTO out_%d SELECT order_id, UPPER(region) || '-%d', amount * %d.5 FROM orders WHERE region <> 'r%d' AND amount > 100;
`, i, i, i, i, i, i)
	}
	return b.String()
}

// goLines counts the lines of Go that a file of SQL becomes.
func (p *place) goLines(sql string) (int, error) {
	text, err := exec.Command(p.path("weir"), "explain", "--stage", "go", sql).Output()
	return bytes.Count(text, []byte("\n")), err
}
