package temporal

import (
	"math"
	"time"
)

// Now is the instant of the call, in milliseconds' precision.
func Now() int64 { return time.Now().UnixMilli() * 1000 }

// LocalNow is Now on the zone's wall clock.
func LocalNow(zone *Zone) int64 { return WallClock(Now(), zone, Micros) }

// CurrentDate is today in the zone.
func CurrentDate(zone *Zone) int32 { return DateOf(LocalNow(zone), Micros) }

// CurrentTime is the time of day in the zone, in seconds' precision.
func CurrentTime(zone *Zone) int64 { return TimeOf(LocalNow(zone), Micros) / Micros * Micros }

// UnixNow is seconds since 1970.
func UnixNow() int64 { return time.Now().Unix() }

// FromEpochSeconds is the instant some seconds after 1970, to the microsecond.
func FromEpochSeconds(seconds float64) int64 {
	micros := roundHalf(seconds * 1e6)
	if !(micros >= -(1<<63) && micros < 1<<63) {
		outOfRange()
	}
	return int64(micros)
}

// roundHalf rounds half to even, as PostgreSQL's rint does.
func roundHalf(v float64) float64 { return math.RoundToEven(v) }
