package scan

import "math/bits"

// Stops lists for each line end of a text, and for each byte that equals a or b, where the byte behind it is: at is where the text begins. It returns
// how many there are, and whether there are bytes beyond ASCII. There is room in the list for the text's length, and StopsRoom.
func Stops(list []uint32, text string, at uint32, a, b byte) (count int, highs bool) {
	done, count, highs := stopBlocks(list, text, at, a, b)
	var marks [16]Marks
	for done < len(text) {
		some := text[done:min(done+len(marks)*BlockSize, len(text))]
		Mark(marks[:], some, a, b)
		n, high := listMarks(list[count:], marks[:Blocks(some)], at+uint32(done))
		done, count, highs = done+len(some), count+n, highs || high
	}
	return count, highs
}

// StopsRoom is how many stops of a block are listed without looking whether there are as many: how many there are can't be predicted.
const StopsRoom = 12

// listMarks makes a list of marked stops.
func listMarks(list []uint32, marks []Marks, at uint32) (count int, highs bool) {
	behind := at + 1
	var high uint64
	for i := range marks {
		stops := marks[i].Stops
		high |= marks[i].Highs
		to := (*[StopsRoom]uint32)(list[count:])
		count += bits.OnesCount64(stops)
		to[0] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[1] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[2] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[3] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[4] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[5] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[6] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[7] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[8] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[9] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[10] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		to[11] = behind + uint32(bits.TrailingZeros64(stops))
		stops &= stops - 1
		for j := count - bits.OnesCount64(stops); j < count; j++ {
			list[j] = behind + uint32(bits.TrailingZeros64(stops))
			stops &= stops - 1
		}
		behind += BlockSize
	}
	return count, high != 0
}
