package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"strings"
)

// The picture: one block per workload, one bar per contestant, its length the records per second relative to the
// fastest one-core contestant of the block, a whisker for the spread, and the figures beside it.
const (
	svgWidth   = 860
	labelRight = 190
	barLeft    = 200
	barWidth   = 380
	rowHeight  = 22
	blockGap   = 44
	headHeight = 64
)

var barColours = map[string]string{"weir": "#0b6e99", "hand": "#8a8f98", "stdlib": "#c9ccd1", "duckdb": "#d9b84a"}

// drawSVG draws the results.
func drawSVG(results []result) []byte {
	height := headHeight
	for _, r := range results {
		height += blockGap + rowHeight*len(r.contestants)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="system-ui, sans-serif" font-size="13">`+"\n",
		svgWidth, height+16, svgWidth, height+16)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="#ffffff"/>`+"\n")
	text(&b, 16, 28, "start", "18", "#111", "Weir against a program written by hand and the standard library")
	text(&b, 16, 48, "start", "12", "#555", "records per second, longer is faster; one core each unless said; whiskers: slowest and fastest round; ratios by CPU time")
	y := headHeight
	for _, r := range results {
		y = drawBlock(&b, r, y)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func drawBlock(b *bytes.Buffer, r result, y int) int {
	y += blockGap - 12
	text(b, 16, y, "start", "14", "#111", r.workload.title)
	var longest float64
	for i := range r.contestants {
		longest = math.Max(longest, r.rate(i).max)
	}
	y += 8
	for i, c := range r.contestants {
		drawBar(b, r, i, c, y, longest)
		y += rowHeight
	}
	return y + 4
}

func drawBar(b *bytes.Buffer, r result, i int, c contestant, y int, longest float64) {
	rate := r.rate(i)
	x := func(figure float64) float64 { return barLeft + barWidth*figure/longest }
	colour, opacity := barColours[strings.TrimSuffix(c.name, ", 2 cores")], 1.0
	if i < 2 {
		colour = barColours["weir"]
	}
	if c.cores > 1 {
		opacity = 0.55
	}
	text(b, labelRight, y+15, "end", "13", "#333", c.name)
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s" opacity="%.2f"/>`+"\n", barLeft, y+3, x(rate.median)-barLeft, rowHeight-6, colour, opacity)
	middle := y + rowHeight/2
	fmt.Fprintf(b, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#222" stroke-width="1.5"/>`+"\n", x(rate.min), middle, x(rate.max), middle)
	note := fmt.Sprintf("%.2f M/s", rate.median/1e6)
	switch {
	case i == 1:
		note += fmt.Sprintf(" · %.2f × one partition", r.speedUp().median)
	case i > 1:
		note += fmt.Sprintf(" · weir is %.2f ×", r.ratio(i).median)
	}
	text(b, int(x(rate.max))+8, y+15, "start", "12", "#333", note)
}

func text(b *bytes.Buffer, x, y int, anchor, size, colour, words string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="%s" font-size="%s" fill="%s">%s</text>`+"\n", x, y, anchor, size, colour, html.EscapeString(words))
}
