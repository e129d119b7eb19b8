package highvalue_test

import (
	"fmt"

	"github.com/weirsql/weir/generated/highvalue"
)

// A job is a function too: typed rows in, typed rows out, with no file, no format and no goroutine.
func ExampleNew() {
	job := highvalue.New(highvalue.Outputs{
		HighValue: func(row highvalue.HighValue) error {
			fmt.Println(row.OrderID, row.TotalAmount)
			return nil
		},
	})
	for id, amount := range []float64{99.99, 100, 100.01, 2500} {
		if err := job.Orders(highvalue.Order{OrderID: int64(id), TotalAmount: amount}); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// 2 100.01
	// 3 2500
}
