package catalog

import (
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// checkFile checks what connector file's options say together.
func checkFile(c *checker) {
	path, ok := c.known("path")
	if ok && strings.Contains(path.Value, "://") {
		c.report(diag.BadOptionValue, path.ValueSpan, nil, "'path' is '%s', but connector 'file' opens paths, not URLs", path.Value)
	}
	perPartition, ok := c.known("sink.file-per-partition")
	if ok && perPartition.Value == "true" && path.Value == "-" {
		c.report(diag.BadOptionValue, perPartition.ValueSpan, nil, "standard output can't be one file per partition: give 'path' a file's name")
	}
}

// checkSinkPath refuses a path that can be read but not written.
func (c *checker) checkSinkPath() {
	path, ok := c.known("path")
	if !ok {
		return
	}
	if strings.ContainsAny(path.Value, "*?[") {
		c.report(diag.BadOptionValue, path.ValueSpan, nil, "'path' is '%s', but a sink writes one file: a glob can only be read", path.Value)
	}
	if strings.HasSuffix(path.Value, "/") {
		c.report(diag.BadOptionValue, path.ValueSpan, nil, "'path' is '%s', but a sink writes a file, not a directory: add the file's name", path.Value)
	}
}
