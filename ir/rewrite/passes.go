package rewrite

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
)

// pass is one step of Optimize.
type pass struct {
	name  string // also of its file, with _ for -, and of its directory in testdata
	why   string
	run   func(*run, *logical.Plan) *logical.Plan
	after []order
}

// order is a constraint: the pass comes after another one, for a reason.
type order struct{ pass, because string }

// passes run in this order; a test checks the constraints.
var passes = []pass{
	{
		name: "drop-watermarks",
		why:  "a watermark that nothing downstream asks for costs time on every row, and stands in the way of filters",
		run:  (*run).dropWatermarks,
	},
	{
		name: "share-scans",
		why:  "a table is read and decoded once, however many queries read it",
		run:  (*run).shareScans,
		after: []order{
			{"drop-watermarks", "a watermark is its table's, and two branches of a shared scan would each carry one"},
		},
	},
	splitShared,
	pushFilters,
	splitShared.again(order{"push-filters", "a shared filter that went below a projection left it to several readers"}),
	pushFilters.again(order{"split-shared", "the readers' filters can pass the projections that they now have for themselves"}),
	fuseProjections,
	{
		name: "merge-window",
		why:  "a row of several windows is added to each of their groups, and not copied for it",
		run:  (*run).mergeWindow,
		after: []order{
			{"push-filters", "conditions on the rows stand below their windows"},
			{"fuse-projections", "columns that nobody wants, or that are only passed on, don't stand between windows and groups"},
		},
	},
	fuseProjections.again(order{"merge-window", "without a window between, keys and arguments can be computed over what is below"}),
	{
		name: "fold-constants",
		why:  "what is the same for every record is computed once, now",
		run:  (*run).foldConstants,
		after: []order{
			{"push-filters", "a condition on a constant column of a view is constant only once it stands below the view"},
			{"fuse-projections", "likewise for an expression over a constant column"},
		},
	},
	{
		name: "remove-dead",
		why:  "a query whose condition is never true needs no source; its output is created all the same, and stays empty",
		run:  (*run).removeDead,
		after: []order{
			{"fold-constants", "a condition shows itself never to be true when it is folded"},
		},
	},
	{
		name: "bind-common",
		why:  "an expensive expression that a query uses twice is computed once",
		run:  (*run).bindCommon,
		after: []order{
			{"fuse-projections", "fusing brings expressions of several projections together, and would undo the binding of cheap ones"},
			{"fold-constants", "constants need no binding"},
		},
	},
	{
		name: "prune-columns",
		why:  "a column that nothing reads isn't decoded or computed, though its text is still checked",
		run:  (*run).pruneColumns,
		after: []order{
			{"share-scans", "a shared scan has the columns of all its readers"},
			{"split-shared", "the readers' copies have columns that only other readers want"},
			{"fuse-projections", "a fused projection no longer names columns that only the inner one had"},
			{"remove-dead", "what only dead queries read isn't needed"},
			{"bind-common", "bound expressions pass every column of their input on"},
		},
	},
	{
		name: "prune-fields",
		why:  "nor are fields of a ROW that nothing reads, also of ROWs in ROWs, arrays and maps",
		run:  (*run).pruneFields,
		after: []order{
			{"share-scans", "a shared scan has the fields of all its readers"},
			{"fuse-projections", "a view's column that is read in place shows which of its fields are read"},
			{"prune-columns", "a column that nothing reads goes as a whole; and a copy of it keeps no fields"},
		},
	},
}

var splitShared = pass{
	name: "split-shared",
	why:  "each reader of a view computes what it wants of it, where it wants it; only what is expensive is computed once for all",
	run:  (*run).splitShared,
	after: []order{
		{"drop-watermarks", "the readers of a watermark share it, not the projection below"},
		{"share-scans", "two scans of a table don't show that projections over them are shared"},
	},
}

var pushFilters = pass{
	name: "push-filters",
	why:  "rows that are filtered out cost nothing after their filter, so filters belong next to the source",
	run:  (*run).pushFilters,
	after: []order{
		{"drop-watermarks", "no filter passes a watermark: it would hide rows from it"},
		{"share-scans", "a filter must not hide that two scans read the same table"},
		{"split-shared", "no filter passes a projection that others read too"},
	},
}

var fuseProjections = pass{
	name: "fuse-projections",
	why:  "columns of views and subqueries are computed in place, without a row of their own",
	run:  (*run).fuseProjections,
	after: []order{
		{"push-filters", "filters between projections keep them apart"},
	},
}

// again is the pass at a second place in the order.
func (s pass) again(because order) pass {
	s.after = append(slices.Clone(s.after), because)
	return s
}
