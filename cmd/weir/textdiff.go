package main

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// contextLines is how many equal lines a hunk shows around a change.
const contextLines = 3

// printDiff prints the way from old to new as a unified diff; nil means that the file isn't there.
func (t *terminal) printDiff(name string, old, new []byte) {
	from, to := path.Join("a", name), path.Join("b", name)
	if old == nil {
		from = "/dev/null"
	}
	if new == nil {
		to = "/dev/null"
	}
	t.printf("--- %s\n+++ %s\n", from, to)
	for _, hunk := range hunks(diffLines(splitLines(old), splitLines(new))) {
		t.printf("%s", hunk)
	}
}

// splitLines splits text behind each line end; a last line without one says so, as in diff.
func splitLines(text []byte) []string {
	lines := strings.SplitAfter(string(text), "\n")
	last := len(lines) - 1
	if lines[last] == "" {
		return lines[:last]
	}
	lines[last] += "\n\\ No newline at end of file\n"
	return lines
}

// edit is one line of a diff: kept (' '), taken away ('-') or added ('+').
type edit struct {
	kind byte
	line string
}

// diffLines finds a short way from old to new: it keeps the lines that occur once on both sides and stand in the same order
// (the longest such run, as in patience diff), and around them all equal neighbours.
func diffLines(old, new []string) []edit {
	var edits []edit
	at := match{0, 0}
	for _, next := range append(anchors(old, new), match{len(old), len(new)}) {
		if next.old < at.old || next.new < at.new {
			continue // swallowed by the neighbours of an earlier anchor
		}
		edits = appendGap(edits, old[at.old:next.old], new[at.new:next.new])
		at = next
		for at.old < len(old) && at.new < len(new) && old[at.old] == new[at.new] {
			edits = append(edits, edit{' ', old[at.old]})
			at = match{at.old + 1, at.new + 1}
		}
	}
	return edits
}

// appendGap appends what lies between two anchors: equal lines at its ends are kept, the middle is replaced.
func appendGap(edits []edit, old, new []string) []edit {
	for len(old) > 0 && len(new) > 0 && old[0] == new[0] {
		edits = append(edits, edit{' ', old[0]})
		old, new = old[1:], new[1:]
	}
	tail := 0
	for tail < min(len(old), len(new)) && old[len(old)-1-tail] == new[len(new)-1-tail] {
		tail++
	}
	for _, line := range old[:len(old)-tail] {
		edits = append(edits, edit{'-', line})
	}
	for _, line := range new[:len(new)-tail] {
		edits = append(edits, edit{'+', line})
	}
	for _, line := range old[len(old)-tail:] {
		edits = append(edits, edit{' ', line})
	}
	return edits
}

// match is a pair of equal lines.
type match struct {
	old, new int
}

// anchors are the lines that occur once in old and once in new, in the longest order that both share.
func anchors(old, new []string) []match {
	inOld, inNew := uniqueLines(old), uniqueLines(new)
	var pairs []match
	for i, line := range old {
		if at, once := inNew[line]; once && at >= 0 && inOld[line] == i {
			pairs = append(pairs, match{i, at})
		}
	}
	return longestRising(pairs)
}

// uniqueLines maps each line to its index, -1 for one that occurs twice.
func uniqueLines(lines []string) map[string]int {
	at := make(map[string]int, len(lines))
	for i, line := range lines {
		if _, seen := at[line]; seen {
			i = -1
		}
		at[line] = i
	}
	return at
}

// longestRising returns the longest run of pairs, ordered by old, whose new rises too (patience sorting).
func longestRising(pairs []match) []match {
	var piles []int // index into pairs of the top of each pile
	before := make([]int, len(pairs))
	for i, pair := range pairs {
		pile, _ := slices.BinarySearchFunc(piles, pair.new, func(top, at int) int { return pairs[top].new - at })
		before[i] = -1
		if pile > 0 {
			before[i] = piles[pile-1]
		}
		if pile == len(piles) {
			piles = append(piles, i)
		}
		piles[pile] = i
	}
	if len(piles) == 0 {
		return nil
	}
	var run []match
	for i := piles[len(piles)-1]; i >= 0; i = before[i] {
		run = append(run, pairs[i])
	}
	slices.Reverse(run)
	return run
}

// hunks prints edits in groups with some context, each under its line numbers.
func hunks(edits []edit) []string {
	var printed []string
	oldLine, newLine := 1, 1
	for start := 0; start < len(edits); {
		from, end := hunkAt(edits, start)
		for _, skipped := range edits[start:from] {
			oldLine, newLine = advance(oldLine, newLine, skipped)
		}
		if from == end {
			break
		}
		printed = append(printed, printHunk(edits[from:end], oldLine, newLine))
		for _, shown := range edits[from:end] {
			oldLine, newLine = advance(oldLine, newLine, shown)
		}
		start = end
	}
	return printed
}

// hunkAt finds the next hunk at or behind start: up to contextLines kept lines, changes with few kept lines between, and up
// to contextLines kept lines.
func hunkAt(edits []edit, start int) (from, end int) {
	first := start
	for first < len(edits) && edits[first].kind == ' ' {
		first++
	}
	if first == len(edits) {
		return first, first
	}
	last := first
	for i := first; i < len(edits) && i-last <= 2*contextLines; i++ {
		if edits[i].kind != ' ' {
			last = i
		}
	}
	return max(start, first-contextLines), min(len(edits), last+1+contextLines)
}

func advance(oldLine, newLine int, e edit) (int, int) {
	switch e.kind {
	case '-':
		return oldLine + 1, newLine
	case '+':
		return oldLine, newLine + 1
	default:
		return oldLine + 1, newLine + 1
	}
}

func printHunk(edits []edit, oldLine, newLine int) string {
	oldEnd, newEnd := oldLine, newLine
	var body strings.Builder
	for _, e := range edits {
		oldEnd, newEnd = advance(oldEnd, newEnd, e)
		body.WriteByte(e.kind)
		body.WriteString(e.line)
	}
	return fmt.Sprintf("@@ -%s +%s @@\n%s", lineRange(oldLine, oldEnd), lineRange(newLine, newEnd), body.String())
}

// lineRange prints a range of lines as diff does: an empty one stands behind the line before it.
func lineRange(start, end int) string {
	switch end - start {
	case 0:
		return fmt.Sprintf("%d,0", start-1)
	case 1:
		return fmt.Sprint(start)
	default:
		return fmt.Sprintf("%d,%d", start, end-start)
	}
}
