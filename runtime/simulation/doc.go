// Package simulation runs whole jobs in a world of its own, by its tests: time passes when nobody has anything to do (testing/synctest), the
// disk is in memory (disktest), and a seed decides how long each thing takes and what goes wrong. A job lives several lives in it: it is
// killed, its power is cut, its disk is full or broken, it is asked to stop; and each time it is started again, with another number of
// partitions. In the end what it has written, and what it has counted, must be what a run that nobody disturbed gives.
//
// What is simulated is real but for the clock and the disk: workers, exchanges, barriers, gates, the checkpointer, the store, file sources and
// sinks, dead letters. See simulation_test.go for what goes wrong, and how to run a seed again.
package simulation
