// Package build turns a generated package into a binary: it finds the module that the package belongs to, or makes a
// private one, and runs the Go toolchain there.
//
//	           ┌─ a go.mod above the SQL requires weir ─▶ go build -overlay   in that module, with its pinned runtime
//	files ─────┤
//	           └─ none does ────────────────────────────▶ go build            in a cached workspace, with the embedded runtime
//
// The first way compiles exactly what `weir generate` followed by `go build` would, without writing into the module. The
// second needs no module, no network and no write access beside the cache directory. Both ways give the same bytes for
// the same SQL wherever it lies, and several builds may run at once: everything is written under a temporary name and
// renamed.
package build
