package temporal

import (
	"fmt"
	"sync"
	"time"
)

// Zone is a time zone of the IANA database.
type Zone struct {
	utc      bool
	location *time.Location
}

// UTC is the zone that jobs are in unless they say otherwise.
var UTC = &Zone{true, time.UTC}

// MustZone loads a zone that the compiler has checked. Jobs that name a zone import time/tzdata, so that it is found on any
// machine.
func MustZone(name string) *Zone {
	zone, err := loadZone(name)
	if err != nil {
		panic(err)
	}
	return zone
}

var zones sync.Map // name → *Zone

// CachedZone loads a zone by a computed name; it fails the record if there is none.
func CachedZone(name string) *Zone {
	if zone, ok := zones.Load(name); ok {
		return zone.(*Zone)
	}
	zone, err := loadZone(name)
	if err != nil {
		fail("%v", err)
	}
	zones.Store(name, zone)
	return zone
}

func loadZone(name string) (*Zone, error) {
	if name == "UTC" {
		return UTC, nil
	}
	location, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("unknown time zone %q", name)
	}
	return &Zone{false, location}, nil
}

// offset is how many seconds the zone is east of Greenwich at an instant.
func (z *Zone) offset(seconds int64) int64 {
	_, offset := time.Unix(seconds, 0).In(z.location).Zone()
	return int64(offset)
}

// WallClock is what a clock in the zone shows at an instant.
func WallClock(ts int64, zone *Zone, unit int64) int64 {
	if zone.utc {
		return ts
	}
	return ts + zone.offset(floorDiv(ts, unit))*unit
}

// InZone is the instant at which a clock in the zone shows ts. Where a change of the offset skips that time, the offset before
// the change counts; where it repeats it, the one after, as in PostgreSQL.
func InZone(ts int64, zone *Zone, unit int64) int64 { return zone.instant(ts, unit) }

func (z *Zone) instant(ts, unit int64) int64 {
	if z.utc {
		return ts
	}
	wall := floorDiv(ts, unit)
	before, after := z.offset(wall-daySeconds), z.offset(wall+daySeconds)
	if before != after && (z.offset(wall-after) == after) {
		return ts - after*unit
	}
	return ts - before*unit
}
