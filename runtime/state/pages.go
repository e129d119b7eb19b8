package state

// Pages holds groups in the order in which they were made, in pages, so that a group costs no allocation of its own and a table
// grows without copying. A pointer to a group is good until the next New: the first page, which begins small, moves as it grows.
type Pages[G any] struct {
	pages [][]G
	count int
}

// The first page is small, since a window of time may have few groups and there may be many windows; all others are of one size.
const (
	pageBits  = 8
	pageSize  = 1 << pageBits
	firstPage = 8
)

// New returns a new group, zero, and its number.
func (p *Pages[G]) New() (number int, group *G) {
	number = p.count
	p.count++
	page := number >> pageBits
	if page == len(p.pages) {
		size := pageSize
		if page == 0 {
			size = firstPage
		}
		p.pages = append(p.pages, make([]G, size))
	}
	if at := number & (pageSize - 1); page == 0 && at >= len(p.pages[0]) {
		p.growFirst()
	}
	return number, &p.pages[page][number&(pageSize-1)]
}

// growFirst makes room on the first page, the only one that is copied.
func (p *Pages[G]) growFirst() {
	grown := make([]G, min(pageSize, 4*len(p.pages[0])))
	copy(grown, p.pages[0])
	p.pages[0] = grown
}

// At returns a group by its number.
func (p *Pages[G]) At(number int) *G { return &p.pages[number>>pageBits][number&(pageSize-1)] }

// Len is the number of groups.
func (p *Pages[G]) Len() int { return p.count }
