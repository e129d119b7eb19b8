package diag

import (
	"slices"
	"strings"
)

// Nearest returns the candidate that a misspelt name most likely meant, "" when none is near: at most a third of its
// letters differ, a swap of neighbours counting as one, case and quotes not at all. Of equally near ones the first wins.
func Nearest(name string, candidates []string) string {
	best, bestDistance := "", len(name)/3+1
	if len(name) <= 2 {
		bestDistance = 2
	}
	folded := strings.ToLower(name)
	for _, candidate := range candidates {
		if d := editDistance(folded, strings.ToLower(candidate), bestDistance); d < bestDistance && d < len(candidate) {
			best, bestDistance = candidate, d
		}
	}
	if best == "" {
		return nearestByWords(folded, candidates)
	}
	return best
}

// nearestByWords finds the one candidate that holds the name's words in another order or with others between them:
// total for total_amount, delimiter for csv.field-delimiter. Several are no help.
func nearestByWords(name string, candidates []string) string {
	if len(name) < 4 {
		return ""
	}
	found := ""
	for _, candidate := range candidates {
		folded := strings.ToLower(candidate)
		if strings.Contains(folded, name) || len(folded) >= 4 && strings.Contains(name, folded) || hasWords(folded, name) {
			if found != "" {
				return ""
			}
			found = candidate
		}
	}
	return found
}

// hasWords reports whether every word of name is a word of candidate: csv.delimiter and csv.field-delimiter.
func hasWords(candidate, name string) bool {
	words := wordsOf(candidate)
	for _, word := range wordsOf(name) {
		if !slices.Contains(words, word) {
			return false
		}
	}
	return true
}

func wordsOf(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("._- ", r) })
}

// editDistance is the number of insertions, deletions, replacements and swaps of neighbours between a and b; limit or more
// where it would reach limit.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
