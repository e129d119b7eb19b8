package main

import "math/bits"

// groupKeys are the numbers of keys of the workloads that group generated rows.
var groupKeys = map[string]int64{"groups_10": 10, "groups_10k": 10_000, "groups_1m": 1_000_000}

// keyTotals is a group by a number.
type keyTotals struct {
	key, count, total, least, most int64
}

// groupsInMemory adds up generated rows by their key, in an open-addressing table of numbers of groups that grows.
func groupsInMemory(rows, keys int64) error {
	table, mask := make([]uint32, 64), uint64(63)
	var groups []keyTotals
	place := func(key int64) uint64 {
		hi, lo := bits.Mul64(uint64(key)^0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9)
		return hi ^ lo
	}
	for i := range rows {
		key, value := i*2654435761%keys, i%1000
		at := place(key) & mask
		for table[at] != 0 && groups[table[at]-1].key != key {
			at = (at + 1) & mask
		}
		if table[at] == 0 {
			groups = append(groups, keyTotals{key: key, least: value, most: value})
			table[at] = uint32(len(groups))
			if 2*len(groups) > len(table) {
				table, mask = make([]uint32, 2*len(table)), 2*mask+1
				for n := range groups {
					at := place(groups[n].key) & mask
					for table[at] != 0 {
						at = (at + 1) & mask
					}
					table[at] = uint32(n + 1)
				}
				at = place(key) & mask
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
	blackhole.rows += int64(len(groups))
	return nil
}
