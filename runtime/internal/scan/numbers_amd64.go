package scan

import "unsafe"

// Numbers reads numbers of a form, of least to most bytes with their point, and of no more than eight with a minus. It reads several at once, and
// returns how many: those before the several of which one isn't so. Number i is text[stops[i*stride]:stops[i*stride+1]-1], and there is a word of text
// before its end.
func Numbers(to []int64, text string, stops []uint32, stride int, form *Form, least, most int) int {
	const each = 4
	several := len(to) / each
	if !hasAVX2 || several == 0 {
		return 0
	}
	_ = stops[(several*each-1)*stride+1]
	return each * numbersAVX2(&to[0], unsafe.StringData(text), &stops[0], stride, several, form, least, most)
}

// numbersAVX2 reads four numbers at once, each in a quarter of a register, and returns how often.
//
//go:noescape
func numbersAVX2(to *int64, text *byte, stops *uint32, stride, fours int, form *Form, least, most int) int
