package weir_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/weirsql/weir"
)

// The patterns of go:embed name a depth: a deeper package would be forgotten without this test.
func TestRuntimeFilesAreComplete(t *testing.T) {
	embedded := weir.RuntimeFiles()
	err := filepath.WalkDir("runtime", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "testdata" {
			return filepath.SkipDir
		}
		path := filepath.ToSlash(name)
		source := strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".s")
		if entry.IsDir() || !source || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		want, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if got, found := embedded[path]; !found || string(got) != string(want) {
			t.Errorf("%s is not embedded: add its depth to the go:embed line of weir.go", path)
		}
		delete(embedded, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range embedded {
		t.Errorf("%s is embedded, but not a source file of the runtime", path)
	}
}
