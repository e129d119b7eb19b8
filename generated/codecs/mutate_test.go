package codecs

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
)

// A decoder reads on from the batch without knowing where its record's line ends. So each record is changed at every position,
// in every way that may matter, and stands between two good ones, which must come out whole: what is found is not left to chance.

// exhaustive is a table whose decoder is compared with a judge, that knows nothing of our readers.
type exhaustive struct {
	name       string
	before     string // the good records around the one that is changed
	after      string
	records    []string
	split      *rt.Split // with a header, where that is read
	tokens     *regexp.Regexp
	decoder    func() func(*rt.Batch) (string, error)     // reads a record and writes it back
	judge      func(line string) (string, error)          // what the record means, as text to compare
	difference func(line string, err, wantErr error) bool // whether other errors than the judge's are right
	written    map[string]string                          // what the judge said of lines that we wrote
}

// alphabet are the bytes that mean something somewhere.
const alphabet = "{}[],;:\"\\ \n\r\t\x00" + "019-+.eE" + "trufnNa/\x7f\x80\xff"

// mutations calls f with every record that differs from this one by a byte, by two structural ones that changed places, or by
// a token that was dropped, repeated, or put in another's place.
func (e *exhaustive) mutations(record string, f func(string)) {
	f(record)
	for i := range len(record) + 1 {
		for _, c := range []byte(alphabet) {
			f(record[:i] + string(one(c)) + record[i:])
			if i < len(record) && record[i] != c {
				f(record[:i] + string(one(c)) + record[i+1:])
			}
		}
		if i < len(record) {
			f(record[:i] + record[i+1:])
			f(record[:i])
		}
	}
	swapped(record, f)
	e.tokenMutations(record, f)
}

// one is one byte as text, whatever it is.
func one(c byte) []byte { return []byte{c} }

func swapped(record string, f func(string)) {
	for i := range len(record) {
		if !isStructural(record[i]) {
			continue
		}
		for j := i + 1; j < len(record); j++ {
			if isStructural(record[j]) && record[i] != record[j] {
				changed := []byte(record)
				changed[i], changed[j] = changed[j], changed[i]
				f(string(changed))
			}
		}
	}
}

func isStructural(c byte) bool { return bytes.IndexByte([]byte("{}[],;:\"\t"), c) >= 0 }

func (e *exhaustive) tokenMutations(record string, f func(string)) {
	tokens := e.tokens.FindAllStringIndex(record, -1)
	known := map[string]bool{}
	for _, token := range tokens {
		known[record[token[0]:token[1]]] = true
	}
	for _, token := range tokens {
		f(record[:token[0]] + record[token[1]:])
		f(record[:token[1]] + record[token[0]:])
		for other := range known {
			f(record[:token[0]] + other + record[token[1]:])
		}
	}
}

// run compares decoder and judge for all mutations of all records.
func (e *exhaustive) run(t *testing.T) {
	t.Parallel()
	e.written = map[string]string{}
	before, after := e.verdicts(e.before), e.verdicts(e.after)
	decode := e.decoder()
	cases := 0
	for _, record := range e.records {
		e.mutations(record, func(mutation string) {
			cases++
			verdicts := e.verdicts(mutation)
			e.compare(t, decode, mutation, verdicts)
			between := slices.Concat(before, verdicts, after)
			e.compare(t, decode, e.before+"\n"+mutation+"\n"+e.after+"\n", between)
			if !strings.HasSuffix(mutation, "\r") {
				e.compare(t, decode, e.before+"\r\n"+mutation+"\r\n"+e.after, between)
			}
		})
	}
	t.Log(cases, "cases")
}

// verdict is what the judge says of a line.
type verdict struct {
	line  string
	value string
	err   error
}

func (e *exhaustive) verdicts(text string) (list []verdict) {
	for _, line := range lines([]byte(text)) {
		value, err := e.judge(string(line))
		list = append(list, verdict{string(line), value, err})
	}
	return list
}

// meaning is the judge's value of a line that we wrote: most are written again and again.
func (e *exhaustive) meaning(line string) (string, error) {
	if value, ok := e.written[line]; ok {
		return value, nil
	}
	value, err := e.judge(line)
	if err == nil {
		e.written[line] = value
	}
	return value, err
}

// compare decodes the records of a text.
func (e *exhaustive) compare(t *testing.T, decode func(*rt.Batch) (string, error), text string, verdicts []verdict) {
	t.Helper()
	batch := rt.NewBatch([]byte(text))
	if e.split != nil {
		batch.Split = e.split
	}
	for _, want := range verdicts {
		if !batch.More() {
			t.Fatalf("%q: the batch ends before %q", text, want.line)
		}
		back, err := decode(batch)
		if string(batch.Record()) != want.line {
			t.Fatalf("%q: took %q as the record, not %q", text, batch.Record(), want.line)
		}
		if (err != nil || want.err != nil) && !e.difference(want.line, err, want.err) {
			t.Errorf("%q in %q: error %v, expected %v", want.line, text, err, want.err)
		}
		if err != nil || want.err != nil {
			continue
		}
		if got, err := e.meaning(back); err != nil || got != want.value {
			t.Errorf("%q in %q: read as %v, %v, expected %v", want.line, text, got, err, want.value)
		}
	}
	if batch.More() {
		t.Fatalf("%q: the batch goes on behind its last line", text)
	}
}
