package csv

import "github.com/weirsql/weir/runtime/internal/scan"

// Columns of numbers are read for all of the lines that Lines has found, one column after the other, where the processor can read several numbers at once.
//
//	rows := d.rows[:d.fields.Lines(2, len(d.rows))]
//	rows = rows[:d.fields.Decimals(d.column.temperature[:len(rows)], 1, 4, 1)]

// oneByOne is how many lines are read one after the other behind several of which one isn't short and plain: more of its kind may follow.
const oneByOne = 16

// Decimals is Decimal of field i of the first lines, of up to six decimals. It returns how many it has read: those before one whose field isn't plain.
func (f *Fields) Decimals(to []int64, i, precision, scale int) int {
	form := &scan.Forms[scale]
	least, most := scale+1+form.Points, min(precision+form.Points, word)
	for line := 0; line < len(to); {
		line += f.several(to[line:], line, i, form, least, most)
		for some := min(line+oneByOne, len(to)); line < some; line++ {
			f.Line(line)
			if to[line] = f.Decimal(i, precision, scale); f.odd {
				f.odd = false
				return line
			}
		}
	}
	return len(to)
}

// Int64s is Int64 of field i of the first lines. It returns how many it has read: those before one whose field isn't plain.
func (f *Fields) Int64s(to []int64, i int) int {
	for line := 0; line < len(to); {
		line += f.several(to[line:], line, i, &scan.Forms[0], 1, word)
		for some := min(line+oneByOne, len(to)); line < some; line++ {
			f.Line(line)
			if to[line] = f.Int64(i); f.odd {
				f.odd = false
				return line
			}
		}
	}
	return len(to)
}

// several reads numbers of a form, field i of a line and of those behind it, as many as there are up to one that isn't short and plain.
func (f *Fields) several(to []int64, line, i int, form *scan.Form, least, most int) int {
	stops := f.stops[f.first+line*f.fields+i:]
	if stops[1] <= word { // no word ends there
		return 0
	}
	return scan.Numbers(to, f.text, stops, f.fields, form, least, most)
}
