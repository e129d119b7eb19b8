package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

const (
	measurementsHeader = "station;temperature\n"
	stationsHeader     = "station,min_temp,avg_temp,max_temp\n"
)

// station is a group of 1BRC: a cache line. Of the name, the first 16 bytes are compared as two words.
type station struct {
	head, tail uint64
	length     int64
	count      int64
	sum        int64 // of tenths
	name       string
	min, max   int32
}

// stationTable is an open-addressing table of the groups themselves.
type stationTable struct {
	places []station
	shift  uint8
	order  []string // names in the order in which they came
}

func newStationTable(size int) *stationTable {
	return &stationTable{places: make([]station, size), shift: uint8(64 - bits.TrailingZeros(uint(size)))}
}

func hashStation(head, tail uint64) uint64 {
	return (head ^ bits.RotateLeft64(tail, 29)) * 0x9e3779b97f4a7c15
}

// semicolons marks the semicolons of a word, the lowest one exactly.
func semicolons(x uint64) uint64 {
	x ^= ';' * ones
	return (x - ones) &^ x & (0x80 * ones)
}

// below has the bits below the lowest one of a mark, all without a mark.
func below(mark uint64) uint64 {
	mark >>= 7
	return (mark - 1) &^ mark
}

// rowsOf takes the whole lines in block, behind which there are slack bytes. Two cursors go through it side by side, so that
// the work on one line fills the waits of the other.
func (t *stationTable) rowsOf(block []byte) error {
	middle := lastNewline(block[:len(block)/2])
	p, q := 0, middle
	var err error
	for p < middle && q < len(block) {
		nextP, headP, tailP, lengthP, tenthsP := measurementAt(block, p)
		nextQ, headQ, tailQ, lengthQ, tenthsQ := measurementAt(block, q)
		if nextP < 0 || !t.add(headP, tailP, lengthP, tenthsP, block, p) {
			if nextP, err = t.anyRow(block, p); err != nil {
				return err
			}
		}
		if nextQ < 0 || !t.add(headQ, tailQ, lengthQ, tenthsQ, block, q) {
			if nextQ, err = t.anyRow(block, q); err != nil {
				return err
			}
		}
		p, q = nextP, nextQ
	}
	if err := t.rest(block, p, middle); err != nil {
		return err
	}
	return t.rest(block, q, len(block))
}

func (t *stationTable) rest(block []byte, p, end int) (err error) {
	for p < end {
		next, head, tail, length, tenths := measurementAt(block, p)
		if next < 0 || !t.add(head, tail, length, tenths, block, p) {
			if next, err = t.anyRow(block, p); err != nil {
				return err
			}
		}
		p = next
	}
	return nil
}

// measurementAt reads a line without branches that depend on it, but for names of more than 16 bytes: the name's first 16
// bytes, its length, and the temperature in tenths. next is -1 where the temperature isn't one of one or two digits, a point,
// and one digit, or where the name is empty. What a name is made of is for anyRow to check: it adds the name, and only then is
// there one that matches.
func measurementAt(b []byte, p int) (next int, head, tail uint64, length, tenths int64) {
	head, tail = wordAt(b, p), wordAt(b, p+8)
	inHead, inTail := semicolons(head), semicolons(tail)
	found := uint64(int64(inHead|-inHead) >> 63) // all bits where the name ends in the first word
	length = int64(bits.TrailingZeros64(inHead)>>3) + int64(uint64(bits.TrailingZeros64(inTail)>>3)&^found)
	head &= below(inHead)
	tail &= below(inTail) &^ found
	if inHead|inTail == 0 {
		n := bytes.IndexByte(b[min(p+16, len(b)):], ';')
		if n < 0 {
			return -1, 0, 0, 0, 0
		}
		length = int64(16 + n)
	}
	p += int(length) + 1

	// The text is moved so that its point is in byte 3: digits in bytes 1 and 2, a digit in byte 4, the newline in byte 5.
	word := wordAt(b, p)
	negative := uint64(int64(^word<<59) >> 63) // bit 4 is set in digits, and not in '-'
	point := bits.TrailingZeros64(^word & 0x10101000)
	text := word &^ (negative & 0xff) << ((28 - uint(point)) & 63)
	one := uint64(0x3000) >> ((uint(point)>>3 - 1 - uint(negative&1)) << 4) // where there is one digit before the point
	wrong := (text&0xffffffffffff | one) ^ 0x0a302e303000
	wrong = (wrong | (wrong+0x000600060600)&0xf000f0f000) & 0xfff0fff0f0ff
	wrong |= (word ^ '-') & 0xff & negative
	if wrong != 0 || point > 28 || length == 0 {
		return -1, 0, 0, 0, 0
	}
	digits := text & 0x0f000f0f00
	sign := int64(negative)
	tenths = int64(digits*0x640a0001>>32&0x3ff) ^ sign - sign
	return p + point>>3 + 3, head, tail, length, tenths
}

// add takes a measurement into its group; false where there is none yet.
func (t *stationTable) add(head, tail uint64, length, tenths int64, b []byte, p int) bool {
	mask := uint64(len(t.places) - 1)
	for i := hashStation(head, tail) >> (t.shift & 63); ; i++ {
		s := &t.places[i&mask]
		if (s.head^head)|(s.tail^tail)|uint64(s.length^length) == 0 && (length <= 16 || s.name[16:] == string(b[p+16:p+int(length)])) {
			s.count++
			s.sum += tenths
			s.min, s.max = min(s.min, int32(tenths)), max(s.max, int32(tenths))
			return true
		}
		if s.length == 0 {
			return false
		}
	}
}

// anyRow takes a line of any shape, or with a new name.
func (t *stationTable) anyRow(block []byte, p int) (next int, err error) {
	end := p + bytes.IndexByte(block[p:], '\n')
	reader := csv.NewReader(bytes.NewReader(block[p:end]))
	reader.Comma = ';'
	fields, err := reader.Read()
	if err != nil {
		return 0, err
	}
	if len(fields) != 2 || fields[0] == "" {
		return 0, fmt.Errorf("%q: expected a station and a temperature", fields)
	}
	tenths, err := parseTenths(fields[1])
	if err != nil {
		return 0, err
	}
	name := strings.ToValidUTF8(fields[0], string(utf8.RuneError))
	var words [16]byte
	copy(words[:], name)
	head, tail := load(words[:]), load(words[8:])
	if !t.add(head, tail, int64(len(name)), tenths, []byte(name), 0) {
		t.insert(station{head: head, tail: tail, length: int64(len(name)), count: 1, sum: tenths, name: name, min: int32(tenths), max: int32(tenths)})
		t.order = append(t.order, name)
		if 8*len(t.order) > len(t.places) {
			t.grow()
		}
	}
	return end + 1, nil
}

func (t *stationTable) insert(s station) {
	mask := uint64(len(t.places) - 1)
	i := hashStation(s.head, s.tail) >> t.shift
	for t.places[i&mask].length != 0 {
		i++
	}
	t.places[i&mask] = s
}

func (t *stationTable) grow() {
	old := t.places
	t.places = make([]station, 2*len(old))
	t.shift--
	for _, s := range old {
		if s.length != 0 {
			t.insert(s)
		}
	}
}

// parseTenths reads a DECIMAL(4, 1).
func parseTenths(text string) (int64, error) {
	whole, fraction, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if !pointed {
		fraction = "0"
	}
	if len(whole) < 1 || len(whole) > 3 || len(fraction) != 1 {
		return 0, fmt.Errorf("%q is no DECIMAL(4, 1)", text)
	}
	v, err := strconv.ParseUint(whole+fraction, 10, 16)
	if strings.HasPrefix(text, "-") {
		return -int64(v), err
	}
	return int64(v), err
}

// stations is 1BRC over CSV: each core takes a part of the file.
func stations(in, out string) error {
	source, err := openInput(in, measurementsHeader)
	if err != nil {
		return err
	}
	defer source.Close()
	parts, err := linesOf(source, int64(len(measurementsHeader)), runtime.GOMAXPROCS(0))
	if err != nil {
		return err
	}
	tables, errs := make([]*stationTable, len(parts)), make([]error, len(parts))
	var done sync.WaitGroup
	for i, part := range parts {
		done.Go(func() {
			tables[i] = newStationTable(1 << 12)
			errs[i] = overBlocks(part, tables[i].rowsOf)
		})
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return os.WriteFile(out, appendStations([]byte(stationsHeader), tables), 0o644)
}

// linesOf cuts a file from start on into so many parts of whole lines.
func linesOf(file *os.File, start int64, parts int) ([]io.Reader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	var cut []io.Reader
	for i := range int64(parts) {
		end := size
		if rest := int64(parts) - i - 1; rest > 0 {
			line, err := bufio.NewReader(io.NewSectionReader(file, start+(size-start)/(rest+1), size)).ReadSlice('\n')
			if err != nil && err != io.EOF {
				return nil, err
			}
			end = min(size, start+(size-start)/(rest+1)+int64(len(line)))
		}
		cut = append(cut, io.NewSectionReader(file, start, end-start))
		start = end
	}
	return cut, nil
}

// appendStations writes the stations of all tables in the order in which they came.
func appendStations(out []byte, tables []*stationTable) []byte {
	all := map[string]*station{}
	var order []string
	for _, table := range tables {
		byName := map[string]station{}
		for _, s := range table.places {
			if s.length != 0 {
				byName[s.name] = s
			}
		}
		for _, name := range table.order {
			s := byName[name]
			have := all[name]
			if have == nil {
				all[name] = &s
				order = append(order, name)
				continue
			}
			have.count += s.count
			have.sum += s.sum
			have.min, have.max = min(have.min, s.min), max(have.max, s.max)
		}
	}
	for _, name := range order {
		out = appendStation(out, *all[name])
	}
	return out
}

func appendStation(out []byte, s station) []byte {
	if strings.ContainsAny(s.name, "\",\r\n") {
		out = append(out, '"')
		out = append(out, strings.ReplaceAll(s.name, `"`, `""`)...)
		out = append(out, '"')
	} else {
		out = append(out, s.name...)
	}
	out = append(out, ',')
	out = appendFixed(out, int64(s.min), 1)
	out = append(out, ',')
	out = appendFixed(out, mean(s.sum, s.count), 6)
	out = append(out, ',')
	out = appendFixed(out, int64(s.max), 1)
	return append(out, '\n')
}

// mean is the mean of tenths in millionths, rounded half away from zero. Below a hundred billion rows nothing overflows.
func mean(sum, count int64) int64 {
	millionths := 100_000 * sum
	if millionths < 0 {
		return -((-millionths + count/2) / count)
	}
	return (millionths + count/2) / count
}

// appendFixed writes a number of so many decimals.
func appendFixed(out []byte, v int64, decimals int) []byte {
	if v < 0 {
		out = append(out, '-')
		v = -v
	}
	text := strconv.FormatInt(v, 10)
	for len(text) <= decimals {
		text = "0" + text
	}
	point := len(text) - decimals
	out = append(out, text[:point]...)
	out = append(out, '.')
	return append(out, text[point:]...)
}
