package routeorders_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/weirsql/weir/generated/routeorders"
)

// One order may go to several places: to its market, to the review queue for two reasons, and always to the audit.
func ExampleInProcess_Orders() {
	job := routeorders.New(routeorders.Outputs{
		Domestic: func(row routeorders.Domestic) error {
			fmt.Printf("domestic %d: %d cents\n", row.OrderID, row.Total)
			return nil
		},
		Review: func(row routeorders.Review) error {
			fmt.Printf("review %d: %s\n", row.OrderID, row.Reason)
			return nil
		},
	})
	order := routeorders.Order{OrderID: 7, Country: "DE", Price: 5_000, Quantity: 200} // DECIMAL(10, 2): 50.00
	if err := job.Orders(order); err != nil {
		fmt.Println(err)
	}
	// Output:
	// domestic 7: 1000000 cents
	// review 7: large total
	// review 7: many of one item
}

// A record that fails in one branch reaches no output, also those whose own expressions were fine.
func TestAllOrNone(t *testing.T) {
	rows := 0
	job := routeorders.New(routeorders.Outputs{
		Review: func(routeorders.Review) error { rows++; return nil },
		Audit:  func(routeorders.Audit) error { rows++; return nil },
	})
	tooMuch := routeorders.Order{Country: "FR", Price: 9_999_999_999, Quantity: 2_000_000_000} // more than DECIMAL(12, 2) holds
	if err := job.Orders(tooMuch); err == nil {
		t.Error("no error")
	}
	if rows != 0 {
		t.Errorf("%d rows of a record that failed", rows)
	}
}

// What an output's function returns is what the call returns.
func TestOutputError(t *testing.T) {
	full := errors.New("queue is full")
	job := routeorders.New(routeorders.Outputs{Audit: func(routeorders.Audit) error { return full }})
	if err := job.Orders(routeorders.Order{Country: "DE"}); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
}
