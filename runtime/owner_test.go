package rt

import (
	"math/rand/v2"
	"testing"
)

// A hash belongs to one partition, which is that of its lane.
func TestOwnerOfHash(t *testing.T) {
	for partitions := 1; partitions <= keyGroups; partitions++ {
		s := &Sender[int]{lanes: make([]Lane[int], partitions)}
		for range 100 {
			hash := rand.Uint64()
			owners := 0
			for p := range partitions {
				c := &StageContext{Partition: p, peers: partitions}
				if c.Owns(hash) {
					owners++
					if s.To(hash) != &s.lanes[p] {
						t.Fatalf("%d partitions: %d owns %x, which goes elsewhere", partitions, p, hash)
					}
				}
			}
			if owners != 1 {
				t.Fatalf("%d partitions: %d own %x", partitions, owners, hash)
			}
		}
	}
}
