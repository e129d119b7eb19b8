package rt

import (
	"errors"
	"math"
	"time"

	"github.com/weirsql/weir/runtime/internal/cacheline"
	"github.com/weirsql/weir/runtime/snapshot"
)

// Exchange moves rows from the partitions of some stages to those of another one, whose name it has. Every sender has a ring of
// batches to every receiver: one writer, one reader, no lock.
//
//	sender 0 ─┬─ring─▶ receiver 0
//	          └─ring─▶ receiver 1
//	sender 1 ─┬─ring─▶ receiver 0
//	          └─ring─▶ receiver 1
type Exchange struct {
	Name  string // of the stage that receives
	Kind  ExchangeKind
	Links func(senders, receivers int) Links // LinksOf the type of the rows
	// Clock says that the rows are results of windows by the machine's clock, in which others close: the senders say how far their clock has
	// closed theirs, since the receiver's own is ahead of rows that are on their way.
	Clock bool
}

// ExchangeKind says how rows find their partition.
type ExchangeKind uint8

const (
	Hash      ExchangeKind = iota // by the key group of a hash
	Rebalance                     // round robin, by batch
	Single                        // all to partition 0
	Broadcast                     // each row to every partition
)

// receivers is how many partitions the stage behind an exchange has.
func (e *Exchange) receivers(partitions int) int {
	if e.Kind == Single {
		return 1
	}
	return partitions
}

// Links are the rings of an exchange.
type Links interface {
	sender(i int) senderPort
	receiver(i int) receiverPort
	// bind tells the links by what they learn that the job failed: nobody waits any longer.
	bind(failed <-chan struct{})
	// carryClock lets the senders say how far the machine's clock has closed their windows.
	carryClock()
}

// senderPort is what the runtime needs of a Sender.
type senderPort interface {
	flush(watermark, machine int64, idle, resting bool) error
	pass(watermark, barrier int64) error
	end() error
}

// receiverPort is what the runtime needs of a Receiver.
type receiverPort interface {
	// next makes the next batch that has arrived the current one. more is false when all senders have ended.
	// It comes back with no rows at a tick, too.
	next(ticks <-chan time.Time) (rows int, more bool, err error)
	// resting reports that no sender has rows, or expects any: see resting.
	resting() bool
	// idle reports that the sender of the current batch had no more at hand.
	idle() bool
	// watermark is the least of those of the senders that haven't ended.
	watermark() int64
	// machine is how far the machine's clock has closed the windows of all senders that haven't ended; carried is false where they don't say.
	machine() (passed int64, carried bool)
	// aligned is the barrier that has come from all senders that haven't ended, once; 0 for none. Until then those that it has come
	// from aren't read.
	aligned() int64
}

// Keyed is a row on its way through an exchange, with the hash of the key that it is dealt by.
type Keyed[T any] struct {
	Hash uint64
	Row  T
}

// EndOfTime is the watermark behind the last row: every window is closed by it.
const EndOfTime int64 = math.MaxInt64

// BeginningOfTime is the watermark before the first row.
const BeginningOfTime int64 = math.MinInt64

// keyGroups is into how many groups keys are dealt by their hash. It bounds the number of partitions that can share a state.
const keyGroups = 1 << snapshot.KeyGroupBits

// ownerOf is the partition that has a key group, of so many partitions.
func ownerOf(keyGroup, partitions int) int { return keyGroup * partitions >> snapshot.KeyGroupBits }

// errFailed ends the waiting of one worker when another has failed.
var errFailed = errors.New("another partition failed")

// LinksOf makes the rings between partitions for rows of a type.
func LinksOf[T any](senders, receivers int) Links {
	l := &links[T]{}
	for range receivers {
		l.receivers = append(l.receivers, &Receiver[T]{arrived: newWaker()})
	}
	for range senders {
		s := &Sender[T]{lanes: cacheline.Slice[Lane[T]](receivers)}
		for to, r := range l.receivers {
			ring := &ring[T]{space: newWaker()}
			s.lanes[to] = Lane[T]{ring: ring, arrived: r.arrived, watermark: BeginningOfTime, machine: BeginningOfTime}
			r.inputs = append(r.inputs, input[T]{ring: ring, watermark: BeginningOfTime, machine: BeginningOfTime})
		}
		l.senders = append(l.senders, s)
	}
	return l
}

type links[T any] struct {
	senders   []*Sender[T]
	receivers []*Receiver[T]
}

func (l *links[T]) sender(i int) senderPort     { return l.senders[i] }
func (l *links[T]) receiver(i int) receiverPort { return l.receivers[i] }

func (l *links[T]) carryClock() {
	for _, s := range l.senders {
		s.clock = true
	}
	for _, r := range l.receivers {
		r.clock = true
	}
}

func (l *links[T]) bind(failed <-chan struct{}) {
	for _, r := range l.receivers {
		r.failed = failed
	}
	for _, s := range l.senders {
		for i := range s.lanes {
			s.lanes[i].failed = failed
		}
	}
}
