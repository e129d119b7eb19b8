package main

import "math/bits"

// keyTotals is a group by a number, and the row that it gives.
type keyTotals struct {
	key, count, total, least, most int64
}

func (g *keyTotals) appendCSV(dst []byte) []byte {
	return fields(dst).int(g.key).int(g.count).int(g.total).int(g.least).int(g.most).line()
}

// spread scatters numbers.
func spread(key int64) uint64 {
	hi, lo := bits.Mul64(uint64(key)^0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9)
	return hi ^ lo
}

// groups adds up generated rows of so many keys.
func groups(keys int64) func(int64, *results) error {
	return func(rows int64, out *results) error { return addUp(rows, keys, 0, out) }
}

// skewed adds up rows nine of ten of which have the key 0.
func skewed(rows int64, out *results) error { return addUp(rows, 10_000, 9, out) }

// addUp adds up generated rows by their key, in an open-addressing table of numbers of groups that grows. So many of ten rows have the key 0.
func addUp(rows, keys, ofTen int64, out *results) error {
	table, mask := make([]uint32, 64), uint64(63)
	var groups []keyTotals
	for i := range rows {
		key, value := int64(0), i%1000
		if i%10 >= ofTen {
			key = i * 2654435761 % keys
		}
		at := spread(key) & mask
		for table[at] != 0 && groups[table[at]-1].key != key {
			at = (at + 1) & mask
		}
		if table[at] == 0 {
			groups = append(groups, keyTotals{key: key, least: value, most: value})
			table[at] = uint32(len(groups))
			if 2*len(groups) > len(table) {
				table, mask = make([]uint32, 2*len(table)), 2*mask+1
				for n := range groups {
					at := spread(groups[n].key) & mask
					for table[at] != 0 {
						at = (at + 1) & mask
					}
					table[at] = uint32(n + 1)
				}
				at = spread(key) & mask
				for groups[table[at]-1].key != key {
					at = (at + 1) & mask
				}
			}
		}
		g := &groups[table[at]-1]
		g.count++
		total := g.total + value
		if (g.total^total)&(value^total) < 0 {
			return errOverflow
		}
		g.total, g.least, g.most = total, min(g.least, value), max(g.most, value)
	}
	for i := range groups {
		take(out, &groups[i])
	}
	return nil
}
