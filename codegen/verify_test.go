package codegen

import (
	"strings"
	"testing"
)

// What must not be in generated code, whatever an emitter does: each is found when the package is read back.
func TestVerifyFinds(t *testing.T) {
	for name, test := range map[string]struct{ file, body, want string }{
		"no header":            {"schema.go", "-package x\n", "first line is not the header"},
		"syntax":               {"schema.go", "package x\nfunc {", "expected"},
		"generate directive":   {"schema.go", "package x\n//go:generate true\n", "starts with //go:"},
		"generate in a string": {"schema.go", "package x\nconst a = `\n//go:generate true\n`\n", "starts with //go:"},
		"indented directive":   {"schema.go", "package x\n\t//go:noinline\nfunc f() {}\n", "starts with //go:"},
		"old build constraint": {"schema.go", "// +build ignore\n\npackage x\n", "starts with // +build"},
		"line directive":       {"pipeline.go", "package x\n//line job.sql:1:1\nvar a = 1\n", "directive"},
		"line of another file": {"exprs.go", "package x\n//line other.sql:1:1\nvar a = 1\n", "directive"},
		"line without column":  {"exprs.go", "package x\n//line job.sql:1\nvar a = 1\n", "directive"},
		"comment as directive": {"exprs.go", "package x\n//nolint\nvar a = 1\n", "directive"},
		"block comment":        {"schema.go", "package x\n/* a */\nvar a = 1\n", "block comment"},
		"multi-line raw":       {"schema.go", "package x\nconst a = `\n`\n", "raw string"},
		"cgo":                  {"schema.go", "package x\nimport \"C\"\n", "import of"},
		"unknown import":       {"schema.go", "package x\nimport \"net/http\"\nvar _ = http.Get\n", "import of"},
		"dot import":           {"schema.go", "package x\nimport . \"math\"\nvar _ = Pi\n", "import of"},
		"blank import":         {"schema.go", "package x\nimport _ \"math\"\n", "import of"},
		"init":                 {"schema.go", "package x\nfunc init() {}\n", "function init"},
		"assembly":             {"schema.go", "package x\nfunc f()\n", "function f"},
		"foreign letters":      {"schema.go", "package x\nvar größe = 1\n", "identifier"},
		"underscore":           {"schema.go", "package x\nvar a_b = 1\n", "identifier"},
		"other package":        {"schema.go", "package y\n", "package y"},
		"goroutine":            {"schema.go", "package x\nfunc f() { go f() }\n", "GoStmt"},
		"runtime symbol":       {"schema.go", "package x\nimport rt \"github.com/weirsql/weir/runtime\"\nvar _ rt.Nonsense\n", "rt.Nonsense"},
	} {
		t.Run(name, func(t *testing.T) {
			content := Header + "\n\n" + test.body
			if body, ok := strings.CutPrefix(test.body, "-"); ok {
				content = body
			}
			err := verify(&Package{Name: "x", Files: []File{{test.file, []byte(content)}}}, Options{SQLFile: "job.sql", ImportPath: "example.com/x"}, nil)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestVerifyTakesGeneratedCode(t *testing.T) {
	content := Header + "\n\npackage x\n\n// a > 1\n//\n//line job.sql:3:14\nfunc f(a int) bool { return a > 1 }\n\nconst b = `\"k\":`\n"
	err := verify(&Package{Name: "x", Files: []File{{"exprs.go", []byte(content)}}}, Options{SQLFile: "job.sql", ImportPath: "example.com/x"}, nil)
	if err != nil {
		t.Error(err)
	}
}
