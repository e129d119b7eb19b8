package file

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// list returns the files that a path names, sorted: the file itself, those below a directory, those that a glob matches.
// Names that start with a dot or an underscore are passed over, as unfinished output is named so, unless they are spelt out.
func list(name string) ([]string, error) {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return listDirectory(name)
	case err == nil:
		return []string{name}, nil
	case errors.Is(err, fs.ErrNotExist) && isGlob(name):
		return listGlob(name)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file '%s'%s", name, place(name))
	}
	return nil, err
}

func isGlob(name string) bool { return strings.ContainsAny(name, "*?[") }

func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") }

func listDirectory(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != dir && hidden(entry.Name()) && entry.IsDir():
			return fs.SkipDir
		case isFile(name, entry) && !hidden(entry.Name()):
			files = append(files, name)
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("there is no file in directory '%s'%s", dir, place(dir))
	}
	slices.Sort(files)
	return files, err
}

// isFile reports what can be read: a file, or a link to one.
func isFile(name string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return !entry.IsDir()
	}
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

func listGlob(pattern string) ([]string, error) {
	root, rest := "", filepath.ToSlash(pattern)
	if volume := filepath.VolumeName(pattern); volume != "" || strings.HasPrefix(rest, "/") {
		root, rest = volume+"/", strings.TrimPrefix(rest[len(volume):], "/")
	}
	if _, err := path.Match(rest, ""); err != nil {
		return nil, fmt.Errorf("'%s' is no glob: %w", pattern, err)
	}
	g := glob{found: map[string]bool{}}
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
type glob struct{ found map[string]bool }

// match follows the elements of a pattern below dir; "**" stands for any number of directories.
func (g *glob) match(dir string, elements []string) error {
	element, rest := elements[0], elements[1:]
	switch {
	case element == "**":
		return g.anyDepth(dir, rest)
	case !isGlob(element):
		return g.enter(filepath.Join(dir, element), rest)
	}
	entries, err := readDir(dir)
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
	info, err := os.Stat(name)
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
	entries, err := readDir(dir)
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

func readDir(dir string) ([]os.DirEntry, error) {
	if dir == "" {
		dir = "."
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}
