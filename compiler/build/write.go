package build

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
)

// WriteFile gives a file this content, making its directory, unless it already has it; an interrupted write leaves the old
// file or none, never half of one. It reports whether it wrote.
func WriteFile(name string, content []byte) (bool, error) {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, content) {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return false, err
	}
	return true, replaceFile(name, 0o644, bytes.NewReader(content))
}

// replaceFile fills a temporary file beside name and renames it to name. A file that is there already is replaced, never
// written into: a running binary keeps its own.
func replaceFile(name string, mode os.FileMode, content io.Reader) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	_, err = io.Copy(temp, content)
	if closeErr := temp.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if err = os.Chmod(temp.Name(), mode); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}
