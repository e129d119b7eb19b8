// Package over is what the frames of OVER are made of: rows that wait until all rows before them in time are there (Pending), and
// aggregates of a frame that slides along (Frame; the deques of package agg for MIN and MAX).
//
// A frame's rows are told apart by a place that never falls: the number of the row in its partition for ROWS, its time for RANGE.
// What enters and leaves a frame costs O(1) amortised.
package over
