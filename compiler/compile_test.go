package compiler

import (
	"context"
	"strings"
	"testing"

	"github.com/weirsql/weir/compiler/diag"
)

const twoQueries = `CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '3');
SELECT a FROM t;
SELECT a + 1 AS b FROM t;
`

func TestCompileGoesToThePhysicalPlan(t *testing.T) {
	result, diags := Compile(t.Context(), Source{Name: "job.sql", Text: twoQueries}, Options{})
	if diags.HasErrors() {
		t.Fatal(diag.NewSource("job.sql", twoQueries).FormatList(diags))
	}
	if result.AST == nil || result.Logical == nil || result.Optimized == nil || result.Physical == nil {
		t.Errorf("a plan is missing: %+v", result)
	}
	if result.Physical.Job != "job" {
		t.Errorf("job %q, want the file's name", result.Physical.Job)
	}
}

// A panic in a phase is reported once, with the phase and the first statement that causes it.
func TestPanicNamesPhaseAndStatement(t *testing.T) {
	result, _ := Compile(t.Context(), Source{Name: "job.sql", Text: twoQueries}, Options{})
	c := &compilation{source: result.Source, result: result}
	c.guard(t.Context(), phase{"invented", func(c *compilation, _ context.Context) {
		if len(c.result.AST.Statements) >= 3 {
			panic("boom")
		}
	}})
	if len(c.diags) != 1 {
		t.Fatalf("diagnostics %v, want one", c.diags)
	}
	got := c.diags[0]
	if got.Code != diag.CompilerBug || !strings.Contains(got.Message, "invented") || !strings.Contains(got.Message, "boom") {
		t.Errorf("got %v", got)
	}
	if statement := twoQueries[got.Span.Start:got.Span.End]; !strings.HasPrefix(statement, "SELECT a + 1") {
		t.Errorf("the statement is %q, want the third", statement)
	}
}

func TestCancelledCompile(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, diags := Compile(ctx, Source{Name: "job.sql", Text: twoQueries}, Options{})
	if len(diags) != 1 || diags[0].Code != diag.Cancelled {
		t.Errorf("got %v", diags)
	}
}

func TestDefaultJobName(t *testing.T) {
	for file, want := range map[string]string{
		"jobs/large_orders.sql": "large_orders",
		"job.sql":               "job",
		"noext":                 "noext",
		"a.b.sql":               "a_b",
		"Größe 2024.SQL":        "gr_e_2024",
		"1brc.sql":              "job_1brc",
		"<stdin>":               "stdin",
		"日本.sql":                "job",
	} {
		if got := DefaultJobName(file); got != want {
			t.Errorf("DefaultJobName(%q) = %q, want %q", file, got, want)
		}
	}
}
