package rt_test

import rt "github.com/weirsql/weir/runtime"

// What stands here is seen at lines of the SQL, as generated expressions are.

//line job.sql:12:31
func fail(reason string) { rt.FailRecord(reason) }

//line job.sql:14:8
func userFunction(values []int) int { return values[3] }
