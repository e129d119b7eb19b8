package csv

// Lines finds out how many of the next lines are plain and have n fields, as far as can be seen from their stops: up to most. They are read one
// after the other, and made the batch's records together:
//
//	rows := d.rows[:d.fields.Lines(2, len(d.rows))]
//	for i := range rows {
//		row := &rows[i]
//		d.fields.Line(i)
//		row.Station = d.fields.String(0)
//		row.Temperature = d.fields.Decimal(1, 4, 1)
//		if d.fields.Odd() {
//			rows = rows[:i]
//			break
//		}
//	}
//	d.fields.TakeLines(len(rows))
//
// Lines that end in "\r\n" are left to Next.
func (f *Fields) Lines(n, most int) int {
	start := f.batch.Position()
	at := f.at
	if at+n >= f.have || int(f.stops[at+1]) <= start {
		if !f.find(n, start) {
			return 0
		}
		at = f.at
	}
	if start < f.doubtful {
		return 0
	}
	f.stops[at] = uint32(start)
	f.first, f.fields, f.odd = at, n, false
	most = min(most, (f.have-at-1)/n, f.batch.Left())
	known := 0
	if behind := f.sound - at; f.soundFields == n && behind > 0 && behind%n == 0 {
		known = min(behind/n, most)
	}
	lines := known + f.plainLines(f.stops[at+known*n:], n, most-known)
	f.sound, f.soundFields = at+lines*n, n
	return lines
}

// plainLines counts the lines from the one that begins at the first stop on that have a delimiter behind each of n fields but the last one, and
// a line end behind that.
func (f *Fields) plainLines(stops []uint32, n, most int) int {
	if n > 1 && f.allPlain(stops[:most*n+1], n) {
		return most
	}
	text := f.text
	for lines := range most {
		line := stops[lines*n : lines*n+n+1]
		start, end := line[0], line[n]-1
		wrong := text[end] ^ '\n'
		for _, stop := range line[1:n] {
			wrong |= text[stop-1] ^ f.delimiter
		}
		if wrong != 0 || start == end || text[end-1] == '\r' {
			return lines
		}
	}
	return most
}

// allPlain is whether plainLines counts all of the lines, which nearly always it does: they are looked at column by column. Of more than one field
// each, none is empty.
func (f *Fields) allPlain(stops []uint32, n int) bool {
	text := f.text
	var wrong, returns byte
	for i := n; i < len(stops); i += n {
		ends := text[stops[i]-2 : stops[i]]
		wrong |= ends[1] ^ '\n'
		if ends[0] == '\r' {
			returns = 1
		}
	}
	for column := 1; column < n; column++ {
		for i := column; i < len(stops); i += n {
			wrong |= text[stops[i]-1] ^ f.delimiter
		}
	}
	return wrong|returns == 0
}

// Line makes line i of those that Lines has found the current one.
func (f *Fields) Line(i int) { f.line = f.first + i*f.fields }

// Odd reports that a field of the current line that was read isn't plain.
func (f *Fields) Odd() bool { return f.odd }

// TakeLines makes the first lines of those that Lines has found records of the batch, the last one its current record.
func (f *Fields) TakeLines(lines int) {
	if lines == 0 {
		return
	}
	f.at = f.first + lines*f.fields
	f.batch.TakeLines(lines, int(f.stops[f.at-f.fields]), int(f.stops[f.at]))
}
