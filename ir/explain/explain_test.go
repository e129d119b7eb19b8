package explain

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/ir/internal/random"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/lower"
	"github.com/weirsql/weir/ir/rewrite"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// Each case of testdata is a logical plan, whose positions are offsets into a file of lines of 100 characters, and what is shown
// of it: a file for each plan and format, such as physical.text.
func TestRender(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in := compiled(t, string(archive.Files[0].Data), slices.ContainsFunc(archive.Files, showsPhysical))
			for i := range archive.Files[1:] {
				shown := &archive.Files[i+1]
				got := render(t, in, shown.Name)
				if *update {
					shown.Data = []byte(got)
				} else if want := string(shown.Data); got != want {
					t.Errorf("%s\n%s\nwant\n%s", shown.Name, got, want)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// showsPhysical reports output for which the plan is lowered.
func showsPhysical(f txtar.File) bool {
	return strings.HasPrefix(f.Name, "physical.") || strings.HasPrefix(f.Name, "passes.")
}

func compiled(t *testing.T, plan string, lowered bool) Input {
	t.Helper()
	bound, err := logical.Parse(plan)
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Logical: bound, File: "job.sql", Position: func(offset int) (line, column int) { return 1 + offset/100, 1 + offset%100 }}
	in.Optimized, in.Passes = rewrite.Optimize(bound)
	for i := range in.Passes {
		in.Passes[i].Time = 0
	}
	if lowered {
		in.Physical, _ = lower.Plan(in.Optimized)
	}
	return in
}

// render shows what a name such as "physical.text" says; "passes" adds the passes to the physical plan.
func render(t *testing.T, in Input, name string) string {
	t.Helper()
	plan, format, _ := strings.Cut(name, ".")
	if plan == "passes" {
		plan = ""
	} else {
		in.Passes = nil
	}
	in.Show = Plan(plan)
	var b bytes.Buffer
	if err := Render(&b, in, Format(format)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whatever a plan holds, it can be shown, on lines without control characters, and as JSON that is read back.
func TestRandomPlans(t *testing.T) {
	for seed := range uint64(300) {
		planner := random.NewPlanner(random.New(seed))
		planner.Stateful = seed%2 == 0
		in, shown := Input{Logical: planner.Plan()}, []Plan{Logical, Optimized}
		in.Optimized, in.Passes = rewrite.Optimize(in.Logical)
		if !planner.Stateful {
			in.Physical, _ = lower.Plan(in.Optimized)
			shown = append(shown, Physical)
		}
		for _, in.Show = range shown {
			for _, format := range []Format{Text, JSON, Mermaid} {
				checkRandom(t, seed, in, format)
			}
		}
	}
}

func checkRandom(t *testing.T, seed uint64, in Input, format Format) {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, in, format); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if format == JSON && !json.Valid(b.Bytes()) {
		t.Fatalf("seed %d: not JSON:\n%s", seed, &b)
	}
	if i := bytes.IndexFunc(b.Bytes(), func(r rune) bool { return r < ' ' && r != '\n' || r == 0x202e }); i >= 0 && format != JSON {
		t.Fatalf("seed %d: control character in\n%s", seed, b.String()[max(0, i-100):])
	}
}

func TestUnknown(t *testing.T) {
	in := compiled(t, "job a\n\ntable t print json\n  | a INT\nsink t query 0\n  values\n    | a INT\n", true)
	if err := Render(&bytes.Buffer{}, in, "xml"); err == nil {
		t.Error("no error for an unknown format")
	}
	in.Show = "magic"
	if err := Render(&bytes.Buffer{}, in, Text); err == nil {
		t.Error("no error for an unknown plan")
	}
}
