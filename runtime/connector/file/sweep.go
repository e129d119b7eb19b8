package file

import (
	"errors"
	"path/filepath"
	"strings"
)

// Sweep removes temporary files of killed runs: those beside the sink's own that are of the same checkpoint directory, which this process holds, and that
// none of its checkpoints mentions. They may be of another sink of the job, or of one that it doesn't have any longer.
func (s *sink) Sweep(needed func(name string) bool) error {
	if standardFile(s.path) != nil {
		return nil
	}
	dir := filepath.Dir(followed(s.files, s.path))
	entries, err := s.files.ReadDir(dir)
	if err != nil {
		return nil // where there is no directory Open says so
	}
	var problems []error
	for _, entry := range entries {
		word := ownedWord(entry.Name(), s.table.Owner)
		if word == "" || needed(word) || !entry.Type().IsRegular() {
			continue
		}
		problems = append(problems, s.files.Remove(filepath.Join(dir, entry.Name())))
	}
	return errors.Join(problems...)
}

// ownedWord is what temporaryWord gave to a file; "" for a file of no such name, or of another owner.
func ownedWord(name, owner string) string {
	rest, isTemporary := strings.CutSuffix(name, temporarySuffix)
	word := rest[strings.LastIndexByte(rest, '.')+1:]
	if !isTemporary || owner == "" || !strings.HasPrefix(name, ".") || !strings.HasPrefix(word, owner+"-") {
		return ""
	}
	return word
}
