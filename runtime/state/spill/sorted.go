package spill

import (
	"encoding/binary"
	"errors"
	"slices"
	"unsafe"

	"github.com/weirsql/weir/runtime/agg"
	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/store"
)

// Sorted are rows that wait for the end of their input, to go on in order: over.Gathered, but that rows for which memory has no room go to the store
// in sorted runs, which are merged in the end (external merge sort). R codes itself. Until Open all rows stay in memory.
//
//	rows ─▶ memory ─ full ─▶ sort ─▶ run 1, run 2, … ─ many ─▶ merged to one
//	                                 └───┴── the end: merge with memory ─▶ rows in order
//
// Keys of the store are
//
//	space (4 bytes)  kind (1 byte)  run (4 bytes)  place (8 bytes)     run
//	space (4 bytes)  kind (1 byte)  number (8 bytes)                   changed
//
// where "changed" has rows that went out before a checkpoint had them, in the order of their arrival: an entry of a checkpoint says how many rows
// the ones before it have, so that rows only ever come behind them, or all begin anew.
type Sorted[R any] struct {
	rows    []R
	compare func(x, y R) int
	stay    int // how many rows may be needed; All for all
	space   *store.Space
	runs    []run
	next    uint32 // the number of the next run

	saved   int    // of the rows in memory, those that checkpoints have
	written int    // rows that the entries of checkpoints have
	tracked bool   // there are checkpoints
	changed uint64 // entries of kind changed
	mean    float64

	merge *merge[R] // of the end; nil before
	left  int       // rows that may still go on
}

// All rows stay.
const All = -1

// run is one of the store.
type run struct {
	number uint32
	rows   int
}

const (
	kindRun = 'r'
	// mostRuns is how many there may be beside each other: each is a cursor in the end.
	mostRuns = 64
	// minRows stay in memory, however little there is of it.
	minRows = 256
	// slack is how many rows beyond twice those that stay are kept before they are cut.
	slack = 1024
	// batchBytes is about as much as goes to the store at once.
	batchBytes = 1 << 20
)

// NewSorted says how rows are put in order, and how many of them may be needed, All for all.
func NewSorted[R any](compare func(x, y R) int, stay int) Sorted[R] {
	return Sorted[R]{compare: compare, stay: stay}
}

// Open gives the rows their part of a store.
func (s *Sorted[R]) Open(space *store.Space) { s.space = space }

// Add takes a row.
func (s *Sorted[R]) Add(row R) {
	s.rows = append(s.rows, row)
	if s.stay >= 0 && len(s.rows) > 2*s.stay+slack && s.fits() {
		s.cut()
	}
}

// fits reports that memory has room for all rows that may be needed.
func (s *Sorted[R]) fits() bool {
	return len(s.runs) == 0 && (s.space == nil || 2*s.stay+slack <= s.room())
}

// cut lets go of rows that aren't needed. Checkpoints have all rows anew behind it.
func (s *Sorted[R]) cut() {
	s.sort()
	s.saved, s.written = 0, 0
	s.tracked = false
}

// sort sorts the rows in memory, and lets go of those that aren't needed.
func (s *Sorted[R]) sort() {
	slices.SortStableFunc(s.rows, s.compare)
	if s.stay >= 0 && len(s.rows) > s.stay {
		clear(s.rows[s.stay:])
		s.rows = s.rows[:s.stay]
	}
}

// room is how many rows memory is for.
func (s *Sorted[R]) room() int {
	var row R
	return int(max(minRows, s.space.Bytes()/(2*int64(unsafe.Sizeof(row))+int64(s.mean)))) // twice, since the list grows
}

// Relieve puts the rows in memory out where there are more than it is for.
func (s *Sorted[R]) Relieve() error {
	if err := s.relieve(); err != nil {
		return &store.Failure{Err: err}
	}
	return nil
}

func (s *Sorted[R]) relieve() error {
	if s.space == nil || s.merge != nil {
		return nil
	}
	s.weigh()
	if len(s.rows) <= s.room() || s.stay >= 0 && s.fits() {
		return nil
	}
	return s.putOut()
}

// weigh looks at how long a few rows are.
func (s *Sorted[R]) weigh() {
	var c snapshot.Codec
	for i := max(0, len(s.rows)-sample); i < len(s.rows); i++ {
		c.Reset()
		agg.Value(&c, &s.rows[i])
		if bytes := float64(len(c.Bytes())); s.mean == 0 {
			s.mean = bytes
		} else {
			s.mean += share * (bytes - s.mean)
		}
	}
}

// putOut makes a run of the rows in memory.
func (s *Sorted[R]) putOut() error {
	w := rowWriter{space: s.space, batch: s.space.Batch()}
	if s.tracked {
		for i := range s.rows[s.saved:] {
			coded(&w, s.changedKey(s.changed), &s.rows[s.saved+i])
			s.changed++
		}
	}
	s.sort()
	made := run{s.next, len(s.rows)}
	s.next++
	for i := range s.rows {
		coded(&w, s.runKey(made.number, i), &s.rows[i])
	}
	s.space.Count.Out += int64(len(s.rows))
	s.space.Count.Bytes += w.bytes
	s.runs = append(s.runs, made)
	clear(s.rows)
	s.rows, s.saved = s.rows[:0], 0
	if err := w.commit(); err != nil || len(s.runs) <= mostRuns {
		return err
	}
	return s.mergeRuns()
}

// mergeRuns makes one run of all.
func (s *Sorted[R]) mergeRuns() error {
	merged, err := s.open()
	if err != nil {
		return err
	}
	w := rowWriter{space: s.space, batch: s.space.Batch()}
	made := run{number: s.next}
	s.next++
	for row := merged.next(); row != nil && (s.stay < 0 || made.rows < s.stay); row = merged.next() {
		coded(&w, s.runKey(made.number, made.rows), row)
		made.rows++
	}
	if err := errors.Join(merged.close(), w.err); err != nil {
		return err
	}
	if err := w.batch.DeleteRange(s.runKey(0, 0), s.runKey(made.number, 0)); err != nil {
		return err
	}
	s.runs = append(s.runs[:0], made)
	return w.commit()
}

func (s *Sorted[R]) key(kind byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, s.space.Number), kind)
}

func (s *Sorted[R]) runKey(number uint32, place int) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(s.key(kindRun), number), uint64(place))
}

func (s *Sorted[R]) changedKey(number uint64) []byte {
	return binary.BigEndian.AppendUint64(s.key(kindChanged), number)
}

// Begin puts all rows in order, of which so many are passed over. Next then gives them.
func (s *Sorted[R]) Begin(pass int) {
	s.sort()
	merged, err := s.open()
	s.must(err)
	merged.heads = append(merged.heads, &head[R]{rows: s.rows})
	merged.heads[len(merged.heads)-1].goOn()
	s.merge, s.left = merged, s.stay
	for range pass {
		if s.Next() == nil {
			return
		}
	}
}

// Next is the next row, until the next call; nil where there is none.
func (s *Sorted[R]) Next() *R {
	if s.left != 0 {
		s.left--
		if row := s.merge.next(); row != nil {
			return row
		}
	}
	s.left = 0
	s.must(s.merge.close())
	return nil
}

func (s *Sorted[R]) must(err error) {
	if err != nil {
		panic(&store.Failure{Err: err})
	}
}

// open begins to merge the runs.
func (s *Sorted[R]) open() (*merge[R], error) {
	m := &merge[R]{compare: s.compare}
	for _, r := range s.runs {
		cursor, err := s.space.Scan(s.runKey(r.number, 0), s.runKey(r.number+1, 0))
		if err != nil {
			return nil, errors.Join(err, m.close())
		}
		m.heads = append(m.heads, &head[R]{cursor: cursor})
		m.heads[len(m.heads)-1].goOn()
	}
	return m, nil
}

// merge gives the rows of several sorted lists in order, of equal ones those of an earlier list first.
type merge[R any] struct {
	compare func(x, y R) int
	heads   []*head[R]
	at      *head[R] // whose row was given; nil for none
}

// head is the next row of a list, which is in the store or in memory.
type head[R any] struct {
	cursor store.Cursor
	rows   []R
	row    *R // nil behind the last one
	err    error
}

func (h *head[R]) goOn() {
	h.row = nil
	switch {
	case h.cursor != nil && h.cursor.Next():
		h.row = new(R)
		c := snapshot.Decode(h.cursor.Value())
		agg.Value(c, h.row)
		h.err = errors.Join(h.err, c.End())
	case h.cursor == nil && len(h.rows) > 0:
		h.row, h.rows = &h.rows[0], h.rows[1:]
	}
}

func (m *merge[R]) next() *R {
	if m.at != nil {
		m.at.goOn()
	}
	m.at = nil
	for _, h := range m.heads {
		if h.row != nil && (m.at == nil || m.compare(*h.row, *m.at.row) < 0) {
			m.at = h
		}
	}
	if m.at == nil {
		return nil
	}
	return m.at.row
}

func (m *merge[R]) close() (err error) {
	for _, h := range m.heads {
		if h.cursor != nil {
			err = errors.Join(err, h.err, h.cursor.Close())
		}
	}
	m.heads, m.at = nil, nil
	return err
}

// rowWriter writes rows to the store, many at once.
type rowWriter struct {
	space  *store.Space
	batch  store.Batch
	codec  snapshot.Codec
	filled int
	bytes  int64
	err    error
}

// coded writes a row that codes itself.
func coded[R any](w *rowWriter, key []byte, row *R) {
	w.codec.Reset()
	agg.Value(&w.codec, row)
	w.set(key)
}

// set writes what was coded.
func (w *rowWriter) set(key []byte) {
	if w.err != nil {
		return
	}
	value := w.codec.Bytes()
	w.err = w.batch.Set(key, value)
	w.bytes += int64(len(value))
	if w.filled += len(value) + len(key); w.filled >= batchBytes && w.err == nil {
		w.err = w.batch.Commit()
		w.batch, w.filled = w.space.Batch(), 0
	}
}

func (w *rowWriter) commit() error {
	if w.err != nil {
		return w.err
	}
	return w.batch.Commit()
}

// partRows is how many rows an entry of a checkpoint has.
const partRows = 256

// Snapshot writes the rows that came since the last checkpoint; all of them where some went since, or none was taken.
func (s *Sorted[R]) Snapshot(to *snapshot.Writer) {
	e := entries[R]{to: to, first: s.written}
	from := s.saved
	if to.All || !s.tracked {
		e.first, from = 0, 0
		for _, r := range s.runs {
			s.must(s.each(s.runKey(r.number, 0), s.runKey(r.number+1, 0), e.add))
		}
	} else if s.changed > 0 {
		s.must(s.each(s.changedKey(0), s.changedKey(s.changed), e.add))
	}
	if s.changed > 0 {
		batch := s.space.Batch()
		s.must(batch.DeleteRange(s.changedKey(0), s.changedKey(s.changed)))
		s.must(batch.Commit())
		s.changed = 0
	}
	for i := range s.rows[from:] {
		e.add(s.rows[from+i])
	}
	e.flush()
	s.written, s.saved, s.tracked = e.first, len(s.rows), true
}

// each walks rows in the store.
func (s *Sorted[R]) each(from, to []byte, visit func(row R)) error {
	cursor, err := s.space.Scan(from, to)
	if err != nil {
		return err
	}
	for err == nil && cursor.Next() {
		var row R
		c := snapshot.Decode(cursor.Value())
		agg.Value(c, &row)
		if err = c.End(); err == nil {
			visit(row)
		}
	}
	return errors.Join(err, cursor.Close())
}

// entries writes rows to a checkpoint, many in an entry.
type entries[R any] struct {
	to    *snapshot.Writer
	first int // how many rows the entries before have
	part  []R
}

func (e *entries[R]) add(row R) {
	if e.part = append(e.part, row); len(e.part) == partRows {
		e.flush()
	}
}

func (e *entries[R]) flush() {
	if len(e.part) == 0 {
		return
	}
	c := e.to.Entry(0)
	snapshot.Int(c, &e.first)
	snapshot.Slice(c, &e.part, agg.Value[R])
	e.to.End()
	e.first, e.part = e.first+len(e.part), e.part[:0]
}

// Restore takes an entry: its rows stand behind those before them, or begin anew.
func (s *Sorted[R]) Restore(c *snapshot.Codec) {
	var first int
	var part []R
	snapshot.Int(c, &first)
	snapshot.Slice(c, &part, agg.Value[R])
	switch first {
	case 0:
		s.clear()
	case s.written:
	default:
		c.Mismatch()
		return
	}
	s.rows, s.written = append(s.rows, part...), first+len(part)
	s.must(s.relieve())
}

// clear lets go of all rows.
func (s *Sorted[R]) clear() {
	if len(s.runs) > 0 {
		batch := s.space.Batch()
		s.must(batch.DeleteRange(s.key(kindRun), s.key(kindRun+1)))
		s.must(batch.Commit())
	}
	s.rows, s.runs, s.saved, s.written = nil, nil, 0, 0
}
