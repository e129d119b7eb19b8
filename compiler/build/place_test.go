package build

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestPlaces(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "uses", "go.mod"), "// jobs\nmodule \"example.com/uses\" // quoted\n\ngo 1.26\n\nrequire (\n\tgithub.com/weirsql/weir v0.1.0 // indirect\n)\n")
	write(t, filepath.Join(root, "other", "go.mod"), "module example.com/other\n\nrequire github.com/weirsql/weirdo v1.0.0\n")
	write(t, filepath.Join(root, "broken", "go.mod"), "go 1.26\n")
	tests := []struct {
		dir        string
		importPath string // "" for an error
	}{
		{"uses", "example.com/uses/sample"},
		{"uses/deep/er", "example.com/uses/deep/er/sample"},
		{"uses/.hidden", "example.com/uses/sample"}, // not importable: the module's root is
		{"uses/with space", "example.com/uses/sample"},
		{"other", "job/sample"},
		{".", "job/sample"},
		{"broken", ""},
	}
	for _, test := range tests {
		got, err := BuildPlace(filepath.Join(root, filepath.FromSlash(test.dir)), "sample")
		if (err != nil) != (test.importPath == "") || got.ImportPath != test.importPath {
			t.Errorf("BuildPlace(%s) = %+v, %v; want %q", test.dir, got, err, test.importPath)
		}
	}
}

func TestInModule(t *testing.T) {
	root := t.TempDir()
	if _, err := InModule(root, "sample"); !errors.Is(err, ErrNoModule) {
		t.Errorf("outside any module: %v", err)
	}
	write(t, filepath.Join(root, "go.mod"), "module example.com/m\n")
	got, err := InModule(filepath.Join(root, "a", "b"), "sample")
	if err != nil || got.ImportPath != "example.com/m/a/b" || got.Module != root {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := InModule(filepath.Join(root, "a b"), "sample"); err == nil {
		t.Error("a directory with a space got an import path")
	}
}
