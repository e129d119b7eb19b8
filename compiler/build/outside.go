package build

import (
	"path"
	"slices"
	"strings"

	"github.com/weirsql/weir"
	"github.com/weirsql/weir/codegen"
)

// outside are the modules outside this one that packages of the runtime import: those for zstd, and for state on disk. Generated code names such
// packages where the SQL asks for them, and nothing else does. needs are the modules that a module needs in its turn, for which a job is linked. Versions
// and checksums are those of this module's own go.mod and go.sum.
var outside = []struct {
	module string
	needs  []string
}{
	{"github.com/klauspost/compress", nil},
	{"github.com/cockroachdb/pebble/v2", []string{
		"github.com/RaduBerinde/axisds",
		"github.com/RaduBerinde/btreemap",
		"github.com/beorn7/perks",
		"github.com/cespare/xxhash/v2",
		"github.com/cockroachdb/crlib",
		"github.com/cockroachdb/errors",
		"github.com/cockroachdb/logtags",
		"github.com/cockroachdb/redact",
		"github.com/cockroachdb/swiss",
		"github.com/cockroachdb/tokenbucket",
		"github.com/getsentry/sentry-go",
		"github.com/gogo/protobuf",
		"github.com/golang/protobuf",
		"github.com/golang/snappy",
		"github.com/klauspost/compress",
		"github.com/kr/pretty",
		"github.com/kr/text",
		"github.com/matttproud/golang_protobuf_extensions",
		"github.com/minio/minlz",
		"github.com/pkg/errors",
		"github.com/prometheus/client_golang",
		"github.com/prometheus/client_model",
		"github.com/prometheus/common",
		"github.com/prometheus/procfs",
		"github.com/rogpeppe/go-internal",
		"golang.org/x/exp",
		"golang.org/x/sys",
		"golang.org/x/text",
		"google.golang.org/protobuf",
	}},
}

// needed lists the modules outside this one that a package is linked with, sorted.
func needed(pkg *codegen.Package, runtime map[string]string) (modules []string) {
	for _, imported := range importsOf(pkg) {
		dir, ours := strings.CutPrefix(imported, weir.ModulePath+"/")
		for name, content := range runtime {
			if !ours || path.Dir(name) != dir {
				continue
			}
			for _, o := range outside {
				if strings.Contains(content, `"`+o.module+`"`) || strings.Contains(content, `"`+o.module+"/") {
					modules = append(append(modules, o.module), o.needs...)
				}
			}
		}
	}
	slices.Sort(modules)
	return slices.Compact(modules)
}

// requirements are the lines of go.mod, and those of go.sum, that make the go command find modules.
func requirements(modules []string) (goMod, goSum string) {
	if len(modules) == 0 {
		return "", ""
	}
	return "\nrequire (\n" + linesAbout(modules, weir.GoMod()) + ")\n", linesAbout(modules, weir.GoSum())
}

// linesAbout are the lines of this module's go.mod or go.sum whose first word is one of the modules.
func linesAbout(modules []string, text string) string {
	var about strings.Builder
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 1 && slices.Contains(modules, words[0]) {
			about.WriteString(line)
		}
	}
	return about.String()
}
