package scan

import "unsafe"

// Marks says of 64 bytes of text which of them are looked for, one bit for each byte, the first one lowest. Positions found so don't
// depend on each other, as those do that are found one after the other: the processor works on many at once. It is the first
// stage of simdjson (Langdale and Lemire, Parsing Gigabytes of JSON per Second, 2019), for delimited text.
type Marks struct {
	Stops uint64 // line ends, and the two bytes that Mark was given
	Highs uint64 // bytes beyond ASCII
}

// BlockSize is the number of bytes that one Marks is of.
const BlockSize = 64

// Blocks is the number of Marks that a text takes.
func Blocks(text string) int { return (len(text) + BlockSize - 1) / BlockSize }

// Mark marks the line ends of a text, and the bytes that equal a or b. There is room for Blocks(text) in marks.
func Mark(marks []Marks, text string, a, b byte) {
	whole := len(text) / BlockSize
	if whole > 0 {
		markBlocks(marks[:whole], text, a, b)
	}
	if rest := text[whole*BlockSize:]; rest != "" {
		var block [BlockSize]byte // zeros behind the text: one of them is marked only if a or b is 0, and then masked out
		copy(block[:], rest)
		last := marks[whole : whole+1]
		markBlocks(last, unsafe.String(&block[0], len(block)), a, b)
		last[0].Stops &= 1<<len(rest) - 1
	}
}

// markWords is markBlocks in plain Go.
func markWords(marks []Marks, text string, a, b byte) {
	for i := range marks {
		var m Marks
		for at := 0; at < BlockSize; at += 8 {
			word := Load(text, i*BlockSize+at)
			stops := equalBytes(word, a) | equalBytes(word, b) | equalBytes(word, '\n')
			m.Stops |= gather(stops) << at
			m.Highs |= gather(word&Highs) << at
		}
		marks[i] = m
	}
}

// equalBytes marks by its high bit each byte that equals c, and no other, unlike Equal.
func equalBytes(word uint64, c byte) uint64 {
	word ^= uint64(c) * Ones
	return ^(word&^Highs + ^uint64(Highs) | word) & Highs
}

// gather makes one bit of each high bit, the first byte's lowest.
func gather(highs uint64) uint64 { return highs >> 7 * 0x0102040810204080 >> 56 }

// Pairs reports whether a text is of ASCII and well-formed two-byte sequences of UTF-8 alone, as the alphabets of NotPairs are. It may
// begin or end within a sequence: lead is 1 where the byte before it begins one, and so is the result where its last byte does.
func Pairs(text string, lead uint64) (ok bool, leads uint64) {
	var wrong, wrongRest uint64
	whole := len(text) / BlockSize * BlockSize
	if whole > 0 {
		wrong, lead = pairBlocks(text[:whole], lead)
	}
	wrongRest, lead = pairWords(text[whole:], lead)
	return wrong|wrongRest == 0, lead
}

// pairWords is pairBlocks in plain Go, of a text of any length.
func pairWords(text string, lead uint64) (wrong, leads uint64) {
	leads = lead << 63
	for ; len(text) >= 8; text = text[8:] {
		var w uint64
		w, leads = NotPairs(Load(text, 0), leads)
		wrong |= w
	}
	if text != "" { // what Word puts behind the text is ASCII: where the text ends within a sequence, it is wrong
		w, _ := NotPairs(Word(text, 0), leads)
		last := text[len(text)-1]
		if leads = 0; last >= 0xc2 && last <= 0xdf {
			leads = Highs
			w &= 1<<(8*len(text)) - 1
		}
		wrong |= w
	}
	return wrong, leads >> 63
}
