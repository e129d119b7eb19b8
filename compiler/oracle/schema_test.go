package oracle

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/disk"
	"github.com/weirsql/weir/runtime/evolution"
	"github.com/weirsql/weir/runtime/snapshot"
)

// described checks that the schema of the last checkpoint says what its entries consist of: each of them can be taken apart by it, to the last
// byte. It returns how many there were.
func described(t *testing.T, dir string) (entries int) {
	t.Helper()
	found, err := checkpoint.Look(filepath.Join(dir, "checkpoints"), "oracle", disk.OS)
	if errors.Is(err, fs.ErrNotExist) {
		return 0 // it was killed before it made the directory
	}
	if err != nil {
		t.Fatal(err)
	}
	latest := found.Latest()
	if len(latest) == 0 {
		return 0
	}
	var content struct {
		Keeps     *evolution.Schema
		Operators []struct{ Name string }
	}
	if err := json.Unmarshal(latest[0].Content, &content); err != nil {
		t.Fatal(err)
	}
	recoders := map[string]*evolution.Recoder{}
	for _, carried := range evolution.Compare(content.Keeps, withoutFirstValues(content.Keeps)).Carried {
		recoders[carried.Old] = carried.Recoder
	}
	err = found.Read(latest[0], func(_ checkpoint.Segment, entry []byte) error {
		operator, _, c, err := snapshot.Entry(entry)
		if err != nil {
			return err
		}
		name := content.Operators[operator].Name
		if recoder := recoders[name]; recoder != nil {
			entries++
			if _, err := recoder.Recode(c.Bytes(), 0); err != nil {
				t.Errorf("%s: %v: % x", name, err, c.Bytes())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// withoutFirstValues is a schema in which each operator has a value less, so that entries have to be made anew.
func withoutFirstValues(s *evolution.Schema) *evolution.Schema {
	made := *s
	made.Operators = slices.Clone(s.Operators)
	for i := range made.Operators {
		if values := made.Operators[i].Values; len(values) > 0 {
			made.Operators[i].Values = values[1:]
		}
	}
	return &made
}
