package checkpoint

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// ownerName is the file with the directory's own word.
const ownerName = "OWNER"

// ownerLength leaves no chance that two directories have one word.
const ownerLength = 10

// Owner is a word that this directory alone has, wherever it is moved, and makes it where there is none. What belongs to the job's checkpoints and is
// elsewhere, such as files that aren't done, has it in its name, so that one that no checkpoint knows of can be told from those of others.
func (s *Store) Owner() (string, error) {
	name := path.Join(s.dir, ownerName)
	text, err := readFile(s.files, name)
	if word := strings.TrimSpace(string(text)); err == nil && len(word) == ownerLength {
		return word, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	word := rand.Text()[:ownerLength] // also where a power cut has taken the old one: what has that stays for good
	if err := writeFile(s.files, name+temporarySuffix, []byte(word+"\n")); err != nil {
		return "", err
	}
	if err := s.files.Rename(name+temporarySuffix, name); err != nil {
		return "", err
	}
	return word, s.files.SyncDir(s.dir)
}

// Mentions reports that a checkpoint or a savepoint says something of a name, which has to be one without special characters.
func (s *Store) Mentions(name string) bool {
	return slices.ContainsFunc(slices.Concat(s.kept, s.saved), func(m *Manifest) bool { return bytes.Contains(m.Content, []byte(name)) })
}
