package functions

var (
	statisticAggregates   []Aggregate
	collectingAggregates  []Aggregate
	approximateAggregates []Aggregate
)
