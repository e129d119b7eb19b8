// Package templates holds the files of constant shape that weir init writes into a user's directory. They hold no Go logic:
// generated Go comes from codegen.
package templates

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed files
var files embed.FS

// Project fills the holes of the templates.
type Project struct {
	Name   string // of the job: myjob
	Go     string // release of the Go toolchain: 1.26
	Module string // module path for a new go.mod; "" where the directory is in a module already
	Weir   string // import path of the weir module
}

// File is one file of a new project.
type File struct {
	Path    string // slash-separated
	Content string
}

// contents lists the project's files in the order in which a reader meets them, each with its template.
var contents = []struct{ path, template string }{
	{"go.mod", "go.mod.tmpl"},
	{"job.sql", "job.sql.tmpl"},
	{"orders.jsonl", "orders.jsonl.tmpl"},
	{"gen.go", "gen.go.tmpl"},
	{"Dockerfile", "Dockerfile.tmpl"},
	{".dockerignore", "dockerignore.tmpl"},
	{".github/workflows/job.yml", "workflow.yml.tmpl"},
	{".gitignore", "gitignore.tmpl"},
}

// Files returns the files of a new project.
func (p Project) Files() ([]File, error) {
	var made []File
	for _, content := range contents {
		if content.path == "go.mod" && p.Module == "" {
			continue
		}
		text, err := p.fill(content.template)
		if err != nil {
			return nil, err
		}
		made = append(made, File{content.path, text})
	}
	return made, nil
}

// fill replaces the holes of a template. They are written [[Name]], which none of the files' own languages uses.
func (p Project) fill(template string) (string, error) {
	text, err := files.ReadFile("files/" + template)
	if err != nil {
		return "", err
	}
	filled := strings.NewReplacer(
		"[[Name]]", p.Name,
		"[[Go]]", p.Go,
		"[[Module]]", p.Module,
		"[[Weir]]", p.Weir,
	).Replace(string(text))
	if at := strings.Index(filled, "[["); at >= 0 {
		return "", fmt.Errorf("template %s: unknown hole %.20q", template, filled[at:])
	}
	return filled, nil
}
