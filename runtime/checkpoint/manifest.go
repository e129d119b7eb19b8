package checkpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"
	"time"

	"github.com/weirsql/weir/runtime/disk"
)

// Manifest is one checkpoint.
type Manifest struct {
	Number   int64           `json:"number"` // 1, 2, …
	Name     string          `json:"name,omitempty"`
	Time     time.Time       `json:"time"`
	Job      string          `json:"job"`
	Segments []Segment       `json:"segments"` // older ones first: what a later one says of a group replaces what an earlier one says
	Content  json.RawMessage `json:"content"`  // what the job says: positions, watermarks, counters, operators
	GivenUp  []Span          `json:"given_up,omitempty"`
}

// Span is a course that the job has left: the checkpoints between two numbers, both of which aren't among them. The job went back to the first one and
// went on from there as the second one.
type Span struct {
	After  int64 `json:"after"`
	Before int64 `json:"before"`
}

// Bytes is the size of the checkpoint's state.
func (m *Manifest) Bytes() (sum int64) {
	for _, s := range m.Segments {
		sum += s.Bytes
	}
	return sum
}

const (
	checkpointPrefix = "checkpoint-"
	savepointPrefix  = "savepoint-"
	segmentPrefix    = "segment-"
	temporarySuffix  = ".tmp"
	lockName         = "LOCK"
)

func (m *Manifest) fileName() string {
	if m.Name != "" {
		return savepointPrefix + m.Name
	}
	return fmt.Sprintf(checkpointPrefix+"%010d", m.Number)
}

func (m *Manifest) String() string {
	if m.Name != "" {
		return "savepoint " + m.Name
	}
	return fmt.Sprintf("checkpoint %d", m.Number)
}

// The format's version is in the first line, so that a job can tell a newer one from damage. Earlier ones are read:
//
//	1  a split that is left has one position
//	2  one that partitions read in turn may have several
const (
	manifestVersion = 2
	manifestLine    = "weir checkpoint %d crc32c %08x length %d\n"
)

// NewerError says that a checkpoint was written by a newer version of Weir.
type NewerError struct{ Version int }

func (e *NewerError) Error() string {
	return fmt.Sprintf("was written by a newer version of Weir, in format %d: this job reads format %d", e.Version, manifestVersion)
}

func (m *Manifest) encode() ([]byte, error) {
	body, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	body = append(body, '\n')
	return append([]byte(manifestHead(manifestVersion, body)), body...), nil
}

// manifestHead is the first line. The version is under the checksum too: a flipped bit is damage, not a newer Weir.
func manifestHead(version int, body []byte) string {
	sum := crc32.Update(uint32(version), castagnoli, body)
	return fmt.Sprintf(manifestLine, version, sum, len(body))
}

func decodeManifest(text []byte) (*Manifest, error) {
	head, body, found := bytes.Cut(text, []byte("\n"))
	var version, length int
	var sum uint32
	if _, err := fmt.Sscanf(string(head), strings.TrimSuffix(manifestLine, "\n"), &version, &sum, &length); err != nil || !found {
		return nil, damaged("its first line isn't a checkpoint's")
	}
	if manifestHead(version, body) != string(head)+"\n" {
		return nil, damaged("fails its checksum")
	}
	if version > manifestVersion {
		return nil, &NewerError{version}
	}
	m := &Manifest{}
	if err := json.Unmarshal(body, m); err != nil {
		return nil, damaged("%v", err)
	}
	return m, nil
}

// readManifest reads a manifest. Its name must be the one that it was written under.
func readManifest(files disk.FS, dir, name string) (*Manifest, error) {
	text, err := readFile(files, path.Join(dir, name))
	if err != nil {
		return nil, err
	}
	m, err := decodeManifest(text)
	if err == nil && m.fileName() != name {
		err = damaged("is %s under another name", m)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

func readFile(files disk.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(f)
	return text, errors.Join(err, f.Close())
}

// writeManifest makes a manifest appear, as a whole and durably. Segments that it names must be durable, their names excepted.
func writeManifest(files disk.FS, dir string, m *Manifest) error {
	text, err := m.encode()
	if err != nil {
		return err
	}
	if err := files.SyncDir(dir); err != nil {
		return err
	}
	name := path.Join(dir, m.fileName())
	if err := writeFile(files, name+temporarySuffix, text); err != nil {
		return err
	}
	if err := files.Rename(name+temporarySuffix, name); err != nil {
		return err
	}
	return files.SyncDir(dir)
}

func writeFile(files disk.FS, name string, text []byte) error {
	f, err := files.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
