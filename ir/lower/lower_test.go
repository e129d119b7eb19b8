package lower

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

var update = flag.Bool("update", false, "rewrite the expected plans in testdata")

const tables = `job test

table trades file json
  | id BIGINT NOT NULL
  | price DOUBLE
  | name VARCHAR

table out print json
  | id BIGINT NOT NULL
  | price DOUBLE

table ids file json
  | id BIGINT

table nested file json
  | id BIGINT NOT NULL
  | r ROW<a DOUBLE, b DOUBLE>

`

// Each case of testdata is a logical plan and the stages that it becomes.
func TestPlan(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := stages(t, lowered(t, string(archive.Files[0].Data)))
			if *update {
				archive.Files = []txtar.File{archive.Files[0], {Name: "physical", Data: []byte(got)}}
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(archive.Files[1].Data); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func lowered(t *testing.T, sinks string) *physical.Plan {
	t.Helper()
	plan, err := logical.Parse(tables + sinks)
	if err != nil {
		t.Fatal(err)
	}
	if err := logical.Verify(plan); err != nil {
		t.Fatal(err)
	}
	out, _ := Plan(plan)
	return out
}

// stages is a plan's text without its tables.
func stages(t *testing.T, p *physical.Plan) string {
	t.Helper()
	text := physical.Print(p)
	back, err := physical.Parse(text)
	if err != nil || physical.Print(back) != text {
		t.Errorf("the plan isn't read back: %v", err)
	}
	_, stages, _ := strings.Cut(text, "\n\nstage ")
	return "stage " + stages
}

// Operators that mean the same have the same identity, however the plan says it.
func TestIdentity(t *testing.T) {
	base := writes(t, `
sink out query 0
  project
    | id BIGINT NOT NULL = id#0
    | price DOUBLE = price#1 *[3] 2e0
    filter price#1 > 1e0 AND name#2 = 'a'
      scan trades
        | id BIGINT NOT NULL = 0
        | price DOUBLE = 1
        | name VARCHAR = 2
`)
	same := map[string]string{
		"columns in another order, other names, another query": `
sink out query 7
  project
    | a BIGINT NOT NULL = x#2
    | b DOUBLE = y#1 *[3] 2e0
    filter y#1 > 1e0 AND z#0 = 'a'
      project
        | z VARCHAR = name#2
        | y DOUBLE = price#1
        | x BIGINT NOT NULL = id#0
        scan trades
          | id BIGINT NOT NULL = 0
          | price DOUBLE = 1
          | name VARCHAR = 2
`,
		"another overload index": `
sink out query 0
  project
    | id BIGINT NOT NULL = id#0
    | price DOUBLE = price#1 *[1] 2e0
    filter price#1 > 1e0 AND name#2 = 'a'
      scan trades
        | id BIGINT NOT NULL = 0
        | price DOUBLE = 1
        | name VARCHAR = 2
`,
		"two filters and a projection between": `
sink out query 0
  project
    | id BIGINT NOT NULL = id#0
    | price DOUBLE = twice#2
    filter n#1 = 'a'
      project view
        | id BIGINT NOT NULL = id#0
        | n VARCHAR = name#2
        | twice DOUBLE = price#1 *[3] 2e0
        filter price#1 > 1e0
          scan trades
            | id BIGINT NOT NULL = 0
            | price DOUBLE = 1
            | name VARCHAR = 2
`,
	}
	for what, sinks := range same {
		if got := writes(t, sinks); got != base {
			t.Errorf("%s: identity %s, want %s", what, got, base)
		}
	}
	other := `
sink out query 0
  project
    | id BIGINT NOT NULL = id#0
    | price DOUBLE = price#1 *[3] 3e0
    filter price#1 > 1e0 AND name#2 = 'a'
      scan trades
        | id BIGINT NOT NULL = 0
        | price DOUBLE = 1
        | name VARCHAR = 2
`
	if got := writes(t, other); got == base {
		t.Error("another expression has the same identity")
	}
	if got := writes(t, strings.Replace(other, "'a'", "'b'", 1)); got == writes(t, other) {
		t.Error("another condition has the same identity")
	}
}

// Nor does it matter which other fields of a ROW are decoded.
func TestIdentityOfFields(t *testing.T) {
	read := func(row, field string) string {
		return writes(t, "sink out query 0\n  project\n    | id BIGINT NOT NULL = id#0\n    | price DOUBLE = r#1."+field+
			"\n    scan nested\n      | id BIGINT NOT NULL = 0\n      | r ROW<"+row+"> = 1\n")
	}
	base := read("a DOUBLE, b DOUBLE", "b#1")
	if got := read("b DOUBLE", "b#0"); got != base {
		t.Errorf("identity %s, want %s", got, base)
	}
	if read("a DOUBLE", "a#0") == base {
		t.Error("another field has the same identity")
	}
}

// writes returns the identity of the one writer of a plan.
func writes(t *testing.T, sinks string) string {
	t.Helper()
	id := ""
	lowered(t, sinks).Walk(func(op physical.Operator) {
		if w, ok := op.(*physical.Write); ok {
			id = w.ID()
		}
	})
	return id
}

// The fingerprint stays when only the job's name, defaults of variables and the order of options change.
func TestFingerprint(t *testing.T) {
	fingerprint := func(name, options string) string {
		plan, err := logical.Parse("job " + name + "\n\ntable t file json\n  | id BIGINT\n" + options + "sink t query 0\n  scan t\n    | id BIGINT = 0\n")
		if err != nil {
			t.Fatal(err)
		}
		out, _ := Plan(plan)
		return out.Fingerprint
	}
	base := fingerprint("a", "  with 'path' = '${IN:-a.json}'\n  with 'x' = '1'\n")
	if got := fingerprint("b", "  with 'x' = '1'\n  with 'path' = '${IN:-b.json}'\n"); got != base {
		t.Errorf("fingerprint %s, want %s", got, base)
	}
	for _, options := range []string{"  with 'path' = '${OUT:-a.json}'\n  with 'x' = '1'\n", "  with 'path' = '${IN:-a.json}'\n  with 'x' = '2'\n"} {
		if fingerprint("a", options) == base {
			t.Errorf("options\n%s have the fingerprint of others", options)
		}
	}
	if len(base) != 16 {
		t.Errorf("fingerprint %q has %d digits", base, len(base))
	}
}
