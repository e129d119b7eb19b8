package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/weirsql/weir/codegen"
	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/diag"
)

// stdinName is how messages name standard input.
const stdinName = "<stdin>"

// readSource reads a SQL file, or standard input for "-".
func (t *terminal) readSource(file string) (compiler.Source, error) {
	if file == "-" {
		text, err := io.ReadAll(t.stdin)
		return compiler.Source{Name: stdinName, Text: string(text), Dir: "."}, err
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return compiler.Source{}, &usageError{message: fmt.Sprintf("no such file: %s", file)}
	}
	if err != nil {
		return compiler.Source{}, &usageError{message: err.Error()}
	}
	return compiler.Source{Name: file, Text: string(text), Dir: filepath.Dir(file)}, nil
}

// compile compiles a SQL file and prints its diagnostics to stderr.
func (t *terminal) compile(ctx context.Context, file string) (*compiler.Result, error) {
	source, err := t.readSource(file)
	if err != nil {
		return nil, err
	}
	result, diags := compiler.Compile(ctx, source, compiler.Options{})
	return result, t.show(source, diags)
}

// generate makes the Go package of a compiled job.
func (t *terminal) generate(ctx context.Context, result *compiler.Result, target compiler.Target) (*codegen.Package, error) {
	pkg, err := result.Generate(ctx, target)
	var bug diag.Diagnostic
	if errors.As(err, &bug) {
		return nil, t.show(result.Source, diag.List{bug})
	}
	return pkg, err
}

// show prints diagnostics to stderr; it returns errWrongSQL where one of them is an error.
func (t *terminal) show(source compiler.Source, diags diag.List) error {
	fmt.Fprint(t.stderr, diag.NewSource(source.Name, source.Text).FormatList(diags))
	if diags.HasErrors() {
		return errWrongSQL
	}
	return nil
}

// printJSON prints a value as one indented JSON document.
func (t *terminal) printJSON(value any) error {
	encoder := json.NewEncoder(t.stdout)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
