// Package udf holds the functions that testdata/jobs/risk/job.sql names.
package udf

import (
	"errors"
	"math"
)

// Risk is a number from 0 to 1 that grows with the money at stake.
func Risk(price float64, quantity int64) float64 {
	return 1 - math.Exp(-math.Abs(price*float64(quantity))/100_000)
}

// Sector names the sector of a symbol; false means that none is known.
func Sector(symbol string) (string, bool) {
	switch symbol {
	case "OAK", "ELM":
		return "wood", true
	case "GRANITE":
		return "stone", true
	}
	return "", false
}

// Lots is how many lots of a size a quantity makes.
func Lots(quantity, size int64) (int64, error) {
	if size <= 0 || quantity%size != 0 {
		return 0, errors.New("quantity is not a whole number of lots")
	}
	return quantity / size, nil
}
