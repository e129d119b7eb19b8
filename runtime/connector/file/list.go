package file

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/weirsql/weir/runtime/disk"
)

// lister finds files.
type lister struct{ files disk.FS }

// list returns the files that a path names, sorted: the file itself, those below a directory, those that a glob matches.
// Names that start with a dot or an underscore are passed over, as unfinished output is named so, unless they are spelt out.
func (l lister) list(name string) ([]string, error) {
	info, err := l.files.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return l.listDirectory(name)
	case err == nil:
		return []string{name}, nil
	case errors.Is(err, fs.ErrNotExist) && isGlob(name):
		return l.listGlob(name)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file '%s'%s", name, place(name))
	}
	return nil, err
}

func isGlob(name string) bool { return strings.ContainsAny(name, "*?[") }

func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") }

func (l lister) listDirectory(dir string) ([]string, error) {
	files, err := l.below(dir)
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("there is no file in directory '%s'%s", dir, place(dir))
	}
	slices.Sort(files)
	return files, err
}

// below lists the files below a directory.
func (l lister) below(dir string) (files []string, err error) {
	entries, err := l.files.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := filepath.Join(dir, entry.Name())
		switch {
		case hidden(entry.Name()):
		case entry.IsDir(): // links to directories may go round in circles
			deeper, err := l.below(name)
			if err != nil {
				return nil, err
			}
			files = append(files, deeper...)
		case l.isFile(name, entry):
			files = append(files, name)
		}
	}
	return files, nil
}

// isFile reports what can be read: a file, or a link to one.
func (l lister) isFile(name string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return !entry.IsDir()
	}
	info, err := l.files.Stat(name)
	return err == nil && !info.IsDir()
}

func (l lister) listGlob(pattern string) ([]string, error) {
	root, rest := "", filepath.ToSlash(pattern)
	if volume := filepath.VolumeName(pattern); volume != "" || strings.HasPrefix(rest, "/") {
		root, rest = volume+"/", strings.TrimPrefix(rest[len(volume):], "/")
	}
	if _, err := path.Match(rest, ""); err != nil {
		return nil, fmt.Errorf("'%s' is no glob: %w", pattern, err)
	}
	g := glob{lister: l, found: map[string]bool{}}
	if err := g.match(root, strings.Split(rest, "/")); err != nil {
		return nil, err
	}
	if len(g.found) == 0 {
		return nil, fmt.Errorf("no file matches '%s'%s", pattern, place(pattern))
	}
	var files []string
	for name := range g.found {
		files = append(files, name)
	}
	slices.Sort(files)
	return files, nil
}

// glob collects the files that a pattern matches.
type glob struct {
	lister
	found map[string]bool
}

// match follows the elements of a pattern below dir; "**" stands for any number of directories.
func (g *glob) match(dir string, elements []string) error {
	element, rest := elements[0], elements[1:]
	switch {
	case element == "**":
		return g.anyDepth(dir, rest)
	case !isGlob(element):
		return g.enter(filepath.Join(dir, element), rest)
	}
	entries, err := g.readDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		matched, _ := path.Match(element, entry.Name())
		if !matched || hidden(entry.Name()) && !hidden(element) {
			continue
		}
		if err := g.enter(filepath.Join(dir, entry.Name()), rest); err != nil {
			return err
		}
	}
	return nil
}

// enter goes on below what an element matched, or takes it where it was the last.
func (g *glob) enter(name string, rest []string) error {
	info, err := g.files.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(rest) == 0 && !info.IsDir():
		g.found[name] = true
		return nil
	case len(rest) == 0 || !info.IsDir():
		return nil
	}
	return g.match(name, rest)
}

// anyDepth matches the rest of a pattern in dir and in all directories below it.
func (g *glob) anyDepth(dir string, rest []string) error {
	if len(rest) == 0 {
		rest = []string{"*"}
	}
	if err := g.match(dir, rest); err != nil {
		return err
	}
	entries, err := g.readDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !entry.IsDir() || hidden(entry.Name()) { // links to directories may go round in circles
			continue
		}
		if err := g.anyDepth(filepath.Join(dir, entry.Name()), rest); err != nil {
			return err
		}
	}
	return nil
}

func (l lister) readDir(dir string) ([]fs.DirEntry, error) {
	if dir == "" {
		dir = "."
	}
	entries, err := l.files.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}
